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
