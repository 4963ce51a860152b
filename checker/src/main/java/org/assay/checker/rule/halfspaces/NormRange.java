// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/**
 * Lemma L-59: the range of what a norm divides by, in units of 2^-scale: the root of the mean
 * square of some entries, plus epsilon.
 */
@Lemma("L-59")
record NormRange(long lo, long hi) {
  private static final int MOST_BITS = 60;
  static final int MIDDLE_BITS = 20;

  /** Both ends of a number, in units. */
  record Ends(long lo, long hi) {}

  /**
   * A vector near the middle of some ranges, in units of 2^shift units, so that no entry of it has
   * more than 20 bits.
   */
  record Middle(int[] entries, int shift) {
    static Middle of(Ends[] ranges) {
      long most = 0;
      for (Ends range : ranges) {
        most = Math.max(most, Math.max(Math.abs(range.lo), Math.abs(range.hi)));
      }
      int shift = Math.max(0, ClassHeads.bits(most) - MIDDLE_BITS);
      int[] entries = new int[ranges.length];
      for (int j = 0; j < entries.length; j++) {
        entries[j] = (int) ((ranges[j].lo + ranges[j].hi >> 1) >> shift);
      }
      return new Middle(entries, shift);
    }
  }

  /**
   * The range, if it is above 0 and not too large.
   *
   * @param entries their ranges
   * @param product the range of the scalar product of the entries with those of the middle, in
   *     units of 2^productShift units
   */
  static Optional<NormRange> of(Norming norming, int scale, Ends[] entries, Product product) {
    BigInteger low = BigInteger.ZERO;
    BigInteger high = BigInteger.ZERO;
    BigInteger size = BigInteger.ZERO;
    BigInteger spread = BigInteger.ZERO;
    for (int j = 0; j < entries.length; j++) {
      Ends entry = entries[j];
      boolean isZeroInside = entry.lo <= 0 && entry.hi >= 0;
      BigInteger first = square(entry.lo);
      BigInteger second = square(entry.hi);
      low = isZeroInside ? low : low.add(first.min(second));
      high = high.add(first.max(second));
      long middle = (long) product.middle.entries[j] << product.middle.shift;
      size = size.add(square(middle));
      spread = spread.add(square(Math.max(entry.hi - middle, middle - entry.lo)));
    }
    int shift = product.shift + product.middle.shift + 1;
    BigInteger along = BigInteger.valueOf(product.range.lo).shiftLeft(shift);
    BigInteger most = BigInteger.valueOf(product.range.hi).shiftLeft(shift);
    low = low.max(along.subtract(size)); // L-59, 2
    high = high.min(most.subtract(size).add(spread));
    return rooted(norming.epsilon(), scale, low, high, BigInteger.valueOf(entries.length));
  }

  long[] both() {
    return new long[] {lo, hi};
  }

  /** The range of a product with a middle. */
  record Product(Middle middle, Ends range, int shift) {}

  private static BigInteger square(long number) {
    return BigInteger.valueOf(number).multiply(BigInteger.valueOf(number));
  }

  private static Optional<NormRange> rooted(
      Rational epsilon, int scale, BigInteger low, BigInteger high, BigInteger width) {
    Rational negated = new Rational(epsilon.numerator().negate(), epsilon.denominator());
    BigInteger least = low.divide(width).subtract(negated.ceilScaled(2 * scale));
    BigInteger most =
        high.max(BigInteger.ZERO)
            .divide(width)
            .add(BigInteger.ONE)
            .add(epsilon.ceilScaled(2 * scale));
    BigInteger lo = least.sqrt();
    BigInteger hi = most.sqrt().add(BigInteger.ONE);
    return lo.signum() > 0 && hi.bitLength() <= MOST_BITS // L-59 (a)
        ? Optional.of(new NormRange(lo.longValueExact(), hi.longValueExact()))
        : Optional.empty();
  }
}
