// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import org.assay.checker.exact.Lemma;

/**
 * Lemma L-88: at least the weight that a key has, and at least its score without a sign, in units
 * of 2^-48.
 */
@Lemma("L-88")
public record Share(long weight, long score) {}
