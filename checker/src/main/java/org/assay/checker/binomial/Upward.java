// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.binomial;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-72: a number significand · 2^exponent, not negative. What is computed is rounded up to
 * 128 bits, so it is never too small.
 */
@Lemma("L-72")
record Upward(BigInteger significand, int exponent) {
  static final Upward ONE = new Upward(BigInteger.ONE, 0);

  private static final int BITS = 128;

  Upward {
    int more = significand.bitLength() - BITS;
    if (more > 0) {
      significand = ceilShifted(significand, more);
      exponent += more;
    }
  }

  private static BigInteger ceilShifted(BigInteger number, int bits) {
    return number.negate().shiftRight(bits).negate();
  }

  /** The number, rounded up. */
  static Upward of(BigInteger number) {
    return new Upward(number, 0);
  }

  Upward times(Upward other) {
    return new Upward(significand.multiply(other.significand), exponent + other.exponent);
  }

  /** This times a fraction of numbers above 0, but for a numerator of 0. */
  Upward times(BigInteger numerator, BigInteger denominator) {
    int shift = BITS + denominator.bitLength();
    BigInteger product = significand.multiply(numerator).shiftLeft(shift);
    BigInteger[] parts = product.divideAndRemainder(denominator);
    return new Upward(parts[0].add(BigInteger.valueOf(parts[1].signum())), exponent - shift);
  }

  Upward timesPowerOfTwo(int power) {
    return new Upward(significand, exponent + power);
  }

  Upward plus(Upward other) {
    int common = Math.min(exponent, other.exponent);
    BigInteger sum =
        significand
            .shiftLeft(exponent - common)
            .add(other.significand.shiftLeft(other.exponent - common));
    return new Upward(sum, common);
  }

  Upward power(int times) {
    Upward power = ONE;
    for (int bit = 31 - Integer.numberOfLeadingZeros(times); bit >= 0; bit--) {
      power = power.times(power);
      power = (times >> bit & 1) == 1 ? power.times(this) : power;
    }
    return power;
  }

  boolean isAtMost(Upward other) {
    int common = Math.min(exponent, other.exponent);
    return significand
            .shiftLeft(exponent - common)
            .compareTo(other.significand.shiftLeft(other.exponent - common))
        <= 0;
  }

  /** Whether this is at most 2^power. */
  boolean isAtMostPowerOfTwo(int power) {
    int room = power - exponent;
    int bits = significand.bitLength();
    return bits <= room || bits == room + 1 && significand.bitCount() <= 1;
  }
}
