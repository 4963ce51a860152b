// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Lemma;

/** Quotients of enclosed positive numbers, rounded outward to multiples of 2^-BITS. */
@Lemma("L-35")
final class Ratio {
  static final int BITS = 64;

  /** Exponents further apart than this are not subtracted: the quotient is next to nothing. */
  private static final int MAX_SHIFT = 1 << 12;

  private Ratio() {}

  /** Whether {@code hi(x, y)} may be computed. */
  static boolean isBounded(Enclosure x, Enclosure y) {
    return y.lo().signum() > 0
        && x.exponent().subtract(y.exponent()).compareTo(BigInteger.valueOf(MAX_SHIFT)) <= 0;
  }

  /** At most 2^BITS x / y. Requires: y.hi > 0. */
  static BigInteger lo(Enclosure x, Enclosure y) {
    int shift = shift(x, y);
    return shift >= 0
        ? x.lo().shiftLeft(shift).divide(y.hi())
        : x.lo().divide(y.hi().shiftLeft(-shift));
  }

  /** At least 2^BITS x / y. Requires: {@code isBounded(x, y)}. */
  static BigInteger hi(Enclosure x, Enclosure y) {
    int shift = shift(x, y);
    BigInteger dividend = shift >= 0 ? x.hi().shiftLeft(shift) : x.hi();
    BigInteger divisor = shift >= 0 ? y.lo() : y.lo().shiftLeft(-shift);
    return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
  }

  /** A shift that is cut to MAX_SHIFT makes lo smaller and hi larger. */
  private static int shift(Enclosure x, Enclosure y) {
    BigInteger shift = x.exponent().subtract(y.exponent());
    return BITS + shift.max(BigInteger.valueOf(-MAX_SHIFT)).intValueExact();
  }
}
