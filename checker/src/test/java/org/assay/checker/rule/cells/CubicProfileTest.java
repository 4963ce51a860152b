// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.Cost;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.CheckedErrors;
import org.assay.checker.execution.Deployment;
import org.assay.checker.execution.Execution;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.execution.Hostile;
import org.assay.checker.execution.HostileExecutionTest;
import org.assay.checker.execution.Network;
import org.assay.checker.execution.RealPass;
import org.assay.checker.execution.Separable;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Lemmas L-20 to L-24 with the premises of an execution (L-44), on tiny models: each input of
 * certain cells is certified by itself, whatever the errors within their bounds, and no hostile
 * execution gets it wrong.
 */
class CubicProfileTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 60);

  private final Random random = new Random(SEED);

  private long counted;
  private long certified;
  private long together;
  private long reals;

  @Test
  void whatIsCountedSurvivesEveryExecution() throws Rejection {
    for (int trial = 0; trial < TRIALS; trial++) {
      int unit = random.nextInt(11, 17);
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4), random.nextInt(1, 4), 3};
      double size = random.nextInt(1, 4) / 4.0;
      Network drawn =
          Network.random(sizes, random, new Network.Deviations(size, size, size, size, 1));
      Network net = trial % 4 == 0 ? drawn : drawn.working(random.nextInt(1, 3));
      CheckedErrors errors = CheckedErrors.of(net, new Profile("hostile", unit, 8, 4, 4));
      check(errors, Math.scalb(1.0, -unit), trial % 3, "seed " + SEED + ", trial " + trial);
    }
    assertManyAndFewerThanTheReals();
  }

  /** One thing alone, but by much. */
  @Test
  void whatIsCountedSurvivesEveryLargeError() throws Rejection {
    for (int trial = 0; trial < 4 * TRIALS; trial++) {
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4), random.nextInt(1, 4), 3};
      Network net =
          Network.random(sizes, random, new Network.Deviations(0.25, 0.25, 0.25, 0.25, 1))
              .working(random.nextInt(1, 3));
      double weight = 0.5 * random.nextDouble();
      CheckedErrors errors = CheckedErrors.only(trial % 4, net, weight, 6 * random.nextDouble());
      check(errors, 0, trial % 3, "seed " + SEED + ", trial " + trial);
    }
    assertManyAndFewerThanTheReals();
  }

  private void assertManyAndFewerThanTheReals() {
    System.out.printf(
        "counted %d (%d together) of %d, %d over the reals%n", counted, together, certified, reals);
    assertTrue(counted > 5L * TRIALS && counted > 0.5 * certified, counted + " of " + certified);
    assertTrue(together < counted && counted < reals, together + ", " + counted + ", " + reals);
  }

  /** With a margin of so many quarters of a logit. */
  private void check(CheckedErrors errors, double u, int quarters, String where) throws Rejection {
    Demand demand = Demand.of(new Rational(BigInteger.valueOf(quarters), BigInteger.valueOf(4)));
    double margin = quarters / 4.0;
    Network net = errors.real.net;
    Circuits circuits = Circuits.of(net.weights());
    int cells = (int) new Cells(net.vocab, net.k - 1).count();
    CellList again = CellLists.of(IntStream.range(0, cells).boxed().toList());
    MarginParts parts = MarginParts.of(circuits, Optional.of(errors.errors));
    PureCells pure = new PureCells(parts, demand.margin(), again);
    Separable separable = new Separable(errors.real, errors);
    PositionSums[] sums = new PositionSums[net.vocab];
    Arrays.setAll(sums, q -> new PositionSums(parts, q));
    long inMixtures = 0;
    long alone = 0;
    for (int m = 0; m < net.vocab; m++) {
      for (PositionSums one : sums) {
        one.reach(m);
      }
      int[] input = new int[net.k];
      do {
        int q = input[net.k - 1];
        int maximum = Arrays.stream(input).max().orElseThrow();
        if (maximum == m) {
          boolean sure = separable.certifies(input, m, margin);
          certified += sure ? 1 : 0;
          boolean mixed = isMixture(pure, sums[q], input, m);
          alone += Arrays.stream(input).allMatch(t -> t == maximum || t == q) && !mixed ? 1 : 0;
          inMixtures += mixed ? 1 : 0;
          assertTrue(sure || !mixed, where);
          assertTrue(!mixed || u == 0 || least(net, u, input.clone(), m) > margin, where);
        }
      } while (HostileExecutionTest.advance(input, net.vocab));
    }
    long count = new CubicRetest(again).count(parts, demand).longValueExact();
    assertTrue(count >= inMixtures && count <= inMixtures + alone, where + ": " + count);
    counted += count;
    together += new Cubic().count(parts, demand).longValueExact();
    MarginParts exact = MarginParts.exact(circuits);
    reals += new CubicRetest(again).count(exact, demand).longValueExact();
  }

  /** Whether all tokens before the query that are not m are in certain cells; there is one. */
  private static boolean isMixture(PureCells pure, PositionSums sums, int[] input, int m) {
    int q = input[input.length - 1];
    int[] others = Arrays.stream(input, 0, input.length - 1).filter(t -> t != m).toArray();
    if (others.length == 0) {
      return false;
    }
    BitSet certain = pure.certain(new PureCells.Group(q, m, others.length), sums);
    return Arrays.stream(others).allMatch(certain::get);
  }

  /** The least margin of some hostile executions. */
  private double least(Network net, double u, int[] input, int m) {
    double least = Double.POSITIVE_INFINITY;
    Hostile hostile = new Hostile(u);
    for (int kind = 0; kind < 4; kind++) {
      Execution execution = new Execution(net, hostile, Deployment.random(random));
      hostile.restart(kind < 2 ? Hostile.all(4096, kind == 0) : Hostile.random(4096, random));
      least = Math.min(least, RealPass.margin(execution.logits(input), m));
    }
    return least;
  }

  /** What the sides cost beyond the count over the reals: the tables, and the weights widened. */
  @Test
  void aSecondCountCostsTheSameAndTheSides() throws Rejection {
    Network net =
        Network.random(new int[] {4, 3, 2, 2}, random, new Network.Deviations(1, 1, 1, 1, 1));
    Weights weights = net.weights();
    FloatErrors errors = FloatErrors.of(weights, Profile.ANY_ORDER);
    Circuits circuits = Circuits.of(weights);
    Demand demand = Demand.of(Rational.ZERO);
    CubicRetest rule = new CubicRetest(CellLists.of(List.of(1, 3)));
    Meter meter = circuits.meter();
    long real = Cost.of(meter, () -> rule.count(MarginParts.exact(circuits), demand));
    long computed =
        Cost.of(meter, () -> rule.count(MarginParts.of(circuits, Optional.of(errors)), demand));
    int v = 4;
    int k = 3;
    int entries = 2 * v * v + k * v;
    assertEquals(2 * entries + 4 * (v * v + v * k) + entries, computed - real);
  }
}
