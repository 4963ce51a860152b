// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/**
 * Encloses a positive real x: {@code lo · 2^exponent <= x <= hi · 2^exponent}. The exponent has no
 * limit, so that exponentials of any score fit.
 */
public record Enclosure(BigInteger lo, BigInteger hi, BigInteger exponent) {
  /** Of 1, with so many bits as an exponential has. */
  public static final Enclosure ONE =
      new Enclosure(
          BigInteger.ONE.shiftLeft(Exponential.BITS),
          BigInteger.ONE.shiftLeft(Exponential.BITS),
          BigInteger.valueOf(-Exponential.BITS));

  public Enclosure {
    if (lo.signum() < 0 || lo.compareTo(hi) > 0) {
      throw new IllegalArgumentException("not a positive enclosure: [" + lo + ", " + hi + "]");
    }
  }

  /** The same number with so many bits fewer, rounded outward. */
  public Enclosure dropping(int bits) {
    return new Enclosure(
        lo.shiftRight(bits), Rounding.up(hi, bits), exponent.add(BigInteger.valueOf(bits)));
  }

  /** Encloses the product. Nothing is rounded. */
  public Enclosure times(Enclosure other) {
    return new Enclosure(
        lo.multiply(other.lo), hi.multiply(other.hi), exponent.add(other.exponent));
  }
}
