// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.assay.checker.arithmetic.Points.DIGITS;
import static org.assay.checker.arithmetic.Points.TWO;
import static org.assay.checker.arithmetic.Points.power;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Rational;
import org.junit.jupiter.api.Test;

/** Lemma L-89: the parts of a radius, each where it is nearly all of it. */
class NormsTest {
  private final Norms norms = new Norms();

  private static Disc disc(long radius, long... centre) {
    return new Disc(centre, radius, true);
  }

  @Test
  void radiiGrowByTheLargestFactor() {
    Disc zero = disc(0, 0);
    assertTrue(Norms.affine(disc(1000, 1L << 48), disc(0, 1L << 50), zero).radius() >= 4000);
    assertTrue(Norms.affine(disc(0, 1L << 50), disc(1000, 1L << 48), zero).radius() >= 4000);
  }

  /** The mean of small numbers is cut by nearly all of them. */
  @Test
  void whatIsCutOfAMeanIsInTheRadius() {
    Rational epsilon = new Rational(BigInteger.ONE, BigInteger.valueOf(10_000));
    Disc made = norms.of(disc(0, 1, 0, 0), new Norming(true, epsilon));
    assertTrue(made.known());
    double squares = 0;
    double[] want = {200.0 / 3, -100.0 / 3, -100.0 / 3};
    for (int j = 0; j < 3; j++) squares += Math.pow(want[j] - made.centre()[j], 2);
    assertTrue(Math.sqrt(squares) <= made.radius(), made.radius() + ": " + Math.sqrt(squares));
  }

  /** The tangent from the origin to the disc: no point of it turns further. */
  @Test
  void thePointThatTurnsFurthestIsInTheRadius() {
    Disc made = norms.of(disc(1L << 39, 1L << 48, 0), new Norming(false, Rational.ZERO));
    assertTrue(made.known());
    BigDecimal sine = power(-9);
    BigDecimal cosine = BigDecimal.ONE.subtract(sine.multiply(sine)).sqrt(DIGITS);
    BigDecimal length = TWO.sqrt(DIGITS).multiply(power(48));
    BigDecimal x = cosine.multiply(length).subtract(BigDecimal.valueOf(made.centre()[0]));
    BigDecimal y = sine.multiply(length).subtract(BigDecimal.valueOf(made.centre()[1]));
    BigDecimal off = x.multiply(x).add(y.multiply(y)).sqrt(DIGITS);
    assertTrue(off.compareTo(BigDecimal.valueOf(made.radius())) <= 0, off + " of " + made.radius());
  }
}
