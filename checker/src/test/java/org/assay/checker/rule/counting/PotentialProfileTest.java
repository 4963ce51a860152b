// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Profile;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.CheckedErrors;
import org.assay.checker.execution.Deployment;
import org.assay.checker.execution.Execution;
import org.assay.checker.execution.Hostile;
import org.assay.checker.execution.HostileExecutionTest;
import org.assay.checker.execution.Network;
import org.assay.checker.execution.Separable;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lemma L-44 on tiny models, block by block: what is counted is certified input by input, and no
 * execution, however hostile, answers more of these inputs otherwise.
 */
class PotentialProfileTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 60);

  private long terms;
  private long counted;
  private long certified;
  private long without;

  /** How many inputs of a query, a maximum and a block pass two tests. */
  private static final class Truth {
    final Network net;
    final Separable separable;
    final Demand demand; // with a margin of so many quarters of a logit
    final double margin;
    final List<Cover.Block> blocks = new ArrayList<>(); // by node
    final long[][][] certified; // [query][maximum][node]
    final long[][][] surviving;
    final long[][] members;

    Truth(Separable separable, int quarters, double u, Random random) {
      this.net = separable.real().net;
      this.demand = Demand.of(new Rational(BigInteger.valueOf(quarters), BigInteger.valueOf(4)));
      this.margin = quarters / 4.0;
      this.separable = separable;
      int v = net.vocab;
      addBlocks(0, v);
      this.certified = new long[v][v][blocks.size()];
      this.surviving = new long[v][v][blocks.size()];
      this.members = new long[v][v];
      int[] input = new int[net.k];
      do {
        admit(input, new Hostile(u), random);
      } while (HostileExecutionTest.advance(input, v));
    }

    private void addBlocks(int from, int to) {
      blocks.add(new Cover.Block(from, to, blocks.size(), 0)); // preorder
      if (to - from > 1) {
        addBlocks(from, from + (to - from) / 2);
        addBlocks(from + (to - from) / 2, to);
      }
    }

    private void admit(int[] input, Hostile hostile, Random random) {
      int q = input[net.k - 1];
      int m = Arrays.stream(input).max().orElseThrow();
      members[q][m]++;
      boolean[] beaten = new boolean[net.vocab];
      for (int kind = 0; kind < 4; kind++) {
        Execution execution = new Execution(net, hostile, Deployment.random(random));
        hostile.restart(kind < 2 ? Hostile.all(4096, kind == 0) : Hostile.random(4096, random));
        double[] logits = execution.logits(input);
        for (int o = 0; o < beaten.length; o++) {
          beaten[o] |= o != m && logits[m] - logits[o] <= margin;
        }
      }
      for (int node = 0; node < blocks.size(); node++) {
        boolean sure = holds(node, o -> o == m || separable.least(input, m, o) > margin);
        certified[q][m][node] += sure ? 1 : 0;
        surviving[q][m][node] += holds(node, o -> !beaten[o]) ? 1 : 0;
      }
    }

    private boolean holds(int node, IntPredicate test) {
      for (int o = blocks.get(node).from(); o < blocks.get(node).to(); o++) {
        if (!test.test(o)) {
          return false;
        }
      }
      return true;
    }
  }

  @Test
  @Tag("long")
  void whatIsCountedSurvivesEveryExecution() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      int unit = random.nextInt(10, 15);
      int[] sizes = {
        random.nextInt(2, 6), random.nextInt(1, 4), random.nextInt(1, 4), random.nextInt(1, 4)
      };
      double score = Math.scalb(1.0, random.nextInt(-4, 1));
      Network net = Network.random(sizes, random, new Network.Deviations(1, score, 1, 1, 1));
      CheckedErrors errors = CheckedErrors.of(net, new Profile("hostile", unit, 8, 4, 4));
      Separable separable = new Separable(errors.real, errors);
      Truth truth = new Truth(separable, trial % 3, Math.scalb(1.0, -unit), random);
      for (int setting = 0; setting < 10; setting++) {
        check(truth, errors, setting + 10 * trial, random);
      }
    }
    System.out.printf("counted %d of %d, %d over the reals%n", counted, certified, without);
    assertTrue(terms > 100L * TRIALS, "terms: " + terms);
    assertTrue(counted > 0.2 * certified, "counted " + counted + " of " + certified);
    assertTrue(
        counted < without && counted > 0.8 * without,
        "counted " + counted + ", over the reals " + without);
  }

  private void check(Truth truth, CheckedErrors errors, int number, Random random)
      throws Rejection {
    PotentialOptions options = PotentialCountingTest.options(number);
    Weights stored = truth.net.weights();
    Directions directions = PotentialCountingTest.directions(options, stored, random);
    PotentialParts exact = options.parts(stored, directions);
    PotentialParts parts = exact.with(errors.errors);
    QueryClasses classes =
        PotentialCountingTest.classes(PotentialCountingTest.randomClasses(truth.net.vocab, random));
    int bins = random.nextBoolean() ? 4000 : random.nextInt(truth.net.k, 300);
    String where = "seed " + SEED + ", setting " + number + ", " + options;
    long[][][] profile = counts(truth, parts, classes, bins);
    long[][][] reals = counts(truth, exact, classes, bins);
    for (int q = 0; q < truth.net.vocab; q++) {
      for (int m = q; m < truth.net.vocab; m++) {
        for (int node = 0; node < truth.blocks.size(); node++) {
          long count = profile[q][m][node];
          String what = where + ", query " + q + ", maximum " + m + ", node " + node;
          assertTrue(count <= truth.certified[q][m][node], what + ": " + count);
          assertTrue(count <= truth.surviving[q][m][node], what + ": " + count);
          terms++;
          counted += count;
          certified += truth.certified[q][m][node];
          without += reals[q][m][node];
        }
      }
    }
  }

  /** The inputs of each query and maximum that a block proves; all where there is no other. */
  private static long[][][] counts(
      Truth truth, PotentialParts parts, QueryClasses classes, int bins) {
    BlockValues values = new BlockValues(parts, truth.demand.margin(), false);
    PotentialExponentials exp = PotentialExponentials.of(parts);
    long[][][] counts = new long[parts.vocab()][parts.vocab()][truth.blocks.size()];
    for (int number = 0; number < classes.count(); number++) {
      QueryClass queries = new QueryClass(parts);
      for (int m = classes.first(number); m < parts.vocab(); m++) {
        if (classes.contains(number, m)) {
          queries.add(m);
        }
        QueryClass.Bounds bounds = queries.at(m);
        PotentialWeights weights = new PotentialWeights(parts, exp, bounds);
        for (int node = 0; node < truth.blocks.size(); node++) {
          Cover.Block block = truth.blocks.get(node);
          if (block.from() != m || block.to() != m + 1) {
            count(PotentialTerms.of(values, weights, bounds, node), bounds, bins, counts, node);
          }
        }
      }
    }
    for (int q = 0; q < parts.vocab(); q++) { // what has no query below it holds no input
      for (int m = 0; m < parts.vocab(); m++) {
        for (int node = 0; node < truth.blocks.size(); node++) {
          counts[q][m][node] = Math.min(counts[q][m][node], truth.members[q][m]);
        }
      }
    }
    return counts;
  }

  private static void count(
      SumTerms terms, QueryClass.Bounds bounds, int bins, long[][][] counts, int node) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean all = true;
    int n = bounds.queries().size();
    for (int j = 0; j < n; j++) {
      least = Math.min(least, terms.own()[j]);
      most = Math.max(most, terms.own()[j]);
      all &= bounds.queries().get(j) == bounds.m();
    }
    int[] uncertain = terms.uncertain();
    DeficitTable table =
        new DeficitTable(
            terms.before(), least, most, all, new Measure(bins, TokenWeights.UNIFORM, new Meter()));
    for (int j = 0; j < n; j++) {
      int q = bounds.queries().get(j);
      int index = j;
      boolean sure = Arrays.stream(uncertain).noneMatch(one -> one == index);
      BigInteger good = table.good(terms.own()[j], q == bounds.m());
      counts[q][bounds.m()][node] = sure ? Long.MAX_VALUE : good.longValueExact();
    }
  }

  /** The whole rule, with any cover, on a model in which nothing is off but by 2^-20. */
  @Test
  void theRuleCountsTheSame() throws Rejection {
    Random random = new Random(SEED);
    PotentialOptions exact = new PotentialOptions(AttentionOption.EXACT, Optional.empty(), false);
    long counted = 0;
    long reals = 0;
    for (int trial = 0; trial < 20; trial++) {
      int[] sizes = {random.nextInt(2, 5), random.nextInt(1, 4), 3, 3};
      Network net = Network.random(sizes, random, new Network.Deviations(1, 0.25, 1, 1, 0.1));
      CheckedErrors errors = CheckedErrors.of(net, new Profile("rough", 20, 8, 4, 4));
      Separable separable = new Separable(errors.real, errors);
      int quarters = trial % 3;
      Demand demand = Demand.of(new Rational(BigInteger.valueOf(quarters), BigInteger.valueOf(4)));
      long sure = 0;
      int[] input = new int[net.k];
      do {
        int m = Arrays.stream(input).max().orElseThrow();
        sure += separable.certifies(input, m, quarters / 4.0) ? 1 : 0;
      } while (HostileExecutionTest.advance(input, net.vocab));
      PotentialCounting rule = PotentialCountingTest.rule(exact, net.weights(), 4000, random);
      PotentialParts parts = exact.parts(net.weights(), rule.directions());
      BigInteger ofProfile = rule.count(parts.with(errors.errors), demand);
      BigInteger ofReals = rule.count(parts, demand);
      assertTrue(ofProfile.longValueExact() <= sure, "trial " + trial);
      assertTrue(ofProfile.compareTo(ofReals) <= 0, "trial " + trial);
      counted += ofProfile.longValueExact();
      reals += ofReals.longValueExact();
    }
    assertTrue(counted > 0.9 * reals, counted + " of " + reals);
  }
}
