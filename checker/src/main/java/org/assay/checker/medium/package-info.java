// SPDX-License-Identifier: Apache-2.0
/**
 * Programs with 48 fractional bits, in words of 64 bits: what is too close or too deep for 28 bits,
 * and would be slow with numbers of any length.
 *
 * <p>Read this to check lemmas L-86 to L-91: balls, their products with weights in two limbs, the
 * exponential, attention, norms, activations, and how what is too large is scaled down. What does
 * not fit into its words is not known, and is left to the next level.
 */
package org.assay.checker.medium;
