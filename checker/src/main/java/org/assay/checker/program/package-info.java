// SPDX-License-Identifier: Apache-2.0
/**
 * A network as a straight-line program (spec/claim-v2.md F-16): its steps as a claim writes them,
 * their shapes, the tensors that they read, and which arithmetic each asks for.
 *
 * <p>Read this to know what network a claim is about.
 */
package org.assay.checker.program;
