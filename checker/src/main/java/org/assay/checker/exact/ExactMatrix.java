// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/**
 * A matrix of dyadic rationals: entry (r, c) is {@code significand(r, c) · 2^exponent}, with one
 * exponent for the whole matrix, so sums and products of matrices are sums and products of
 * integers.
 */
public final class ExactMatrix {
  private final BigInteger[][] significands;
  private final int columns;
  private final int exponent;

  private ExactMatrix(BigInteger[][] significands, int columns, int exponent) {
    this.significands = significands;
    this.columns = columns;
    this.exponent = exponent;
  }

  /**
   * The matrix whose entry (r, c) is {@code significands[r · columns + c] · 2^exponents[r · columns
   * + c]}.
   */
  public static ExactMatrix of(int rows, int columns, long[] significands, int[] exponents) {
    int least = 0;
    for (int i = 0; i < significands.length; i++) {
      least = significands[i] == 0 ? least : Math.min(least, exponents[i]);
    }
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (int i = 0; i < significands.length; i++) {
      entries[i / columns][i % columns] =
          significands[i] == 0
              ? BigInteger.ZERO
              : BigInteger.valueOf(significands[i]).shiftLeft(exponents[i] - least);
    }
    return new ExactMatrix(entries, columns, least);
  }

  public static ExactMatrix zero(int rows, int columns) {
    return of(rows, columns, new long[rows * columns], new int[rows * columns]);
  }

  public int rows() {
    return significands.length;
  }

  public int columns() {
    return columns;
  }
}
