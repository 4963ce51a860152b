// SPDX-License-Identifier: Apache-2.0
/**
 * The margin of an input as a sum over positions: classes C(q, m) of inputs, attention weights as
 * enclosures, logits as integers, and rows of bounds whose sums decide. {@code Scales} has the
 * widths of weights and logits that become integers; {@code CommonScale} (package exact) rounds the
 * weights, {@code LogitTables} the logits.
 *
 * <p>Lemmas: L-04, L-05, L-44. Read this for every rule of version 1; {@code sub-cubic} uses only
 * the exponentials and the scales.
 */
package org.assay.checker.margin;
