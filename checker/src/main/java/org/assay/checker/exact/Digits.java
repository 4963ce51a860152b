// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Rows of integers, each as digits of 26 bits, so that their scalar products need 64 bits only:
 * {@code digits[row][j][column] · 2^(26 j)}, summed over j, is the integer. All digits but the last
 * are in [0, 2^26), the last one is in [-2^25, 2^25).
 */
@Lemma("L-14")
record Digits(long[][][] digits) {
  private static final int WIDTH = 26;

  /** Products of digits that are added up in 64 bits: each is at most 2^52. */
  private static final int PRODUCTS = 1 << 10;

  static Digits of(BigInteger[][] rows) {
    Stream<BigInteger> entries = Arrays.stream(rows).flatMap(Arrays::stream);
    int count = entries.mapToInt(BigInteger::bitLength).max().orElse(0) / WIDTH + 1;
    return new Digits(Arrays.stream(rows).map(row -> of(row, count)).toArray(long[][][]::new));
  }

  private static long[][] of(BigInteger[] row, int count) {
    long[][] result = new long[count][row.length];
    for (int c = 0; c < row.length; c++) {
      BigInteger rest = row[c];
      for (int j = 0; j < count - 1; j++) {
        result[j][c] = rest.longValue() & ((1L << WIDTH) - 1);
        rest = rest.shiftRight(WIDTH); // rounds down
      }
      result[count - 1][c] = rest.longValueExact();
    }
    return result;
  }

  /** The scalar product of a row with one of {@code other}. Requires: rows of the same length. */
  BigInteger dot(int row, Digits other, int otherRow) {
    long[][] a = digits[row];
    long[][] b = other.digits[otherRow];
    int most = PRODUCTS / Math.min(a.length, b.length); // L-14; for none the division fails
    BigInteger result = BigInteger.ZERO;
    for (int part = 0; part <= a[0].length / most; part++) {
      int from = part * most;
      result = result.add(dot(a, b, from, Math.min(a[0].length, from + most)));
    }
    return result;
  }

  private static BigInteger dot(long[][] a, long[][] b, int from, int to) {
    long[] sums = new long[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        sums[i + j] += dot(a[i], b[j], from, to);
      }
    }
    BigInteger result = BigInteger.ZERO;
    for (int d = sums.length - 1; d >= 0; d--) {
      result = result.shiftLeft(WIDTH).add(BigInteger.valueOf(sums[d]));
    }
    return result;
  }

  private static long dot(long[] a, long[] b, int from, int to) {
    long sum = 0;
    for (int c = from; c < to; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }
}
