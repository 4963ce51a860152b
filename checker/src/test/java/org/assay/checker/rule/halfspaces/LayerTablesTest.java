// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Rational;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.LayerTables.Mixed;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;
import org.assay.checker.wide.Ball;
import org.junit.jupiter.api.Test;

/** Lemmas L-53, L-55 and L-69: what is defined, how narrow numbers are, and weights of scores. */
class LayerTablesTest {
  private static final int POSITIONS = 2;
  private static final int VOCAB = 3;

  private static Ball ball(double radius, double... centre) {
    return new Ball(
        Arrays.stream(centre).mapToObj(LayerTablesTest::scaled).toArray(BigInteger[]::new),
        scaled(radius));
  }

  /** Multiples of 2^-20. */
  private static BigInteger scaled(double number) {
    return BigInteger.valueOf((long) (number * (1 << 20))).shiftLeft(Units.BITS - 20);
  }

  private static Sizes sizes(int heads, int neurons) {
    Rational one = new Rational(BigInteger.ONE, BigInteger.ONE);
    Softmax softmax = new Softmax(heads, one, 1, Optional.empty(), false);
    return new Sizes(POSITIONS, VOCAB, 0, neurons, softmax);
  }

  private static Columns columns(int width, long spread) {
    return new Columns(new Units(0, spread), new long[1][width][], new long[0][], new long[0]);
  }

  private static LayerTables tables(int neurons, int inner, long... spreads) {
    boolean[] known = new boolean[POSITIONS * VOCAB];
    Arrays.fill(known, true);
    Ball[] queries = new Ball[VOCAB];
    Arrays.fill(queries, ball(0, 1));
    int[][] allowed = {{0, 2}, {0, 1, 2}};
    return new LayerTables(
        sizes(1, neurons),
        allowed,
        known,
        new Ball[known.length],
        queries,
        columns(1, spreads[0]),
        columns(inner, spreads[1]),
        new Mixed(new Units(0, spreads[2]), new long[0][]));
  }

  @Test
  void aNormIsBeforeNeuronsIfItDividesEntries() {
    assertTrue(tables(2, 3, 1, 1, 1).hasNormBefore());
    assertEquals(false, tables(2, 2, 1, 1, 1).hasNormBefore());
    assertEquals(false, tables(0, 1, 1, 1, 1).hasNormBefore());
  }

  @Test
  void everySpreadIsLimited() {
    assertTrue(tables(0, 0, 256, 256, 256).isNarrow(256));
    assertEquals(false, tables(0, 0, 257, 256, 256).isNarrow(256));
    assertEquals(false, tables(0, 0, 256, 257, 256).isNarrow(256));
    assertEquals(false, tables(0, 0, 256, 256, 257).isNarrow(256));
  }

  /** Of the class (1, 2) with second tokens of 0; position 0 holds no 1. */
  @Test
  void everyRowThatAnInputNeedsIsDefined() {
    ClassSlice slice = new ClassSlice(0, 1, 2, 0, 1);
    boolean[] needed = {true, false, true, false, true, false}; // by place
    for (int place = 0; place < needed.length; place++) {
      LayerTables tables = tables(0, 0, 1, 1, 1);
      assertTrue(tables.isKnown(slice));
      tables.known()[place] = false;
      assertEquals(!needed[place], tables.isKnown(slice), "place " + place);
    }
    ClassSlice other = new ClassSlice(0, 1, 2, 1, 2); // 0 may be held all the same
    LayerTables tables = tables(0, 0, 1, 1, 1);
    tables.known()[0] = false;
    assertEquals(false, tables.isKnown(other));
    LayerTables none = tables(0, 0, 1, 1, 1);
    none.queries()[1] = null;
    assertEquals(false, none.isKnown(slice));
    none.queries()[1] = none.queries()[0];
    none.queries()[0] = null;
    assertTrue(none.isKnown(slice));
    ClassSlice low = new ClassSlice(0, 0, 1, 0, 1); // 2 is held by nobody
    LayerTables large = tables(0, 0, 1, 1, 1);
    large.known()[2] = false;
    assertTrue(large.isKnown(low));
  }

  private static double value(BigInteger number, BigInteger exponent) {
    return number.doubleValue() * Math.pow(2, exponent.doubleValue());
  }

  private static void assertWeight(double least, double most, double spare, Enclosure weight) {
    double lo = value(weight.lo(), weight.exponent());
    double hi = value(weight.hi(), weight.exponent());
    assertTrue(lo <= least && lo >= least * (1 - spare), lo + " of " + least);
    assertTrue(hi >= most && hi <= most * (1 + spare), hi + " of " + most);
  }

  /** Scores of 3 plus or minus nothing, 2^-9, 1 and 40: weights are e to them. */
  @Test
  void weightsHoldBothEndsOfAScore() {
    for (double apart : new double[] {0, 1.0 / 512, 1, 40}) {
      LayerTables tables = tables(0, 0, 1, 1, 1);
      Arrays.fill(tables.keys(), ball(apart, 3));
      Enclosure weight = new QueryScores(tables, 1).weights[0][4];
      double spare =
          apart == 40 ? 1 : apart > 0 && apart < 1 ? 0.01 : 1e-6; // narrow: L-03 for both
      assertWeight(Math.exp(3 - apart), Math.exp(3 + apart), spare, weight);
    }
  }

  /** Two heads of two columns: 1 + 2 and 3 - 4. */
  @Test
  void aHeadHasItsColumns() {
    LayerTables one = tables(0, 0, 1, 1, 1);
    Ball[] queries = {ball(0, 1, 1, 1, 1), null, null};
    Ball[] keys = new Ball[POSITIONS * VOCAB];
    Arrays.fill(keys, ball(0, 1, 2, 3, -4));
    one.known()[1] = false;
    LayerTables two =
        new LayerTables(
            sizes(2, 0),
            one.allowed(),
            one.known(),
            keys,
            queries,
            one.outer(),
            one.inner(),
            one.mixed());
    QueryScores scores = new QueryScores(two, 0);
    assertWeight(Math.exp(3), Math.exp(3), 1e-6, scores.weights[0][0]);
    assertWeight(Math.exp(-1), Math.exp(-1), 1e-6, scores.weights[1][0]);
    assertEquals(null, scores.weights[0][1]);
  }
}
