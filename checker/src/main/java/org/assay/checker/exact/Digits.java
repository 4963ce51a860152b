// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Rows of integers, each as digits of 26 bits, so that scalar products need 64 bits only.
 *
 * <p>Ensures: x = sum over j of digits[row][j][column] · 2^(26 j); all digits but the last are in
 * [0, 2^26), the last one is in [-2^25, 2^25).
 */
@Lemma("L-14")
record Digits(long[][][] digits) {
  private static final int WIDTH = 26;

  /** How many products of digits a sum may have: each is below 2^52, the sum below 2^62. */
  private static final int MOST_PRODUCTS = 1 << 10;

  static Digits of(BigInteger[][] rows, int columns) {
    int bits =
        Arrays.stream(rows).flatMap(Arrays::stream).mapToInt(BigInteger::bitLength).max().orElse(0);
    int count = bits / WIDTH + 1;
    return new Digits(
        Arrays.stream(rows).map(row -> of(row, columns, count)).toArray(long[][][]::new));
  }

  private static long[][] of(BigInteger[] row, int columns, int count) {
    long[][] result = new long[count][columns];
    for (int c = 0; c < columns; c++) {
      BigInteger rest = row[c];
      for (int j = 0; j < count - 1; j++) {
        result[j][c] = rest.longValue() & ((1L << WIDTH) - 1);
        rest = rest.shiftRight(WIDTH);
      }
      result[count - 1][c] = rest.longValueExact();
    }
    return result;
  }

  /** L-14 (a): whether scalar products of these rows with those fit. */
  boolean fit(Digits other, int columns) {
    return digits.length > 0
        && other.digits.length > 0
        && (long) columns * Math.min(digits[0].length, other.digits[0].length) <= MOST_PRODUCTS;
  }

  /** The scalar product of a row with a row of {@code other}. Requires: they {@link #fit}. */
  BigInteger dot(int row, Digits other, int otherRow) {
    long[][] a = digits[row];
    long[][] b = other.digits[otherRow];
    long[] sums = new long[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        sums[i + j] += dot(a[i], b[j]);
      }
    }
    BigInteger result = BigInteger.ZERO;
    for (int j = sums.length - 1; j >= 0; j--) {
      result = result.shiftLeft(WIDTH).add(BigInteger.valueOf(sums[j]));
    }
    return result;
  }

  private static long dot(long[] a, long[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
