// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.Leads;
import org.assay.checker.margin.LogitTables;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.Scales;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The parts of rules one by one. */
class CubicPartsTest {
  private static final int V = 4;
  private static final int K = 4;

  /** Scores of tokens, the last of which all but vanishes, and of positions. */
  private static final double[] TOKENS = {0, 2, -3, -90000};

  private static final double[] PLACES = {1, -1, 2, 1};

  private static Circuits attention() {
    ExactMatrix none = ExactMatrix.zero(V, V);
    double[][] tokens = new double[V][];
    double[][] places = new double[V][];
    Arrays.fill(tokens, TOKENS);
    Arrays.fill(places, PLACES);
    return new Circuits(
        1, TinyModel.exact(tokens), TinyModel.exact(places), none, none, ExactMatrix.zero(K, V));
  }

  /** A weight in units of the sums, exact but for 160 digits. */
  private static BigDecimal weight(Circuits circuits, int maximum, double score) {
    MarginParts weights = MarginParts.exact(circuits);
    BigInteger top =
        IntStream.rangeClosed(0, maximum)
            .boxed()
            .flatMap(
                t -> IntStream.range(0, K).mapToObj(i -> weights.weights().of(1, i, t).exponent()))
            .reduce(BigInteger::max)
            .orElseThrow();
    int unit = top.intValueExact() + 2 * Exponential.BITS + 4 - Scales.sumOfWeights(K);
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(unit)));
    BigDecimal weight =
        score < -80000 ? BigDecimal.ZERO : Enumeration.series(new BigDecimal(score));
    return unit < 0 ? weight.multiply(power) : weight.divide(power, TinyModel.DIGITS);
  }

  private static BigDecimal sum(Circuits circuits, int m, int t, int n, int sign) {
    double[] sorted = Arrays.stream(PLACES, 0, K - 1).map(s -> sign * s).sorted().toArray();
    return Arrays.stream(sorted, 0, n)
        .mapToObj(s -> weight(circuits, m, sign * s + TOKENS[t]))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** At least a quarter of the number, with the sign, and at most two more. */
  private static void assertQuarter(BigDecimal number, long got, int sign, String what) {
    BigDecimal quarter = number.multiply(BigDecimal.valueOf(sign * 0.25));
    BigInteger least = quarter.setScale(0, RoundingMode.CEILING).toBigInteger();
    BigInteger loss = BigInteger.valueOf(got).subtract(least);
    assertTrue(loss.signum() >= 0 && loss.bitLength() < 3, what + ": " + loss);
  }

  @Test
  void sumsOfWeightsAreRoundedSoThatTheProductIsLarger() {
    Circuits circuits = attention();
    MarginParts weights = MarginParts.exact(circuits);
    PositionSums sums = new PositionSums(weights, 1);
    for (int m = 0; m < V; m++) {
      sums.reach(m);
      for (int t = 0; t <= m; t++) {
        for (int n = 0; n < K; n++) {
          for (int sign : new int[] {1, -1}) {
            long y = sign * (1L << 62);
            String what = m + ", " + t + ", " + n + ", " + sign;
            assertQuarter(sum(circuits, m, t, n, 1), sums.lightestUp(t, n, y), sign, what);
            assertQuarter(sum(circuits, m, t, n, -1), sums.heaviestUp(t, n, y), sign, what);
          }
        }
      }
    }
    BigDecimal query = weight(circuits, 3, TOKENS[1] + PLACES[3]);
    assertQuarter(query, sums.queryUp(1L << 62), 1, "query");
    assertQuarter(query, sums.queryUp(-(1L << 62)), -1, "query");
    assertEquals(1, sums.heaviestUp(3, 2, 1L << 62)); // what vanishes is still above zero
    assertEquals(0, sums.heaviestUp(3, 2, -(1L << 62)));
    assertEquals(0, sums.heaviestUp(1, 2, 0));
    assertEquals(0, sums.heaviestUp(1, 0, 1L << 62));
  }

  @Test
  void sumsOfAllPositionsHaveRoom() {
    assertEquals(62, Scales.sumOfWeights(1));
    assertEquals(61, Scales.sumOfWeights(2));
    assertEquals(61, Scales.sumOfWeights(3));
    assertEquals(60, Scales.sumOfWeights(4));
    assertEquals(3 * 2 + 4 * 3, PositionSums.operations(3));
    assertEquals(0, PositionSums.operations(0));
  }

  private static long[][] table(int rows, int columns, Random random) {
    long[][] table = new long[rows][];
    Arrays.setAll(table, r -> random.longs(columns, -9, 10).toArray());
    return table;
  }

  @Test
  void outputsTogetherTakeTheLargestOfEachPart() {
    Random random = new Random(22);
    for (int trial = 0; trial < 100; trial++) {
      int v = random.nextInt(2, 6);
      int k = random.nextInt(1, 5);
      LogitTables tables =
          new LogitTables(table(v, v, random), table(v, v, random), table(k, v, random), 7);
      assertEquals(v, tables.vocab());
      assertEquals(k - 1, tables.last());
      TogetherTerms terms = new TogetherTerms(new Leads(tables, tables));
      long pairs = (v + 2L) * (v - 1) / 2;
      assertEquals(
          5 * pairs * (v - 1) + 2L * k * (v - 1) * (v - 1), TogetherTerms.operations(v, k));
      for (int m = 1; m < v; m++) {
        for (int q = 0; q <= m; q++) {
          for (int t = 0; t <= m; t++) {
            long direct = Long.MIN_VALUE;
            long token = Long.MIN_VALUE;
            for (int o = 0; o < v; o++) {
              for (long[] position : tables.pvou()) {
                if (o != m) {
                  direct = Math.max(direct, tables.direct()[q][o] - tables.direct()[q][m]);
                  long[] row = tables.evou()[t];
                  token = Math.max(token, row[o] - row[m] + position[o] - position[m]);
                }
              }
            }
            assertEquals(direct + token + 7, terms.of(q, m, t));
          }
        }
      }
    }
  }

  /** Two tokens, two positions, no attention: output 0 is behind 1 by so many units of 2^-55. */
  private static Circuits behind(long units) {
    ExactMatrix flat = ExactMatrix.zero(2, 2);
    BigInteger[] row = {BigInteger.valueOf(-units), BigInteger.ZERO};
    ExactMatrix direct = ExactMatrix.of(new BigInteger[][] {row, row}, 2, -55);
    return new Circuits(
        1, flat, flat, direct, TinyModel.exact(new double[][] {{1, 1}, {1, 1}}), flat);
  }

  /** Three floors are charged; a product of -1 and a weight is rounded to 0. */
  @Test
  void aSumOfZeroIsNotCertain() throws Rejection {
    assertFalse(isCertain(behind(4), CellList.EMPTY));
    assertFalse(isCertain(behind(4), CellLists.of(List.of(0))));
    assertTrue(isCertain(behind(1024), CellList.EMPTY));
    assertEquals(BigInteger.ZERO, proved(behind(4)));
    // (0, 0) is wrong; (0, 1), (1, 0), (1, 1) are right
    assertEquals(BigInteger.valueOf(3), proved(behind(1024)));
  }

  /** With one position only the v inputs of one token are left. */
  @Test
  void withOnePositionTheQueryIsTheMaximum() {
    ExactMatrix flat = ExactMatrix.zero(2, 2);
    ExactMatrix column = ExactMatrix.zero(2, 1);
    for (long units : new long[] {1024, -1024}) { // output 1 or output 0 leads
      Circuits two = behind(units);
      Circuits one =
          new Circuits(1, flat, column, two.direct(), two.evou(), ExactMatrix.zero(1, 2));
      assertEquals(BigInteger.ONE, proved(one));
    }
  }

  private static BigInteger proved(Circuits circuits) {
    return new Cubic().count(MarginParts.exact(circuits), Demand.of(Rational.ZERO));
  }

  private static boolean isCertain(Circuits circuits, CellList again) {
    PureCells cells = new PureCells(MarginParts.exact(circuits), Rational.ZERO, again);
    MarginParts weights = MarginParts.exact(circuits);
    PositionSums sums = new PositionSums(weights, 1);
    sums.reach(1);
    BitSet certain = cells.certain(new PureCells.Group(1, 1, 1), sums);
    return certain.get(0);
  }

  /** Three positions of which the second weighs e^3; m leads by (units - 3), k by (other - 3). */
  private static Circuits uneven(long units, long other) {
    double[] places = {0, 3, 0};
    ExactMatrix flat = ExactMatrix.zero(2, 2);
    BigInteger[] ofK = {BigInteger.valueOf(-other), BigInteger.ZERO};
    BigInteger[] ofM = {BigInteger.valueOf(-units), BigInteger.ZERO};
    ExactMatrix evou = ExactMatrix.of(new BigInteger[][] {ofK, ofM}, 2, -55);
    ExactMatrix ones = TinyModel.exact(new double[][] {{1, 1}, {1, 1}}); // unit 2^-55
    return new Circuits(
        1, flat, TinyModel.exact(places, places), ones, evou, ExactMatrix.zero(3, 2));
  }

  /** Each of the two sums must be below zero, together and apart. */
  @Test
  void bothSumsAreTested() throws Rejection {
    int firstIsZero = 0;
    int secondIsZero = 0;
    for (int b = 0; b < 20; b++) {
      for (boolean ofM : new boolean[] {true, false}) {
        long units = 3 + (ofM ? 1L << b : 0);
        long other = 3 + (ofM ? 0 : 1L << b);
        Circuits circuits = uneven(units, other);
        MarginParts weights = MarginParts.exact(circuits);
        PositionSums sums = new PositionSums(weights, 1);
        sums.reach(1);
        long query = sums.queryUp(3 - units);
        long first = sums.lightestUp(1, 1, 3 - units) + sums.heaviestUp(0, 1, 3 - other) + query;
        long second = sums.heaviestUp(1, 1, 3 - units) + sums.lightestUp(0, 1, 3 - other) + query;
        firstIsZero += first == 0 && second < 0 ? 1 : 0;
        secondIsZero += second == 0 && first < 0 ? 1 : 0;
        boolean want = first < 0 && second < 0;
        PureCells cells = new PureCells(MarginParts.exact(circuits), Rational.ZERO, CellList.EMPTY);
        assertEquals(want, cells.certain(new PureCells.Group(1, 1, 1), sums).get(0));
        Leads leads = Leads.of(weights, Rational.ZERO);
        ApartTerms.PureCell cell = new ApartTerms.PureCell(1, 1, 1, 0);
        assertEquals(want, new ApartTerms(leads).isCertain(cell, sums));
      }
    }
    assertTrue(firstIsZero > 0 && secondIsZero > 0, firstIsZero + ", " + secondIsZero);
  }

  @Test
  void outputsApartTakeEachPartAsItIs() {
    Random random = new Random(24);
    Circuits circuits = attention();
    PositionSums sums = new PositionSums(MarginParts.exact(circuits), 1);
    int certain = 0;
    for (int m = 1; m < V; m++) {
      sums.reach(m);
      for (int trial = 0; trial < 1000; trial++) {
        LogitTables tables =
            new LogitTables(
                wide(V, 700 * (trial % 3), m, random),
                wide(V, 500, m, random),
                wide(K, 0, m, random),
                7);
        ApartTerms terms = new ApartTerms(new Leads(tables, tables));
        int n = random.nextInt(1, K - 1);
        ApartTerms.PureCell cell = new ApartTerms.PureCell(1, m, n, random.nextInt(m));
        boolean want =
            IntStream.range(0, V).allMatch(o -> o == cell.m() || isRight(tables, cell, o, sums));
        certain += want ? 1 : 0;
        assertEquals(want, terms.isCertain(cell, sums));
      }
    }
    assertTrue(certain > 300 && certain < 2000, "certain: " + certain);
  }

  /** Random rows in which the maximum leads by up to so much. */
  private static long[][] wide(int rows, int lead, int m, Random random) {
    long[][] table = new long[rows][V];
    for (long[] row : table) {
      Arrays.setAll(row, o -> random.nextInt(-1000, 1001) + (o == m ? lead : 0));
    }
    return table;
  }

  private static boolean isRight(
      LogitTables tables, ApartTerms.PureCell cell, int o, PositionSums sums) {
    int m = cell.m();
    long direct = tables.direct()[1][o] - tables.direct()[1][m] + 7;
    long position =
        Arrays.stream(tables.pvou(), 0, K - 1).mapToLong(row -> row[o] - row[m]).max().orElse(0);
    long ofM = direct + position + tables.evou()[m][o] - tables.evou()[m][m];
    long ofK = direct + position + tables.evou()[cell.k()][o] - tables.evou()[cell.k()][m];
    long[] last = tables.pvou()[K - 1];
    long query =
        sums.queryUp(direct + tables.evou()[1][o] - tables.evou()[1][m] + last[o] - last[m]);
    int rest = K - 1 - cell.n();
    return sums.lightestUp(m, rest, ofM) + sums.heaviestUp(cell.k(), cell.n(), ofK) + query < 0
        && sums.heaviestUp(m, rest, ofM) + sums.lightestUp(cell.k(), cell.n(), ofK) + query < 0;
  }
}
