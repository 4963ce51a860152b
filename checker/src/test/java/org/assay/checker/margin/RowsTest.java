// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Cost;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.junit.jupiter.api.Test;

/** Lemma L-05 entry by entry, for long and for wide rows. */
class RowsTest {
  private static final int VOCAB = 5;
  private static final int K = 3;

  private static ExactMatrix random(int rows, int columns, Random random) {
    long[] significands = new long[rows * columns];
    int[] exponents = new int[rows * columns];
    for (int i = 0; i < significands.length; i++) {
      significands[i] = random.nextLong() >> 20;
      exponents[i] = -40;
    }
    return ExactMatrix.of(rows, columns, significands, exponents);
  }

  private static Circuits circuits(Random random) {
    return new Circuits(
        3,
        random(VOCAB, VOCAB, random),
        random(VOCAB, K, random),
        random(VOCAB, VOCAB, random),
        random(VOCAB, VOCAB, random),
        random(K, VOCAB, random));
  }

  private static BigInteger bracket(Circuits c, Rows.Place p, int o, int bits) {
    int m = p.m();
    BigInteger[] direct = c.direct().floorScaled(p.q(), bits);
    BigInteger[] evou = c.evou().floorScaled(p.t(), bits);
    BigInteger[] pvou = c.pvou().floorScaled(p.i(), bits);
    return direct[m]
        .subtract(direct[o])
        .add(evou[m].subtract(evou[o]))
        .add(pvou[m].subtract(pvou[o]));
  }

  /** The lower end of the weight for a positive bracket, the upper end for a negative one. */
  private static BigInteger product(BigInteger bracket, Rows.Place p, QueryWeights weights) {
    return bracket.multiply(
        bracket.signum() >= 0 ? weights.lo(p.i(), p.t()) : weights.hi(p.i(), p.t()));
  }

  @Test
  void longRowsAreTheRoundedProductsOfTheLemma() {
    Random random = new Random(11);
    for (int trial = 0; trial < 30; trial++) {
      Circuits circuits = circuits(random);
      Rational margin = new Rational(BigInteger.valueOf(trial % 3), BigInteger.valueOf(3));
      LongRows rows = new LongRows(MarginParts.exact(circuits), margin);
      int bits = Scales.longRows(circuits, margin);
      MarginParts attention = MarginParts.exact(circuits);
      QueryWeights weights = new QueryWeights(attention, 1, rows.weightBits());
      for (int m = 1; m < VOCAB; m++) {
        weights.reach(m);
        for (int i = 0; i < K; i++) {
          Rows.Place place = new Rows.Place(1, m, i, random.nextInt(m + 1));
          long[] row = rows.row(place, weights);
          int next = 0;
          for (int o = 0; o < VOCAB; o++) {
            if (o != m) {
              BigInteger y =
                  bracket(circuits, place, o, bits)
                      .subtract(margin.ceilScaled(bits))
                      .subtract(BigInteger.valueOf(3));
              long want = product(y, place, weights).shiftRight(64).longValueExact();
              assertEquals(-want, row[next++]);
            }
          }
          assertEquals(row.length, next);
        }
      }
    }
  }

  @Test
  void wideRowsAreTheExactProductsOfTheLemma() {
    Random random = new Random(12);
    Circuits circuits = circuits(random);
    Rational margin = new Rational(BigInteger.ONE, BigInteger.valueOf(3));
    WideRows rows = new WideRows(MarginParts.exact(circuits), margin);
    MarginParts attention = MarginParts.exact(circuits);
    QueryWeights weights = new QueryWeights(attention, 0, rows.weightBits());
    weights.reach(4);
    for (int t = 0; t < VOCAB; t++) {
      Rows.Place place = new Rows.Place(0, 4, 1, t);
      BigInteger[] row = rows.row(place, weights);
      assertEquals(VOCAB - 1, row.length);
      for (int o = 0; o < 4; o++) {
        BigInteger y = bracket(circuits, place, o, 64).subtract(margin.ceilScaled(64));
        assertEquals(product(y, place, weights).negate(), row[o]);
      }
    }
  }

  /** L-44 (b): the maximum is read from the right side, its rivals from the wrong one. */
  @Test
  void rivalsAreReadFromTheWrongSide() {
    Random random = new Random(13);
    Circuits right = circuits(random);
    MarginParts exact = MarginParts.exact(right);
    ExactMatrix above = right.evou().plus(random(VOCAB, VOCAB, random));
    Circuits wrong =
        new Circuits(3, right.eqke(), right.eqkp(), right.direct(), above, right.pvou());
    WideRows rows = new WideRows(new MarginParts(right, wrong, exact.weights()), Rational.ZERO);
    QueryWeights weights = new QueryWeights(exact, 0, rows.weightBits());
    weights.reach(4);
    Rows.Place place = new Rows.Place(0, 4, 1, 2);
    BigInteger[] row = rows.row(place, weights);
    for (int o = 0; o < 4; o++) {
      BigInteger lead = above.floorScaled(2, 64)[o].subtract(right.evou().floorScaled(2, 64)[o]);
      BigInteger y = bracket(right, place, o, 64).subtract(lead);
      assertEquals(product(y, place, weights).negate(), row[o]);
    }
  }

  /** The scale leaves room for k entries, and wastes at most three bits. */
  @Test
  void noSumOfLongRowsCanOverflow() {
    Random random = new Random(13);
    for (int trial = 0; trial < 200; trial++) {
      int k = 1 + trial % 40;
      Circuits circuits =
          new Circuits(
              3,
              random(2, 2, random),
              random(2, k, random),
              random(2, 2, random),
              random(2, 2, random),
              random(k, 2, random));
      Rational margin =
          new Rational(
              BigInteger.valueOf(random.nextInt(8)).shiftLeft(random.nextInt(40)),
              BigInteger.valueOf(random.nextInt(1, 1000)));
      int bits = Scales.longRows(circuits, margin);
      BigInteger most = margin.ceilScaled(bits).add(BigInteger.valueOf(3));
      for (ExactMatrix matrix :
          new ExactMatrix[] {circuits.direct(), circuits.evou(), circuits.pvou()}) {
        BigInteger largest = BigInteger.ZERO;
        for (int r = 0; r < matrix.rows(); r++) {
          for (BigInteger entry : matrix.floorScaled(r, bits)) {
            largest = largest.max(entry.abs());
          }
        }
        most = most.add(largest.shiftLeft(1));
      }
      BigInteger sum = most.shiftRight(1).add(BigInteger.ONE).multiply(BigInteger.valueOf(k));
      assertTrue(sum.bitLength() <= 60, () -> "sum of " + sum.bitLength() + " bits");
      assertTrue(sum.bitLength() >= 53, () -> "sum of " + sum.bitLength() + " bits");
    }
  }

  /** p = 58 - l - M with k = 3 < 2^2; values are below 2^4, or the margin of 16 is below 2^5. */
  @Test
  void theScaleFollowsTheLargestMagnitude() {
    ExactMatrix values = ExactMatrix.of(1, 1, new long[] {15}, new int[1]);
    ExactMatrix positions = ExactMatrix.zero(3, 1);
    Circuits circuits = new Circuits(1, values, positions, values, values, positions);
    assertEquals(58 - 2 - 4, Scales.longRows(circuits, Rational.ZERO));
    Rational fifteen = new Rational(BigInteger.valueOf(15), BigInteger.ONE);
    assertEquals(58 - 2 - 4, Scales.longRows(circuits, fifteen));
    Rational sixteen = new Rational(BigInteger.valueOf(16), BigInteger.ONE);
    assertEquals(58 - 2 - 5, Scales.longRows(circuits, sixteen));
    Rational half = new Rational(BigInteger.valueOf(31), BigInteger.TWO);
    assertEquals(58 - 2 - 4, Scales.longRows(circuits, half));
  }

  /** spec/operations.md: a floor per entry of a table, 2 per weight; a row 2, and 8 per output. */
  @Test
  void rowsOfEitherKindCostTheSame() {
    Circuits circuits = circuits(new Random(2));
    MarginParts model = MarginParts.exact(circuits);
    Meter meter = circuits.meter();
    long v = circuits.vocab();
    long entries = (2 * v + circuits.k()) * v;
    assertEquals(entries, Cost.of(meter, () -> new LongRows(model, Rational.ZERO)));
    assertEquals(entries, Cost.of(meter, () -> new WideRows(model, Rational.ZERO)));
    for (Rows<?> rows :
        List.of(new LongRows(model, Rational.ZERO), new WideRows(model, Rational.ZERO))) {
      QueryWeights weights = new QueryWeights(model, 0, rows.weightBits());
      weights.reach(0);
      Rows.Place place = new Rows.Place(0, 0, 0, 0);
      assertEquals(2 + 8 * (v - 1), Cost.of(meter, () -> rows.row(place, weights)));
    }
    assertEquals(2 * v * circuits.k(), Cost.of(meter, () -> new QueryWeights(model, 0, 63)));
  }

  @Test
  void aRowIsNegativeOnlyIfEveryEntryIs() {
    LongRows rows = new LongRows(MarginParts.exact(circuits(new Random(1))), Rational.ZERO);
    assertTrue(rows.isNegative(new long[] {-1, -5}));
    assertFalse(rows.isNegative(new long[] {-1, 0}));
    assertTrue(rows.sumIsNegative(new long[] {3, -5}, new long[] {-4, 4}));
    assertFalse(rows.sumIsNegative(new long[] {3, -5}, new long[] {-4, 5}));
    assertFalse(rows.sumIsNegative(new long[] {3, -5}, new long[] {-3, 4}));
    assertEquals("[-1, -1]", Arrays.toString(rows.sum(new long[] {3, -5}, new long[] {-4, 4})));
  }
}
