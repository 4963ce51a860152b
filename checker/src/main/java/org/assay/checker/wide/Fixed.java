// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.assay.checker.exact.Rounding;

/**
 * A matrix W, rounded down: 0 <= 2^p W - entries <= error, which is 0 or 1. {@code columnSum} is
 * the largest sum of |entries| in a column, {@code largest} the largest |entry|.
 */
public record Fixed(
    BigInteger[][] entries, BigInteger error, BigInteger columnSum, BigInteger largest) {
  static Fixed of(ExactMatrix matrix, int bits) {
    BigInteger[][] entries = matrix.floorScaled(bits);
    boolean exact = true;
    BigInteger largest = BigInteger.ZERO;
    BigInteger[] sums = new BigInteger[matrix.columns()];
    Arrays.fill(sums, BigInteger.ZERO);
    for (int r = 0; r < entries.length; r++) {
      for (int c = 0; c < sums.length; c++) {
        BigInteger entry = entries[r][c].abs();
        sums[c] = sums[c].add(entry);
        largest = largest.max(entry);
        exact &= isExact(matrix.significand(r, c), matrix.exponent() + bits);
      }
    }
    BigInteger columnSum = BigInteger.ZERO;
    for (BigInteger sum : sums) {
      columnSum = columnSum.max(sum);
    }
    BigInteger error = exact ? BigInteger.ZERO : BigInteger.ONE;
    return new Fixed(entries, error, columnSum, largest);
  }

  private static boolean isExact(BigInteger significand, int shift) {
    return significand.signum() == 0 || significand.getLowestSetBit() >= -shift;
  }

  /** floor(2^bits · number). */
  static BigInteger floor(Rational number, int bits) {
    BigInteger negated =
        new Rational(number.numerator().negate(), number.denominator()).ceilScaled(bits);
    return negated.negate();
  }

  /** ceil(value / 2^bits). */
  static BigInteger up(BigInteger value, int bits) {
    return Rounding.up(value, bits);
  }

  /** ceil(value / divisor), divisor > 0. */
  static BigInteger upBy(BigInteger value, BigInteger divisor) {
    BigInteger[] parts = value.divideAndRemainder(divisor);
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  /** floor(value / divisor), divisor > 0. */
  static BigInteger downBy(BigInteger value, BigInteger divisor) {
    BigInteger[] parts = value.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
