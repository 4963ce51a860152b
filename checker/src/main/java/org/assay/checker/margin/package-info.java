// SPDX-License-Identifier: Apache-2.0
/**
 * The margin of an input as a sum over positions: classes C(q, m) of inputs, attention weights as
 * enclosures and as integers, logits as integers, and rows of bounds whose sums decide.
 *
 * <p>Lemmas: L-04, L-05, L-44. Read this for every rule but {@code sub-cubic}.
 */
package org.assay.checker.margin;
