// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-62: pi from Machin's formula, to any number of bits, and what is made of it; all in units
 * of 2^-bits.
 */
@Lemma("L-62")
final class Constants {
  private static final int GUARD = 32;

  /** 1/√(2π). */
  final BigInteger densityLow;

  final BigInteger densityHigh;

  /** √(8/π). */
  final BigInteger slopeLow;

  final BigInteger slopeHigh;

  Constants(int bits) {
    int fine = bits + GUARD;
    BigInteger[] pi = pi(fine);
    BigInteger one = BigInteger.ONE.shiftLeft(2 * bits + fine);
    densityLow = one.divide(pi[1].shiftLeft(1)).sqrt();
    densityHigh = one.divide(pi[0].shiftLeft(1)).sqrt().add(BigInteger.ONE);
    slopeLow = one.shiftLeft(3).divide(pi[1]).sqrt();
    slopeHigh = one.shiftLeft(3).divide(pi[0]).sqrt().add(BigInteger.ONE);
  }

  /** Integers below and above 2^bits π. */
  static BigInteger[] pi(int bits) {
    BigInteger error = BigInteger.valueOf(20L * (bits + 1));
    BigInteger pi = arcTangent(5, bits).shiftLeft(4).subtract(arcTangent(239, bits).shiftLeft(2));
    return new BigInteger[] {pi.subtract(error), pi.add(error)};
  }

  /** 2^bits arctan(1/n), off by less than bits + 1. Requires: n >= 5. */
  private static BigInteger arcTangent(int n, int bits) {
    BigInteger square = BigInteger.valueOf((long) n * n);
    BigInteger power = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(n));
    BigInteger sum = BigInteger.ZERO;
    for (int j = 0; power.signum() > 0; j++) {
      BigInteger term = power.divide(BigInteger.valueOf(2L * j + 1));
      sum = j % 2 == 0 ? sum.add(term) : sum.subtract(term);
      power = power.divide(square);
    }
    return sum;
  }
}
