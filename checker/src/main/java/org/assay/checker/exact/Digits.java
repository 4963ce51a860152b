// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A row of integers as digits of 26 bits, so that scalar products need 64 bits only: {@code
 * digits[j][column] · 2^(26 j)}, summed over j, is the integer. All digits but the last are in [0,
 * 2^26), the last one is in [-2^25, 2^25).
 */
@Lemma("L-14")
record Digits(long[][] digits) {
  private static final int WIDTH = 26;

  /** Products of digits that are added up in 64 bits: each is at most 2^52. */
  private static final int PRODUCTS = 1 << 10;

  static Digits of(BigInteger[] row) {
    int bits = Arrays.stream(row).mapToInt(BigInteger::bitLength).max().orElse(0);
    long[][] result = new long[bits / WIDTH + 1][row.length];
    for (int c = 0; c < row.length; c++) {
      BigInteger rest = row[c];
      for (int j = 0; j < result.length - 1; j++) {
        result[j][c] = rest.longValue() & ((1L << WIDTH) - 1);
        rest = rest.shiftRight(WIDTH); // rounds down
      }
      result[result.length - 1][c] = rest.longValueExact();
    }
    return new Digits(result);
  }

  /** The scalar product with a row of the same length. */
  BigInteger dot(Digits other) {
    int columns = digits[0].length;
    int most = PRODUCTS / Math.min(digits.length, other.digits.length); // L-14
    BigInteger result = BigInteger.ZERO;
    for (int part = 0; part <= columns / most; part++) { // too many digits: a division by 0
      int from = part * most;
      result = result.add(dot(digits, other.digits, from, Math.min(columns, from + most)));
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
