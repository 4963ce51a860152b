// SPDX-License-Identifier: Apache-2.0
/**
 * A network as a straight-line program (spec/claim-v2.md F-16): its steps as a claim writes them,
 * their shapes, the tensors that they read, which arithmetic each asks for, and the evaluation of a
 * program in an arithmetic.
 *
 * <p>Lemmas: L-67. A new step is a record that implements {@code Operation}, its name in {@code
 * StepReader} and spec/network.md, and, if no operation of {@code Arithmetic} serves, one there and
 * in each arithmetic. Read this to know what network a claim is about.
 */
package org.assay.checker.program;
