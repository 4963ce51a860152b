// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import static org.assay.checker.arithmetic.Points.DIGITS;
import static org.assay.checker.arithmetic.Points.power;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Points;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.junit.jupiter.api.Test;

/** Lemma L-84 (a) to (c), each by itself: what follows rounds more than some of it adds. */
class NormWordsTest {
  private final Random random = new Random(84);

  private static Vector vector(long centre, int width, long radius) {
    long[] same = new long[width];
    Arrays.fill(same, centre);
    return new Vector(same, radius, 20, true);
  }

  /** Weights that are rounded to 28 bits, and entries as large as can be. */
  @Test
  void whatIsRoundedOfWeightsIsInTheRadius() {
    for (int run = 0; run < 50; run++) {
      ExactMatrix weight = Points.matrix(random, 1, 3, 60, -60);
      ExactMatrix bias = Points.matrix(random, 1, 3, 20, -20);
      Vector z = vector(1 << 28, 3, 0);
      Vector made = NormWords.affine(z, Vector.of(weight, 0), Vector.of(bias, 0));
      for (int j = 0; j < 3; j++) {
        BigDecimal point =
            BigDecimal.valueOf(1 << 8)
                .multiply(Points.entry(weight, 0, j))
                .add(Points.entry(bias, 0, j));
        BigDecimal off =
            point.multiply(power(made.scale())).subtract(BigDecimal.valueOf(made.centre()[j]));
        assertTrue(
            off.abs().compareTo(BigDecimal.valueOf(made.radius())) <= 0,
            "run " + run + ": off by " + off + ", radius " + made.radius());
      }
    }
  }

  /** One entry at one end and all others at the other are furthest from their mean. */
  @Test
  void whatIsCentredHoldsTheEnds() {
    for (int width : new int[] {2, 3, 16, 64}) {
      for (long radius : new long[] {1, 100, 1 << 10}) {
        Vector made = NormWords.centred(vector(1000, width, radius));
        BigDecimal end = BigDecimal.valueOf(2L * (width - 1) * radius).multiply(power(-20));
        BigDecimal off =
            end.multiply(power(made.scale())).subtract(BigDecimal.valueOf(made.centre()[0]));
        assertTrue(
            off.abs().compareTo(BigDecimal.valueOf(made.radius())) <= 0,
            width + ": off by " + off + ", radius " + made.radius());
      }
    }
  }

  /** √w over the root of the squares, at both ends of all entries and in the middle. */
  @Test
  void theInverseRootHoldsTheEnds() {
    Rational[] epsilons = {Rational.ZERO, new Rational(BigInteger.ONE, BigInteger.TEN.pow(7))};
    for (int run = 0; run < 2000; run++) {
      int width = new int[] {1, 2, 16, 17, 130, 4096}[run % 6];
      long centre = 1 + random.nextInt(1 << 1 + random.nextInt(27));
      long most = Math.min(1 << 21, centre / 3); // L-80
      long radius = run % 5 == 0 ? random.nextInt((int) most + 1) : 0;
      Rational epsilon = epsilons[run % 2];
      NormWords.Fixed fixed =
          NormWords.Fixed.of(new NormWords.Job(new Norming(false, epsilon), width));
      NormWords.Root root = NormWords.root(vector(centre, width, radius), fixed);
      if (!fixed.known() || !root.known()) continue;
      for (int sign = -1; sign <= 1; sign++) {
        BigDecimal entry = BigDecimal.valueOf(centre + sign * radius).multiply(power(-20));
        BigDecimal more =
            new BigDecimal(epsilon.numerator())
                .divide(new BigDecimal(epsilon.denominator()), DIGITS);
        BigDecimal inverse =
            BigDecimal.ONE.divide(entry.multiply(entry).add(more).sqrt(DIGITS), DIGITS);
        BigDecimal there = inverse.multiply(power(root.scale()));
        assertTrue(
            there.compareTo(BigDecimal.valueOf(root.least())) >= 0
                && there.compareTo(BigDecimal.valueOf(root.most())) <= 0,
            "run " + run + ": " + there.round(DIGITS) + " is not in " + root);
      }
    }
  }
}
