// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.execution.FloatLogits;
import org.assay.checker.execution.FloatScores;
import org.assay.checker.execution.UpperBounds;
import org.assay.checker.margin.TinyModel;
import org.junit.jupiter.api.Test;

/** Lemmas L-12 and L-44 piece by piece, on numbers that are exact. */
class PotentialSidesTest {
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(Exponential.BITS);

  private static UpperBounds bounds(double[]... rows) {
    return UpperBounds.of(TinyModel.exact(rows));
  }

  private static FloatLogits logits() {
    return new FloatLogits(
        bounds(new double[] {0.5, 5}, new double[] {0.125, 0}),
        bounds(new double[] {0.25, 0.125}, new double[] {1, 2}),
        bounds(new double[] {0.375, 0.75}));
  }

  @Test
  void theStretchIsThatOfTheWorstQuery() {
    FloatScores scores =
        new FloatScores(
            bounds(new double[] {0x1p-12, 0x1p-13}, new double[] {0x1p-20, 0x1p-20}),
            bounds(new double[] {0x1p-12}, new double[] {0x1p-20}));
    PotentialParts exact = PotentialPartsTest.parts(new Random(46), 2, 1);
    PotentialParts parts = exact.with(new FloatErrors(scores, logits()));
    assertEquals(List.of(ONE.shiftRight(10), ONE.shiftRight(18)), parts.twice().orElseThrow());
    BigInteger wide = ONE.add(ONE.shiftRight(10)).add(ONE.shiftRight(20));
    BigInteger narrow = ONE.add(ONE.shiftRight(18)).add(ONE.shiftRight(36));
    assertEquals(wide, parts.stretch(List.of(0)).hi());
    assertEquals(narrow, parts.stretch(List.of(1)).hi());
    assertEquals(wide, parts.stretch(List.of(1, 0)).hi());
    assertEquals(BigInteger.valueOf(-Exponential.BITS), parts.stretch(List.of(0)).exponent());
    assertEquals(new Enclosure(ONE, ONE, BigInteger.valueOf(-136)), exact.stretch(List.of(0)));
  }

  /**
   * The bracket of a pair of outputs loses the errors of both, of the values and of the direct
   * path.
   */
  @Test
  void bracketsLoseAllErrors() {
    Random random = new Random(47);
    for (int trial = 0; trial < 50; trial++) {
      int k = random.nextInt(1, 4);
      PotentialParts exact = PotentialPartsTest.parts(random, 2, k);
      double[][] direct = eighths(random, 2);
      double[][] evou = eighths(random, 2);
      double[][] pvou = eighths(random, k);
      FloatLogits errors = new FloatLogits(bounds(direct), bounds(evou), bounds(pvou));
      UpperBounds none = bounds(new double[k], new double[k]);
      FloatScores scores = new FloatScores(bounds(new double[2], new double[2]), none);
      PotentialParts off = exact.with(new FloatErrors(scores, errors));
      int lessBits = exact.fractionBits(Rational.ZERO) - off.fractionBits(Rational.ZERO);
      BlockValues without = new BlockValues(exact, Rational.ZERO, false);
      BlockValues with = new BlockValues(off, Rational.ZERO, false);
      int bits = off.fractionBits(Rational.ZERO);
      for (int i = 0; i < k; i++) {
        int q = random.nextInt(2);
        int t = random.nextInt(2);
        int m = random.nextInt(2);
        double lost =
            Arrays.stream(new double[][] {direct[q], evou[t], pvou[i]})
                .mapToDouble(row -> row[0] + row[1])
                .sum();
        long real = without.valueDown(i, t, m, 0) + without.directDown(q, m, 0) + 3;
        long computed = with.valueDown(i, t, m, 0) + with.directDown(q, m, 0) + 3;
        assertEquals(real, (computed + (long) Math.scalb(lost, bits)) << lessBits);
      }
    }
  }

  private static double[][] eighths(Random random, int rows) {
    double[][] table = new double[rows][2];
    Arrays.stream(table).forEach(row -> Arrays.setAll(row, c -> random.nextInt(1, 8) / 8.0));
    return table;
  }

  /** Weights that may be off by a factor of two: the upper ends grow, the lower ones stay. */
  @Test
  void onlyUpperWeightsAreStretched() {
    Random random = new Random(48);
    BigInteger twoThirds = ONE.shiftLeft(1).divide(BigInteger.valueOf(3));
    for (int trial = 0; trial < 50; trial++) {
      int v = random.nextInt(2, 5);
      int k = random.nextInt(1, 4);
      PotentialParts exact = PotentialPartsTest.parts(random, v, k);
      PotentialParts off = stretched(exact, Collections.nCopies(v, twoThirds));
      int m = random.nextInt(v);
      QueryClass queries = new QueryClass(exact);
      List<Integer> some = PotentialPartsTest.someQueries(random, m);
      some.forEach(queries::add);
      QueryClass.Bounds bounds = queries.at(m);
      PotentialExponentials exp = PotentialExponentials.of(exact);
      BigInteger start = exact.meter().operations();
      PotentialWeights without = new PotentialWeights(exact, exp, bounds);
      BigInteger middle = exact.meter().operations();
      PotentialWeights with = new PotentialWeights(off, exp, bounds);
      BigInteger end = off.meter().operations();
      boolean rescaled = Arrays.equals(without.ownHi, with.ownHi); // by the power of two
      assertUpper(without.ownHi, with.ownHi, rescaled);
      assertArrayEquals(lower(without.ownLo, rescaled), with.ownLo);
      assertArrayEquals(lower(without.credit, rescaled), with.credit);
      for (int i = 0; i < k - 1; i++) {
        assertUpper(without.hi[i], with.hi[i], rescaled);
        assertArrayEquals(lower(without.lo[i], rescaled), with.lo[i]);
      }
      BigInteger more = BigInteger.valueOf(k - 1L + some.size());
      assertEquals(middle.subtract(start).add(more), end.subtract(middle));
    }
  }

  private static PotentialParts stretched(PotentialParts exact, List<BigInteger> twice) {
    return new PotentialParts(
        exact.dHead(),
        exact.attention(),
        exact.positions(),
        exact.direct(),
        exact.excess(),
        exact.evou(),
        exact.pvou(),
        Optional.of(twice));
  }

  /** Twice as large; a rounding up may come before or behind. */
  private static void assertUpper(long[] without, long[] with, boolean rescaled) {
    for (int j = 0; j < with.length; j++) {
      long doubled = rescaled ? with[j] : (with[j] + 1) / 2;
      assertEquals(without[j], doubled);
    }
  }

  private static long[] lower(long[] weights, boolean rescaled) {
    return Arrays.stream(weights).map(weight -> rescaled ? weight >> 1 : weight).toArray();
  }
}
