// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.medium.Disc;
import org.assay.checker.medium.Products;

/** Lemma L-97: norms in every execution. */
@Lemma("L-97")
final class Normed {
  private static final int BITS = Disc.BITS;

  /** The root of a mean square is at least 2^-30. */
  private static final int LEAST_BITS = 2 * BITS - 60;

  /** A mean square and epsilon are below 2^120 together: no root overflows. */
  private static final int MOST_BITS = 2 * BITS + 120;

  private Normed() {}

  /**
   * Lengths squared, of vectors that an execution may find: at most {@code most}, epsilon included;
   * centred, at least {@code least}. {@code roundings} are those of the variance.
   */
  private record Squares(BigInteger most, BigInteger least, int roundings) {
    static Squares of(Carried x, Norming norming) {
      Products squares = new Products();
      Products sum = new Products();
      for (long entry : x.exact().centre()) {
        squares.add(entry, entry);
        sum.add(entry, 1);
      }
      BigInteger all = squares.exact();
      BigInteger width = BigInteger.valueOf(x.width());
      BigInteger radius = BigInteger.valueOf(x.exact().radius() + x.far());
      BigInteger mean = RoundingErrors.over(sum.exact().pow(2), width);
      BigInteger rest = norming.centred() ? all.subtract(mean).max(BigInteger.ZERO) : all;
      BigInteger near = rest.sqrt().subtract(radius).max(BigInteger.ZERO);
      BigInteger most = all.sqrt().add(BigInteger.ONE).add(radius);
      Rational epsilon = norming.epsilon();
      BigInteger times = epsilon.numerator().multiply(width);
      BigInteger up = new Rational(times, epsilon.denominator()).ceilScaled(2 * BITS);
      BigInteger down = new Rational(times.negate(), epsilon.denominator()).ceilScaled(2 * BITS);
      int roundings = norming.centred() ? 3 * x.width() + 29 : x.width() + 9;
      return new Squares(most.pow(2).add(up), near.pow(2).subtract(down), roundings);
    }

    /** Whether the variance is known to a quarter, not too small and not too large (L-97 (a)). */
    boolean isKnown(int width) {
      BigInteger off = most.multiply(BigInteger.valueOf(4L * roundings));
      BigInteger rest =
          least.multiply(BigInteger.valueOf((1L << RoundingErrors.UNIT_BITS) - roundings));
      return least.compareTo(BigInteger.valueOf(width).shiftLeft(LEAST_BITS)) >= 0
          && most.compareTo(BigInteger.valueOf(width).shiftLeft(MOST_BITS)) < 0
          && off.compareTo(rest) <= 0;
    }
  }

  /** How far the normalised vector may be, before it is weighted; nothing if that is not known. */
  static Optional<BigInteger> spread(Carried x, Norming norming) {
    int width = x.width();
    Squares squares = Squares.of(x, norming);
    if (!squares.isKnown(width)) {
      return Optional.empty();
    }
    BigInteger steepest = // L-97 (b)
        BigInteger.valueOf(width).shiftLeft(4 * BITS).divide(squares.least).sqrt();
    BigInteger moved = Computed.scaled(x.far(), steepest.add(BigInteger.ONE));
    BigInteger times = BigInteger.valueOf(5L * Disc.rootAbove(width));
    BigInteger ofRoot = // L-97 (c)
        RoundingErrors.over(
                times
                    .multiply(BigInteger.valueOf(squares.roundings))
                    .multiply(squares.most)
                    .shiftLeft(BITS),
                BigInteger.valueOf((1L << RoundingErrors.UNIT_BITS) - squares.roundings)
                    .multiply(squares.least)
                    .shiftLeft(3))
            .add(BigInteger.ONE);
    BigInteger ratio = squares.most.shiftLeft(2 * BITS).divide(squares.least).sqrt();
    BigInteger size = // L-97 (d)
        RoundingErrors.over(times.multiply(ratio.add(BigInteger.ONE)), BigInteger.valueOf(4));
    return Optional.of(
        moved.add(ofRoot).add(RoundingErrors.of(norming.centred() ? width + 46 : 20, size)));
  }
}
