// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.assay.checker.margin.Scales;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.margin.WideRows;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

class BruteForceTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 100);

  private static final TinyModel.Draw NORMAL = random -> random.nextGaussian();
  private static final TinyModel.Draw SMALL_INTEGERS = random -> random.nextInt(-2, 3);
  private static final TinyModel.Draw MOSTLY_ZERO =
      random -> random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0.0;
  private static final TinyModel.Draw HUGE =
      random -> Math.scalb(random.nextGaussian(), random.nextInt(101));
  private static final TinyModel.Draw TINY =
      random -> Double.MIN_VALUE * random.nextInt(-1000, 1000);
  private static final TinyModel.Draw MIXED =
      random -> Math.scalb(random.nextInt(-3, 4), random.nextInt(-40, 41));
  private static final TinyModel.Draw SCORES =
      random -> Math.scalb(random.nextGaussian(), random.nextInt(-3, 4));
  private static final TinyModel.Draw ZERO = random -> 0.0;

  private static final List<TinyModel.Draw> VALUES =
      List.of(NORMAL, SMALL_INTEGERS, MOSTLY_ZERO, HUGE, TINY, MIXED);
  private static final List<TinyModel.Draw> ATTENTION =
      List.of(SCORES, SMALL_INTEGERS, ZERO, HUGE, TINY, MIXED);

  @Test
  void theCountIsTheTruthWhereNoMarginIsWithinTheEnclosures() throws Rejection {
    Random random = new Random(SEED);
    long wide = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      TinyModel model =
          new TinyModel(
              random,
              ATTENTION.get(random.nextInt(ATTENTION.size())),
              VALUES.get(trial % VALUES.size()));
      plantTies(model, random);
      Rational delta = random.nextBoolean() ? Rational.ZERO : rational(random.nextInt(5), 4);
      Circuits circuits = Circuits.of(model.weights());
      long certified = certified(circuits, delta);
      wide += Scales.longRows(circuits, delta) < 40 ? 1 : 0;
      Enumeration.Counts truth = Enumeration.of(model, decimal(delta));
      String where = "seed " + SEED + ", trial " + trial;
      assertTrue(certified <= truth.correct(), () -> where + ": " + certified + " > " + truth);
      assertTrue(
          certified >= truth.clearlyCorrect(), () -> where + ": " + certified + ", " + truth);
    }
    assertTrue(wide >= TRIALS / 10 && wide <= TRIALS / 2, "models on the wide path: " + wide);
  }

  /** Long rows are sound for every model; wide rows only lose less. */
  @Test
  void longRowsNeverProveMoreThanWideRows() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      TinyModel model = new TinyModel(random, SCORES, VALUES.get(trial % VALUES.size()));
      Circuits circuits = Circuits.of(model.weights());
      long inLongs = count(circuits, new LongRows(MarginParts.exact(circuits), Rational.ZERO));
      long wide = count(circuits, new WideRows(MarginParts.exact(circuits), Rational.ZERO));
      assertTrue(inLongs <= wide, "seed " + SEED + ", trial " + trial);
    }
  }

  @Test
  void theResultDoesNotDependOnTheNumberOfThreads() throws Exception {
    TinyModel model = new TinyModel(new Random(3), SCORES, NORMAL);
    for (int threads : new int[] {1, 2, 7}) {
      Circuits shared = Circuits.of(model.weights());
      ForkJoinPool pool = new ForkJoinPool(threads);
      BigInteger proved =
          pool.submit(
                  () -> new BruteForce().count(MarginParts.exact(shared), Demand.of(Rational.ZERO)))
              .get();
      pool.shutdown();
      Circuits alone = Circuits.of(model.weights());
      assertEquals(
          new BruteForce().count(MarginParts.exact(alone), Demand.of(Rational.ZERO)), proved);
      assertEquals(alone.meter().operations(), shared.meter().operations());
    }
  }

  /** spec/operations.md: worked out by hand for v = 2, k = 2, d = h = 1. */
  @Test
  void operationsAreThoseOfTheSpecification() throws Rejection {
    ExactMatrix one = TinyModel.exact(new double[] {1});
    ExactMatrix two = TinyModel.exact(new double[] {1}, new double[] {2});
    ExactMatrix row = TinyModel.exact(new double[] {1, 2});
    var projection = new Projection(one, one);
    var logits = new Projection(row, row);
    Circuits circuits =
        Circuits.of(new Weights(two, two, projection, projection, projection, projection, logits));
    Meter meter = circuits.meter();
    // X 2, X W_Q + b_Q 4, b_V W_O + b_O 2, E W_K 2, A 4, P W_K 2, B 4, X + c 2, D 4 + 4,
    // E W_V 2, W_O 2, U 4, P W_V 2, W_O 2, U 4
    assertEquals(BigInteger.valueOf(46), meter.operations());
    new BruteForce().count(MarginParts.exact(circuits), Demand.of(Rational.ZERO));
    // tables 12; 1 root; 8 scores 4 each; products 16; classes (0,0) (0,1) (1,1): rows 2 + 3 + 3,
    // each 2 + 8; output 1 always wins: (0,0) takes two decisions, the others one each
    assertEquals(BigInteger.valueOf(46 + 12 + 1 + 32 + 16 + 80 + 4 * 2), meter.operations());
  }

  /** The same for v = 3, k = 3: with sums of two rows that are not yet inputs. */
  @Test
  void operationsOfLongerInputsAreThoseOfTheSpecification() throws Rejection {
    ExactMatrix one = TinyModel.exact(new double[] {1});
    ExactMatrix three = TinyModel.exact(new double[] {1}, new double[] {2}, new double[] {3});
    ExactMatrix row = TinyModel.exact(new double[] {1, 2, 3});
    Projection projection = new Projection(one, one);
    Projection logits = new Projection(row, row);
    Circuits circuits =
        Circuits.of(
            new Weights(three, three, projection, projection, projection, projection, logits));
    Meter meter = circuits.meter();
    assertEquals(BigInteger.valueOf(86), meter.operations());
    new BruteForce().count(MarginParts.exact(circuits), Demand.of(Rational.ZERO));
    int rows = 3 + 5 + 7 + 5 + 7 + 7; // 1 + 2 (m + 1) for each q <= m
    int decisions = 3 + 6 + 7 + 1 + 1 + 1; // output 2 always wins: m = 2 is decided at once
    int sums = 1 + 2 + 2 + 4 * 6; // of prefixes for m < 2; and four for the bounds of each class
    int rest = 27 + 1 + 4 * 18 + 2 * 27 + rows * (2 + 8 * 2) + decisions * 2 * 2 + sums * 2;
    assertEquals(BigInteger.valueOf(86 + rest), meter.operations());
  }

  @Test
  void workOverTheLimitIsDeclinedBeforeItStarts() {
    assertDeclined(64, 6, "brute-force sums: got 6597069766656, want <= 137438953472");
    assertDeclined(2, 32, "brute-force sums: got 146028888064, want <= 137438953472");
    assertDeclined(363, 2, "brute-force table entries: got 34726138722, want <= 34359738368");
  }

  private static void assertDeclined(int vocab, int k, String message) {
    Rejection why = assertThrows(Rejection.class, () -> new BruteForce().requireLimits(vocab, k));
    assertEquals("LIMIT_EXCEEDED: " + message, why.getMessage());
  }

  @Test
  void workAtTheLimitIsDone() throws Rejection {
    new BruteForce().requireLimits(362, 2);
    new BruteForce().requireLimits(64, 5);
    new BruteForce().requireLimits(2, 31);
    assertEquals(BigInteger.valueOf(63L << 30), BruteForce.sums(64, 5));
  }

  @Test
  void wideRowsAreForSmallModelsWithHugeLogits() {
    BigInteger most = BigInteger.ONE.shiftLeft(24);
    assertTrue(BruteForce.isWide(39, most));
    assertFalse(BruteForce.isWide(40, most));
    assertFalse(BruteForce.isWide(39, most.add(BigInteger.ONE)));
  }

  /** Logits of 2^60 that differ by 2^-10: lost in 64 bits, proved by wide rows. */
  @Test
  void smallDifferencesOfHugeLogitsAreProved() throws Rejection {
    ExactMatrix tokens = ExactMatrix.zero(2, 2);
    ExactMatrix direct =
        ExactMatrix.of(2, 2, new long[] {1L << 60, 1, 1L << 60, 1}, new int[] {0, 60, 0, 60});
    ExactMatrix evou =
        ExactMatrix.of(2, 2, new long[] {1, 0, 0, 1}, new int[] {-10, -10, -10, -10});
    Circuits circuits =
        new Circuits(1, tokens, ExactMatrix.zero(2, 1), direct, evou, ExactMatrix.zero(1, 2));
    assertEquals(2, certified(circuits, Rational.ZERO));
    assertEquals(0, count(circuits, new LongRows(MarginParts.exact(circuits), Rational.ZERO)));
  }

  /**
   * A weight of e^-140 times a logit of 2^250: neither end of the weight may be taken for 0. Score
   * of token 0 is -140, v = 2, k = 2; differences of logits are y0 with token 0 and y1 with token
   * 1.
   */
  @Test
  void tinyWeightsTimesHugeLogitsCount() throws Rejection {
    assertEquals(2, certified(lopsided(-1, 250, 1), Rational.ZERO));
    assertEquals(0, certified(lopsided(1, 200, -1), Rational.ZERO));
  }

  /** OV[t, 1] - OV[t, 0] is sign · 2^exponent for token 0, other for token 1. */
  private static Circuits lopsided(int sign, int exponent, int other) {
    ExactMatrix scores = TinyModel.exact(new double[] {-140, 0}, new double[] {-140, 0});
    ExactMatrix values =
        ExactMatrix.of(2, 2, new long[] {0, sign, 0, other}, new int[] {0, exponent, 0, 0});
    ExactMatrix none = ExactMatrix.zero(2, 2);
    return new Circuits(1, scores, none, none, values, none);
  }

  @Test
  void aSingleTokenIsItsOwnMaximum() throws Rejection {
    ExactMatrix tokens = ExactMatrix.zero(2, 2);
    ExactMatrix position = ExactMatrix.zero(2, 1);
    ExactMatrix direct = TinyModel.exact(new double[] {2, 1}, new double[] {1, 2});
    Circuits circuits = new Circuits(1, tokens, position, direct, tokens, ExactMatrix.zero(1, 2));
    LongRows rows = new LongRows(MarginParts.exact(circuits), Rational.ZERO);
    MarginParts weights = MarginParts.exact(circuits);
    QueryWeights first = new QueryWeights(weights, 0, rows.weightBits());
    first.reach(1);
    assertEquals(
        new Exhaustion.Decided(BigInteger.ONE, 1, 0),
        Exhaustion.count(rows, first, new InputClass(0, 0, 0), TokenWeights.UNIFORM));
    assertEquals(
        new Exhaustion.Decided(BigInteger.ZERO, 0, 0),
        Exhaustion.count(rows, first, new InputClass(0, 1, 0), TokenWeights.UNIFORM));
    assertEquals(2, certified(circuits, Rational.ZERO));
  }

  /** Equal logits are wrong answers, however they come about. */
  @Test
  void tiesCountAsWrong() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 20; trial++) {
      TinyModel model = new TinyModel(random, ZERO, SMALL_INTEGERS);
      for (double[] row : model.unembed) {
        java.util.Arrays.fill(row, row[0]);
      }
      java.util.Arrays.fill(model.bU, 1);
      assertEquals(0, certified(Circuits.of(model.weights()), Rational.ZERO));
    }
  }

  private static long certified(Circuits circuits, Rational delta) throws Rejection {
    return new BruteForce().count(MarginParts.exact(circuits), Demand.of(delta)).longValueExact();
  }

  private static long count(Circuits circuits, Rows<?> rows) {
    MarginParts weights = MarginParts.exact(circuits);
    long correct = 0;
    for (int q = 0; q < circuits.vocab(); q++) {
      QueryWeights ofQuery = new QueryWeights(weights, q, rows.weightBits());
      for (int m = q; m < circuits.vocab(); m++) {
        ofQuery.reach(m);
        correct +=
            Exhaustion.count(
                    rows, ofQuery, new InputClass(q, m, circuits.k() - 1), TokenWeights.UNIFORM)
                .correct()
                .longValueExact();
      }
    }
    return correct;
  }

  /** Equal rows and columns: exact ties between tokens and between outputs. */
  private static void plantTies(TinyModel model, Random random) {
    if (random.nextInt(3) == 0) {
      model.embed[0] = model.embed[model.vocab - 1].clone();
    }
    if (random.nextInt(3) == 0) {
      for (double[] row : model.unembed) {
        row[0] = row[model.vocab - 1];
      }
      model.bU[0] = model.bU[model.vocab - 1];
    }
  }

  private static Rational rational(int p, int q) {
    return new Rational(BigInteger.valueOf(p), BigInteger.valueOf(q));
  }

  private static BigDecimal decimal(Rational delta) {
    return new BigDecimal(delta.numerator()).divide(new BigDecimal(delta.denominator()));
  }
}
