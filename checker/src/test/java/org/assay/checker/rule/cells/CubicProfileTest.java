// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.CheckedErrors;
import org.assay.checker.execution.Deployment;
import org.assay.checker.execution.Execution;
import org.assay.checker.execution.Hostile;
import org.assay.checker.execution.HostileExecutionTest;
import org.assay.checker.execution.Network;
import org.assay.checker.execution.RealPass;
import org.assay.checker.execution.UpperBounds;
import org.assay.checker.margin.AttentionWeights;
import org.assay.checker.margin.Scales;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lemma L-48: margins that no execution uses up, and cells counted with them. */
class CubicProfileTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 60);

  private final Random random = new Random(SEED);

  private double worst;
  private long counted;
  private long reals;

  @Test
  void whatIsCountedSurvivesEveryExecution() throws Rejection {
    for (int trial = 0; trial < TRIALS; trial++) {
      int unit = random.nextInt(13, 17);
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4), random.nextInt(1, 4), 3};
      double size = random.nextInt(1, 4) / 4.0;
      Network drawn =
          Network.random(sizes, random, new Network.Deviations(size, size, size, size, 1));
      Network net = trial % 4 == 0 ? drawn : drawn.working(random.nextInt(1, 3));
      CheckedErrors errors = CheckedErrors.of(net, new Profile("hostile", unit, 8, 4));
      check(errors, Math.scalb(1.0, -unit), "seed " + SEED + ", trial " + trial);
    }
    System.out.printf("counted %d, %d over the reals, worst %.3f%n", counted, reals, worst);
    assertTrue(worst > 0.1 && worst < 1, "worst observed/margin: " + worst);
    assertTrue(counted > 5L * TRIALS && counted < reals, counted + " of " + reals);
  }

  private void check(CheckedErrors errors, double u, String where) throws Rejection {
    Network net = errors.real.net;
    Circuits circuits = Circuits.of(net.weights(), new Meter());
    int cells = (int) new Cells(net.vocab, net.k - 1).count();
    CellList again = CellLists.of(IntStream.range(0, cells).boxed().toList());
    PureCells pure = new PureCells(circuits, Rational.ZERO, again, new Meter());
    ProfileMargins margins = ProfileMargins.of(circuits, errors.errors, new Meter());
    double[][] ofQueries = Network.doubles(margins.margins().values());
    long[] raises = margins.raises(circuits, Rational.ZERO);
    List<BigInteger> counts = pure.counts(List.of(new long[net.vocab], raises));
    assertEquals(pure.count(), counts.get(0), where);
    long[] most = new long[2]; // inputs whose margin is above that of the query; that survive
    int[] input = new int[net.k];
    do {
      double margin = ofQueries[input[net.k - 1]][0];
      observe(errors.real, u, input.clone(), margin, most, where);
    } while (HostileExecutionTest.advance(input, net.vocab));
    long count = counts.get(1).longValueExact();
    assertTrue(count <= most[0] && count <= most[1], where + ": " + count);
    assertTrue(counts.get(1).compareTo(counts.get(0)) <= 0, where);
    counted += count;
    reals += counts.get(0).longValueExact();
  }

  private void observe(
      RealPass pass, double u, int[] input, double margin, long[] most, String where) {
    Network net = pass.net;
    int m = Arrays.stream(input).max().orElseThrow();
    double[] real = pass.logits(input);
    most[0] += RealPass.margin(real, m) > margin ? 1 : 0;
    boolean survives = true;
    Hostile hostile = new Hostile(u);
    for (int kind = 0; kind < 4; kind++) {
      Execution execution = new Execution(net, hostile, Deployment.random(random));
      hostile.restart(kind < 2 ? Hostile.all(4096, kind == 0) : Hostile.random(4096, random));
      double[] logits = execution.logits(input);
      survives &= RealPass.margin(logits, m) > 0;
      for (int o = 0; o < logits.length; o++) {
        double lost = (real[m] - real[o]) - (logits[m] - logits[o]);
        worst = Math.max(worst, lost / margin);
        assertTrue(lost < margin || o == m, where);
      }
    }
    most[1] += survives ? 1 : 0;
  }

  /** A raise of 2^p/4 for every query is a margin of 1/4, where the number of bits is the same. */
  @Test
  void aRaiseIsAMargin() throws Rejection {
    long less = 0;
    for (int trial = 0; trial < 20; trial++) {
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4), 2, 2};
      Network net =
          Network.random(sizes, random, new Network.Deviations(1, 0.25, 0.25, 1, 1)).working(1);
      Circuits circuits = Circuits.of(net.weights(), new Meter());
      Rational quarter = new Rational(BigInteger.ONE, BigInteger.valueOf(4));
      ExactMatrix margins = TinyModel.exact(quarters(net.vocab));
      long[] raises = new ProfileMargins(UpperBounds.of(margins)).raises(circuits, Rational.ZERO);
      assertEquals(Scales.longRows(circuits, Rational.ZERO), Scales.longRows(circuits, quarter));
      PureCells zero = new PureCells(circuits, Rational.ZERO, CellList.EMPTY, new Meter());
      PureCells margin = new PureCells(circuits, quarter, CellList.EMPTY, new Meter());
      assertEquals(margin.count(), zero.counts(List.of(raises)).get(0), "trial " + trial);
      less += zero.count().subtract(margin.count()).longValueExact();
    }
    assertTrue(less > 0, "lost by the margin: " + less);
  }

  /** Every logit of 2 is 1 above the others, and one token has nearly all attention. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aRaiseCountsForQueryMaximumAndTheThirdToken(int heavy) throws Rejection {
    double[] scores = new double[3];
    scores[heavy] = 20;
    ExactMatrix zero = ExactMatrix.zero(3, 3);
    double[] logits = {0, 0, 1};
    Circuits circuits =
        new Circuits(
            1,
            TinyModel.exact(scores, scores, scores),
            zero,
            zero,
            TinyModel.exact(logits, logits, logits),
            zero);
    PureCells cells = new PureCells(circuits, Rational.ZERO, CellList.EMPTY, new Meter());
    PositionSums sums = new PositionSums(circuits, AttentionWeights.of(circuits, new Meter()), 0);
    sums.admit(2);
    for (double raise : new double[] {0, 0.5, 2}) {
      double[] row = {raise};
      ExactMatrix margins = TinyModel.exact(row, row, row);
      long units = new ProfileMargins(UpperBounds.of(margins)).raises(circuits, Rational.ZERO)[0];
      BitSet certain = cells.certain(new PureCells.Group(0, 2, 1, units), sums);
      assertEquals(raise < 1, certain.get(1), "raise " + raise);
    }
  }

  private static double[][] quarters(int rows) {
    double[][] quarters = new double[rows][1];
    Arrays.setAll(quarters, q -> new double[] {0.25});
    return quarters;
  }

  /** D, OV, PV below 2^3, K = 3 < 2^2: p = 58 - 2 - 3. */
  @Test
  void raisesAreRoundedUpAndCut() {
    ExactMatrix direct = TinyModel.exact(new double[] {7, 0}, new double[] {0, 0});
    ExactMatrix zero = ExactMatrix.zero(2, 2);
    Circuits circuits =
        new Circuits(1, zero, ExactMatrix.zero(2, 3), direct, zero, ExactMatrix.zero(3, 2));
    Rational seven = new Rational(BigInteger.valueOf(7), BigInteger.ONE);
    assertArrayEquals(new long[] {1L << 53, 1L << 51}, margins(1, 0.25).raises(circuits, seven));
    assertArrayEquals(
        new long[] {9, 0}, margins(0x1p-50 + 0x1p-60, 0).raises(circuits, Rational.ZERO));
    long most = 1L << 59;
    assertArrayEquals(
        new long[] {most, most - (1L << 37)},
        margins(64, 64 - 0x1p-16).raises(circuits, Rational.ZERO));
    assertArrayEquals(new long[] {most, 0}, margins(0x1p300, 0).raises(circuits, Rational.ZERO));
  }

  private static ProfileMargins margins(double first, double second) {
    ExactMatrix margins = TinyModel.exact(new double[] {first}, new double[] {second});
    return new ProfileMargins(UpperBounds.of(margins));
  }

  /** Each count costs its tests, the rest is shared. */
  @Test
  void operationsOfASecondCount() throws Rejection {
    Network net =
        Network.random(new int[] {4, 3, 2, 2}, random, new Network.Deviations(1, 1, 1, 1, 1));
    Circuits circuits = Circuits.of(net.weights(), new Meter());
    Meter meter = new Meter();
    PureCells cells = new PureCells(circuits, Rational.ZERO, CellLists.of(List.of(1, 3)), meter);
    BigInteger start = meter.operations();
    cells.counts(List.of(new long[4]));
    BigInteger one = meter.operations().subtract(start);
    cells.counts(List.of(new long[4], new long[4]));
    assertEquals(one.multiply(BigInteger.valueOf(3)), meter.operations().subtract(start));
    int groups = 3 * 2 + 6; // q = m > 0 with n = 1, 2; q < m with n = 1
    int known = 2 + 2 * 3 + 3 * 4 + 1 + 2 + 3; // n = 1: m (m + 1); n = 2: m
    assertEquals(known, new Cells(4, 2).count());
    assertEquals(
        BigInteger.valueOf(18 * groups + 14 * known + 5 * groups + (10 + 2) * 37 * 3), one);
  }
}
