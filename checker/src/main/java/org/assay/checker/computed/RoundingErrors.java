// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/** Lemma L-95: what roundings may add up to, in units of 2^-48. */
@Lemma("L-95")
final class RoundingErrors {
  /** u = 2^-24. */
  static final int UNIT_BITS = 24;

  private static final long UNITS = 1L << UNIT_BITS;

  private RoundingErrors() {}

  /** ceil(γ_k size), γ_k = k u / (1 - k u). Requires: k < 2^23, size >= 0. */
  static BigInteger of(int k, BigInteger size) {
    BigInteger product = size.multiply(BigInteger.valueOf(k));
    return over(product, BigInteger.valueOf(UNITS - k));
  }

  static BigInteger of(int k, long size) {
    return of(k, BigInteger.valueOf(size));
  }

  /** ceil(number / divisor), both not negative, the divisor above 0. */
  static BigInteger over(BigInteger number, BigInteger divisor) {
    return number.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }
}
