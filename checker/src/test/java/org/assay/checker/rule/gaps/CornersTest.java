// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatScores;
import org.assay.checker.execution.UpperBounds;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.rule.gaps.Sharing.Corner;
import org.assay.checker.split.Entries;
import org.assay.checker.split.Split;
import org.junit.jupiter.api.Test;

/** Lemma L-35: quotients and sums of weights by hand, corners against plain floating point. */
class CornersTest {
  private static Enclosure weight(long lo, long hi, long exponent) {
    return new Enclosure(
        BigInteger.valueOf(lo), BigInteger.valueOf(hi), BigInteger.valueOf(exponent));
  }

  private static void assertRatio(Enclosure x, Enclosure y, BigInteger lo, BigInteger hi) {
    assertEquals(lo, Ratio.lo(x, y));
    assertEquals(hi, Ratio.hi(x, y));
  }

  @Test
  void quotientsAreRoundedOutward() {
    BigInteger one = BigInteger.ONE.shiftLeft(Ratio.BITS);
    BigInteger third = one.divide(BigInteger.valueOf(3));
    assertRatio(weight(1, 1, 5), weight(3, 3, 5), third, third.add(BigInteger.ONE));
    assertRatio(
        weight(2, 6, 5), weight(2, 4, 5), one.shiftRight(1), one.multiply(BigInteger.valueOf(3)));
    assertRatio(weight(7, 7, -64), weight(2, 2, 0), BigInteger.valueOf(3), BigInteger.valueOf(4));
    assertRatio(
        weight(1000, 1000, -70), weight(3, 3, 0), BigInteger.valueOf(5), BigInteger.valueOf(6));
    assertRatio(
        weight(960, 960, -70), weight(3, 3, 0), BigInteger.valueOf(5), BigInteger.valueOf(5));
    assertRatio(
        weight(7, 7, 1),
        weight(2, 2, 0),
        one.multiply(BigInteger.valueOf(7)),
        one.multiply(BigInteger.valueOf(7)));
    assertRatio(weight(7, 7, -1_000_000), weight(2, 2, 0), BigInteger.ZERO, BigInteger.ONE);
  }

  @Test
  void quotientsWithoutABoundAreNotComputed() {
    assertTrue(Ratio.isBounded(weight(1, 2, 4096), weight(1, 2, 0)));
    assertFalse(Ratio.isBounded(weight(1, 2, 4097), weight(1, 2, 0)));
    assertFalse(Ratio.isBounded(weight(1, 2, 0), weight(0, 2, 0)));
    assertTrue(Ratio.isBounded(weight(0, 0, 0), weight(1, 2, 9)));
  }

  /** In units of 2^-128 of the largest exponent. */
  private static Enclosure sum(long lo, long hi, long exponent) {
    BigInteger unit = BigInteger.valueOf(exponent - 128);
    return new Enclosure(
        BigInteger.valueOf(lo).shiftLeft(128), BigInteger.valueOf(hi).shiftLeft(128), unit);
  }

  @Test
  void theLightestAndTheHeaviestPositionsAreSummed() {
    Enclosure[] positions = {weight(5, 6, 2), weight(6, 8, 1), weight(7, 9, 2), weight(2, 4, 0)};
    WeightSums sums = new WeightSums(positions, new int[] {1, 0, 2});
    assertEquals(3, sums.last());
    BigInteger quarter = BigInteger.ONE.shiftLeft(126);
    assertEquals(
        new Enclosure(quarter.shiftLeft(1), quarter.shiftLeft(2), BigInteger.valueOf(2 - 128)),
        sums.query());
    assertEquals(sum(0, 0, 2), sums.lightest(0, false));
    assertEquals(sum(3, 4, 2), sums.lightest(1, false));
    assertEquals(sum(8, 10, 2), sums.lightest(2, false));
    assertEquals(sum(15, 19, 2), sums.lightest(3, false));
    assertEquals(sum(0, 0, 2), sums.heaviest(0, false));
    assertEquals(sum(7, 9, 2), sums.heaviest(1, false));
    assertEquals(sum(12, 15, 2), sums.heaviest(2, false));
    assertEquals(sum(15, 19, 2), sums.heaviest(3, false));
    Enclosure light = sums.lightest(2, true); // and a half to one
    assertEquals(sum(8, 11, 2).hi(), light.hi());
    assertEquals(sum(8, 11, 2).lo().add(quarter.shiftLeft(1)), light.lo());
    assertEquals(sum(12, 16, 2).hi(), sums.heaviest(2, true).hi());
  }

  @Test
  void weightsThatAllButVanishAreRoundedOutward() {
    Enclosure[] positions = {weight(3, 3, 100), weight(5, 5, -30), weight(5, 5, -100_000)};
    WeightSums sums = new WeightSums(positions, new int[] {1, 0});
    BigInteger unit = BigInteger.valueOf(100 - 128);
    assertEquals(new Enclosure(BigInteger.ONE, BigInteger.TWO, unit), sums.lightest(1, false));
    assertEquals(new Enclosure(BigInteger.ZERO, BigInteger.ONE, unit), sums.query());
    assertEquals(sum(3, 3, 100), sums.heaviest(1, false));
    assertEquals(
        new Enclosure(BigInteger.ONE, BigInteger.valueOf(3), unit), sums.lightest(1, true));
  }

  private static final double[][] SCORES = {
    {1, 3, 2, 0}, {2, -1, 0, 1}, {0, 1, 1, 2}, {1, 2, 1, 0}
  };
  private static final double[][] PLACES = {
    {2, 0, 1, 1}, {0, 1, -1, 2}, {1, 1, 0, -2}, {0, 2, 1, 1}
  };
  private static final double[] ERRORS = {0, 1, 2, 3};

  private static Shares[] weights(double[][] scores) {
    return weights(scores, new Meter());
  }

  private static Shares[] weights(double[][] scores, Meter meter) {
    ExactMatrix errors = // in quarters
        Entries.shifted(TinyModel.exact(ERRORS).transposed(), -2);
    Split split = new Split(TinyModel.exact(scores).on(meter), errors.on(meter));
    return Shares.of(split, TinyModel.exact(PLACES).on(meter), 4, Optional.empty());
  }

  /** Sum of the weights of the n lightest, or, of -1, heaviest positions before the query. */
  private static double places(int q, int n, int sign) {
    double[] sorted =
        Arrays.stream(PLACES[q], 0, 3).map(score -> sign * Math.exp(score / 2)).sorted().toArray();
    return sign * Arrays.stream(sorted, 0, n).sum();
  }

  private static double most(int q, int top, int sign) {
    return sign
        * Arrays.stream(SCORES[q], 0, top + 1)
            .map(score -> sign * Math.exp(score / 2))
            .max()
            .orElseThrow();
  }

  @Test
  void cornersAreThoseOfTheLemma() {
    Meter meter = new Meter();
    Shares[] weights = weights(SCORES, meter);
    // exponentials of 16 scores, 16 positions, 4 errors, the root; 2 v and 8 k per query
    assertEquals(BigInteger.valueOf(4 * 36 + 1 + 4 * (2 * 4 + 8 * 4)), meter.operations());
    for (int q = 0; q < 4; q++) {
      for (int m = Math.max(1, q); m < 4; m++) {
        for (int c = 1; c < 4; c++) {
          for (int gap = 1; gap <= m; gap++) {
            GapCell cell = new GapCell(q, m, c, gap);
            assertCorners(cell, weights[q].corners(cell).orElseThrow());
          }
        }
      }
    }
  }

  private static void assertCorners(GapCell cell, List<Corner> corners) {
    int q = cell.q();
    boolean own = q == cell.m();
    double error = Math.exp(ERRORS[q] / 8);
    double ofQuery = Math.exp(PLACES[q][3] / 2) * Math.exp(SCORES[q][q] / 2);
    int next = 0;
    for (int sign : new int[] {1, -1}) { // the tokens that are m at light, at heavy positions
      double held = places(q, 3 - cell.others(), sign) + (own ? Math.exp(PLACES[q][3] / 2) : 0);
      held *= Math.exp(SCORES[q][cell.m()] / 2);
      double rest = places(q, cell.others(), -sign);
      double[] rests = {
        rest * most(q, cell.top(), -1) / held / error, rest * most(q, cell.top(), 1) / held * error
      };
      double[] queries = {ofQuery / held / error, ofQuery / held * error};
      for (int i = 0; i < (own ? 1 : 2); i++) {
        for (int j = 0; j < (cell.others() == 0 ? 1 : 2); j++) {
          Corner corner = corners.get(next++);
          assertBound(own ? 0 : queries[i], corner.query(), i == 0 ? -1 : 1);
          assertBound(rests[j], corner.rest(), j == 0 ? -1 : 1);
        }
      }
    }
    assertEquals(next, corners.size(), cell::toString);
  }

  private static void assertBound(double want, BigInteger got, int sign) {
    double ratio = Math.scalb(got.doubleValue(), -Ratio.BITS);
    assertEquals(want, ratio, 1e-14 * want, sign < 0 ? "lower end" : "upper end");
  }

  @Test
  void thereAreNoCornersIfTheMaximumWeighsNothing() {
    double[][] scores = {{0, 0, -9000, 0}, {0, 9000, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}};
    Shares[] weights = weights(scores);
    assertEquals(Optional.empty(), weights[0].corners(new GapCell(0, 2, 2, 1)));
    assertEquals(Optional.empty(), weights[0].corners(new GapCell(0, 2, 1, 1))); // query alone
    assertTrue(weights[0].corners(new GapCell(0, 3, 2, 2)).isPresent());
    assertEquals(Optional.empty(), weights[1].corners(new GapCell(1, 2, 1, 2)));
    assertEquals(Optional.empty(), weights[1].corners(new GapCell(1, 2, 2, 1)));
    assertTrue(weights[1].corners(new GapCell(1, 1, 2, 1)).isPresent());
  }

  /** L-44: the query's weight may grow by T while that of the maximum shrinks by T; T = 1/32. */
  @Test
  void twoWeightsMoveApartByTwiceTheirErrors() {
    ExactMatrix none = ExactMatrix.zero(2, 2);
    Split split = new Split(none, ExactMatrix.zero(2, 1));
    UpperBounds half = UpperBounds.of(TinyModel.exact(new double[][] {{1, 1}, {1, 1}})).shifted(-6);
    Optional<FloatScores> scores = Optional.of(new FloatScores(half, half));
    Shares[] weights = Shares.of(split, none, 1, scores);
    List<Corner> corners = weights[0].corners(new GapCell(0, 1, 1, 1)).orElseThrow();
    double one = Math.scalb(1.0, Ratio.BITS);
    double most =
        corners.stream().mapToDouble(c -> c.query().doubleValue() / one).max().getAsDouble();
    double least =
        corners.stream().mapToDouble(c -> c.query().doubleValue() / one).min().getAsDouble();
    assertTrue(most >= Math.exp(1 / 16.0) && most < 1.067, "most: " + most);
    assertTrue(least <= Math.exp(-1 / 16.0) && least > 0.937, "least: " + least);
  }
}
