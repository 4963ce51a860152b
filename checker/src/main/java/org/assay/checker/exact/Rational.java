// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/** An exact fraction in lowest terms; {@code denominator >= 1}. */
public record Rational(BigInteger numerator, BigInteger denominator) {
  public static final Rational ZERO = new Rational(BigInteger.ZERO, BigInteger.ONE);

  public Rational {
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("denominator is " + denominator);
    }
    BigInteger common = numerator.gcd(denominator);
    numerator = numerator.divide(common);
    denominator = denominator.divide(common);
  }

  /** ceil(2^bits · this), also for negative bits. */
  public BigInteger ceilScaled(int bits) {
    BigInteger dividend = numerator.shiftLeft(Math.max(0, bits));
    BigInteger divisor = denominator.shiftLeft(Math.max(0, -bits));
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
  }

  /** An e with |this| < 2^e; that of zero is {@link ExactMatrix#NO_MAGNITUDE}. */
  public int magnitudeBits() {
    return numerator.signum() == 0
        ? ExactMatrix.NO_MAGNITUDE
        : numerator.bitLength() - denominator.bitLength() + 1;
  }

  public int signum() {
    return numerator.signum();
  }

  /** The canonical spelling {@code p} or {@code p/q}. */
  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
