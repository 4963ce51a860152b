// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.apfloat.Apfloat;

/**
 * Encloses exp(x/√d) for exact x with |x| < 2^scale.
 *
 * <p>exp(y) = 2^k · exp(r/64)^64 with r = y - k ln 2. For any integer k this is an identity; k near
 * y/ln 2 keeps |r| <= 1. The series of exp(z), |z| <= 1/64, stops behind z^9/9!; the rest is at
 * most |z|^10/10! · e^|z| < 2^-60 · 2^-21 · 2 = 2^-80.
 *
 * <p>Width: the products need scale more bits than the result has, so {@code bits} grows with it.
 */
final class Exponential {
  private static final int DEGREE = 9;
  private static final int SQUARINGS = 6;
  private static final Apfloat REST = Outward.exact(0x1p-80);
  private static final Outward SERIES = new Outward(90);
  private static final Interval[] INVERSE_FACTORIALS = inverseFactorials();

  private final Outward round;
  private final Interval inverseRoot;
  private final Interval logOfTwo;
  private final Apfloat inverseLogOfTwo;

  Exponential(long scale, int d) {
    round = new Outward(96 + Math.max(0, scale));
    inverseRoot = round.inverseRoot(d);
    logOfTwo = round.logOfTwo();
    // 1/ln 2 is only used to guess k; 2 more digits than a double has would do for |y| < 2^50.
    inverseLogOfTwo =
        new Apfloat(1, round.bits(), 2)
            .divide(logOfTwo.lo().precision(round.bits()))
            .precision(Apfloat.INFINITE);
  }

  /** Shape: scores [n, m] → [n][m]. Each result encloses exp(score/√d). */
  static Scaled[][] of(ExactMatrix scores, int d) {
    Exponential exponential = new Exponential(scores.scale(), d);
    Scaled[][] result = new Scaled[scores.rows()][scores.columns()];
    IntStream.range(0, scores.rows() * scores.columns())
        .parallel()
        .forEach(
            n -> {
              int row = n / scores.columns();
              int column = n % scores.columns();
              result[row][column] = exponential.of(scores.entry(row, column));
            });
    return result;
  }

  Scaled of(Apfloat score) {
    Interval y = round.enclose(score, score).times(inverseRoot, round);
    Apfloat k = y.lo().multiply(inverseLogOfTwo).floor().precision(Apfloat.INFINITE);
    Interval r = y.minus(Interval.point(k).times(logOfTwo, round), round);
    if (r.lo().compareTo(Outward.exact(-1)) < 0 || r.hi().compareTo(Outward.exact(1)) > 0) {
      throw new IllegalStateException("argument reduction of " + score + " left " + r);
    }
    Interval value = series(r.times(Interval.point(Outward.exact(0x1p-6)), SERIES));
    for (int i = 0; i < SQUARINGS; i++) value = value.times(value, SERIES);
    return new Scaled(DoubleBound.below(value.lo()), DoubleBound.above(value.hi()), integer(k));
  }

  /** Encloses exp(z) for |z| <= 1/64. */
  private static Interval series(Interval z) {
    Interval sum = INVERSE_FACTORIALS[DEGREE];
    for (int n = DEGREE - 1; n >= 0; n--) {
      sum = sum.timesPlus(z, INVERSE_FACTORIALS[n], SERIES);
    }
    return sum.plus(new Interval(REST.negate(), REST), SERIES);
  }

  private static BigInteger integer(Apfloat k) {
    return k.scale() < Long.SIZE - 1
        ? BigInteger.valueOf(k.longValue())
        : k.truncate().toBigInteger();
  }

  private static Interval[] inverseFactorials() {
    Interval[] inverse = new Interval[DEGREE + 1];
    BigInteger factorial = BigInteger.ONE;
    for (int n = 0; n <= DEGREE; n++) {
      if (n > 0) factorial = factorial.multiply(BigInteger.valueOf(n));
      inverse[n] = SERIES.inverse(factorial);
    }
    return inverse;
  }
}
