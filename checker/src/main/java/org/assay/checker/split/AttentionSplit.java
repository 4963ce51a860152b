// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;

/**
 * Attention scores but for an error R: eqke = scores + R up to a number per row, with |R[q, i] -
 * R[q, j]| <= error[q] · 2^errorExponent, unscaled.
 */
public record AttentionSplit(ExactMatrix scores, BigInteger[] error, int errorExponent) {}
