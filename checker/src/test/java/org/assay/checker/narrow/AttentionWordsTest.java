// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import static org.assay.checker.arithmetic.Points.power;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Rational;
import org.junit.jupiter.api.Test;

/** Lemma L-83 (b), (c), before anything is rounded to 28 bits. */
class AttentionWordsTest {
  private final Random random = new Random(83);

  private static Vector vector(long centre, int width, long radius, int scale) {
    long[] same = new long[width];
    Arrays.fill(same, centre);
    return new Vector(same, radius, scale, true);
  }

  /** All entries at the end that makes the product largest. */
  @Test
  void aProductOfEndsIsWithinItsRadius() {
    for (int wide : new int[] {1, 5, 32, 33, 100, 1024, 4096}) {
      for (long radius : new long[] {0, 1, 9, 1 << 20}) {
        long[] centres = {1, 7, 1 + random.nextInt(1 << 20), (1 << 28) - 1};
        for (long c : centres) {
          Sum sum =
              AttentionWords.product(
                  vector(c, wide, radius, 20), vector(c + 2, wide, 2 * radius, 30), 0, wide);
          BigDecimal end =
              BigDecimal.valueOf(c + radius).multiply(BigDecimal.valueOf(c + 2 + 2 * radius));
          assertWithin(end.multiply(BigDecimal.valueOf(wide)).multiply(power(-50)), sum);
        }
      }
    }
  }

  /** One key at one end of its radius, the other at the other: the weights are furthest apart. */
  @Test
  void weightsHoldTheEndsOfTheirScores() {
    Softmax plain =
        new Softmax(1, new Rational(BigInteger.ONE, BigInteger.ONE), 1, Optional.empty(), false);
    Vector query = vector(1 << 27, 1, 0, 27);
    Vector one = vector(1 << 27, 1, 0, 27);
    Vector zero = vector(0, 1, 0, 27);
    for (long radius : new long[] {1 << 10, 1 << 16, 1 << 20, 1 << 21}) {
      for (long apart : new long[] {0, 1 << 26, 1 << 27}) {
        List<Vector> keys = List.of(vector(apart, 1, radius, 27), vector(-apart, 1, radius, 27));
        Vector row = new Narrow().attention(query, keys, List.of(one, zero), 2, plain);
        for (int sign = -1; sign <= 1; sign += 2) {
          double lead = Math.scalb((double) (2 * apart + sign * 2 * radius), -27);
          double off =
              1 / (1 + Math.exp(-lead)) - Math.scalb((double) row.centre()[0], -row.scale());
          double most = Math.scalb((double) row.radius(), -row.scale());
          assertTrue(Math.abs(off) <= most + 1e-12, "off by " + off + ", radius " + most);
        }
      }
    }
  }

  private static void assertWithin(BigDecimal point, Sum sum) {
    BigDecimal off = point.multiply(power(sum.scale())).subtract(BigDecimal.valueOf(sum.entry(0)));
    assertTrue(
        off.abs().compareTo(BigDecimal.valueOf(sum.radius())) <= 0,
        "off by " + off + ", radius " + sum.radius());
  }

  /** The ends of products of either sign, times numbers that are known exactly. */
  @Test
  void aScoreHoldsTheEndsOfItsProduct() {
    for (int run = 0; run < 400; run++) {
      long numerator = 1 + random.nextInt(1 << 20);
      Rational factor = new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(1 << 20));
      Scale scale = Scale.of(new Softmax(1, factor, 1, Optional.empty(), false));
      long radius = 1L << random.nextInt(62);
      long centre = random.nextLong() >> 2;
      Sum product = new Sum(new long[] {centre}, radius, 40 + random.nextInt(60));
      AttentionWords.Score score = AttentionWords.scored(product, scale);
      if (!score.known()) continue;
      for (int sign = -1; sign <= 1; sign++) {
        BigDecimal point =
            BigDecimal.valueOf(centre)
                .add(BigDecimal.valueOf(radius).multiply(BigDecimal.valueOf(sign)))
                .multiply(BigDecimal.valueOf(numerator))
                .multiply(power(-20 - product.scale() + 30));
        BigDecimal off = point.subtract(BigDecimal.valueOf(score.centre())).abs();
        assertTrue(
            off.compareTo(BigDecimal.valueOf(score.error())) <= 0,
            "run " + run + ": off by " + off + ", error " + score.error());
      }
    }
  }
}
