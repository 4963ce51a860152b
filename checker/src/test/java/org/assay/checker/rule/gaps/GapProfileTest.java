// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Profile;
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
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Lemma L-44 in rule R-06, on tiny models cell by cell: each input of a proved cell is certified by
 * itself, whatever the errors within their bounds, and no hostile execution gets it wrong.
 */
class GapProfileTest {
  private static final long SEED = Long.getLong("seed", 20261129L);
  private static final int TRIALS = Integer.getInteger("trials", 60);

  private final Random random = new Random(SEED);

  private long counted;
  private long reals;

  @Test
  void whatIsCountedSurvivesEveryExecution() throws Rejection {
    for (int trial = 0; trial < TRIALS; trial++) {
      int unit = random.nextInt(12, 16);
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4), random.nextInt(1, 4), 3};
      double size = random.nextInt(1, 3) / 4.0;
      Network drawn =
          Network.random(sizes, random, new Network.Deviations(size, size, size, size, 1));
      Network net = drawn.working(random.nextInt(1, 4));
      CheckedErrors errors = CheckedErrors.of(net, new Profile("hostile", unit, 8, 4, 4));
      for (DirectOption direct : DirectOption.values()) {
        List<AttentionOption> all = List.of(AttentionOption.values());
        AttentionOption attention = all.get(random.nextInt(all.size()));
        Handling handling = Handling.values()[random.nextInt(3)];
        SubCubicOptions options = new SubCubicOptions(direct, handling, attention);
        check(
            errors,
            options,
            Math.scalb(1.0, -unit),
            trial % 3,
            "seed " + SEED + ", trial " + trial);
      }
    }
    assertManyAndFewerThanTheReals();
  }

  /** One thing alone, but by much; two weights may move apart by twice their errors. */
  @Test
  void whatIsCountedSurvivesEveryLargeError() throws Rejection {
    for (int trial = 0; trial < 10 * TRIALS; trial++) {
      int[] sizes = {random.nextInt(2, 5), random.nextInt(1, 4), random.nextInt(1, 4), 3};
      Network net =
          Network.random(sizes, random, new Network.Deviations(0.25, 0.25, 0.25, 0.25, 1))
              .working(random.nextInt(1, 4));
      int kind = trial % 8 < 4 ? trial % 4 : 0; // weights most often
      double weight = 0.5 * random.nextDouble();
      CheckedErrors errors = CheckedErrors.only(kind, net, weight, 6 * random.nextDouble());
      Handling handling = Handling.values()[random.nextInt(3)];
      SubCubicOptions options =
          new SubCubicOptions(DirectOption.MAX_DIFF_EXACT, handling, AttentionOption.EXACT);
      check(errors, options, 0, trial % 3, "seed " + SEED + ", trial " + trial);
    }
    assertManyAndFewerThanTheReals();
  }

  private void assertManyAndFewerThanTheReals() {
    System.out.printf("counted %d, %d over the reals%n", counted, reals);
    assertTrue(counted > 5L * TRIALS && counted < reals, counted + " of " + reals);
  }

  /** With a margin of so many quarters of a logit. */
  private void check(
      CheckedErrors errors, SubCubicOptions options, double u, int quarters, String where)
      throws Rejection {
    Demand demand = Demand.of(new Rational(BigInteger.valueOf(quarters), BigInteger.valueOf(4)));
    double margin = quarters / 4.0;
    Network net = errors.real.net;
    Weights weights = net.weights();
    Directions directions = GapCellsTest.none(options, weights);
    int least = random.nextInt(2);
    Gaps gaps =
        GapSearch.gaps(net.vocab, net.k, (q, m, c) -> Math.min(m, 1 + random.nextInt(1 + least)));
    SubCubic rule = new SubCubic(options, gaps, directions);
    Map<List<Integer>, GapCell> proved = cells(rule, weights, Optional.of(errors.errors), demand);
    Separable separable = new Separable(errors.real, errors);
    long inputs = 0;
    int[] input = new int[net.k];
    do {
      GapCell cell = proved.get(key(input));
      if (cell != null && holds(cell, input)) {
        inputs++;
        String what = where + ", " + options + ", " + cell + ", " + Arrays.toString(input);
        assertTrue(separable.certifies(input, cell.m(), margin), what);
        if (u > 0) {
          assertTrue(least(net, new Hostile(u), input.clone(), cell.m()) > margin, what);
        }
      }
    } while (HostileExecutionTest.advance(input, net.vocab));
    BigInteger count = rule.count(weights, Optional.of(errors.errors), demand);
    assertTrue(count.longValueExact() == inputs, where + ": " + count + ", listed " + inputs);
    counted += inputs;
    reals += rule.count(weights, Optional.empty(), demand).longValueExact();
  }

  private static Map<List<Integer>, GapCell> cells(
      SubCubic rule, Weights weights, Optional<FloatErrors> errors, Demand demand)
      throws Rejection {
    RivalTables rivals = rule.rivals(weights, errors, demand.margin());
    Shares[] queries = rule.queries(weights, errors);
    Map<List<Integer>, GapCell> cells = new HashMap<>();
    for (int m = 0; m < weights.vocab(); m++) {
      for (GapCell cell : rule.proved(m, queries, rivals)) {
        cells.put(List.of(cell.q(), cell.m(), cell.c()), cell);
      }
    }
    return cells;
  }

  private static List<Integer> key(int[] input) {
    int m = Arrays.stream(input).max().orElseThrow();
    return List.of(
        input[input.length - 1], m, (int) Arrays.stream(input).filter(t -> t != m).count());
  }

  private static boolean holds(GapCell cell, int[] input) {
    return Arrays.stream(input, 0, input.length - 1)
        .allMatch(t -> t == cell.m() || t <= cell.top());
  }

  /** The least margin of some hostile executions. */
  private double least(Network net, Hostile hostile, int[] input, int m) {
    double least = Double.POSITIVE_INFINITY;
    for (int kind = 0; kind < 4; kind++) {
      Execution execution = new Execution(net, hostile, Deployment.random(random));
      hostile.restart(kind < 2 ? Hostile.all(4096, kind == 0) : Hostile.random(4096, random));
      least = Math.min(least, RealPass.margin(execution.logits(input), m));
    }
    return least;
  }
}
