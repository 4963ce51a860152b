// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.assay.checker.claim.Profile;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Executions of tiny models in which each result is off by as much as the profile allows, the way
 * that hurts most: no certified input is ever wrong, and no logit is off by more than its bound. An
 * answer is here the output that wins in real arithmetic, whether or not it is the maximum.
 *
 * <p>More of them with {@code -Dtrials=300}.
 */
public class HostileExecutionTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 60);

  private final Random random = new Random(SEED);
  private double worst;
  private long certified;
  private long executed;

  @Test
  void noCertifiedInputIsEverWrong() throws Rejection {
    attack(8, 4);
  }

  /** As the engines of binary32-any-engine: rough exponentials and inverses, wider formats. */
  @Test
  void noneIsWrongInAnyEngineEither() throws Rejection {
    attack(48, 8);
  }

  private void attack(int exp0, int normalisation) throws Rejection {
    for (int trial = 0; trial < TRIALS; trial++) {
      int bits = random.nextInt(10, 15);
      int[] sizes = {
        random.nextInt(2, 6), random.nextInt(1, 4), random.nextInt(1, 4), random.nextInt(1, 5)
      };
      double score = Math.scalb(1.0, random.nextInt(-3, 2));
      Network.Deviations deviations = new Network.Deviations(1, score, 1, 1, 1);
      RealPass real = new RealPass(Network.random(sizes, random, deviations));
      Profile profile = new Profile("hostile", bits, exp0, 4, normalisation);
      Separable separable = new Separable(real, CheckedErrors.of(real.net, profile));
      attack(separable, profile, "seed " + SEED + ", trial " + trial);
    }
    System.out.printf(
        "hostile: %d certified inputs, %d executions, worst observed/bound %.3f%n",
        certified, executed, worst);
    assertTrue(certified > 10L * TRIALS, "certified inputs: " + certified);
    assertTrue(worst > 0.2 && worst < 1, "worst observed/bound: " + worst);
  }

  private void attack(Separable separable, Profile profile, String where) {
    RealPass real = separable.real();
    Network net = real.net;
    Hostile hostile = new Hostile(profile);
    int[] input = new int[net.k];
    int[] closest = null;
    double least = Double.POSITIVE_INFINITY;
    do {
      Execution execution = new Execution(net, hostile, Deployment.random(random));
      int m = RealPass.winner(real.logits(input));
      if (separable.certifies(input, m)) {
        certified++;
        for (int kind = 0; kind < 4; kind++) {
          hostile.restart(directions(kind));
          double[] logits = execution.logits(input);
          observe(separable, input, logits, where);
          assertTrue(RealPass.margin(logits, m) > 0, where);
          executed++;
        }
        double margin = separable.least(input, m, RealPass.rival(real.logits(input), m));
        closest = margin < least ? input.clone() : closest;
        least = Math.min(margin, least);
      }
    } while (advance(input, net.vocab));
    if (closest != null) {
      descend(separable, closest, hostile, where);
    }
    Arrays.setAll(input, i -> random.nextInt(net.vocab));
    descend(separable, input, hostile, where);
  }

  private boolean[] directions(int kind) {
    return kind < 2 ? Hostile.all(4096, kind == 0) : Hostile.random(4096, random);
  }

  /** Turns each rounding, one after the other, to where it makes the margin smaller. */
  private void descend(Separable separable, int[] input, Hostile hostile, String where) {
    Network net = separable.real().net;
    Execution execution = new Execution(net, hostile, Deployment.random(random));
    int m = RealPass.winner(separable.real().logits(input));
    int o = RealPass.rival(separable.real().logits(input), m);
    boolean sure = separable.certifies(input, m);
    hostile.restart(new boolean[0]);
    execution.logits(input);
    boolean[] directions = Hostile.random(hostile.operations(), random);
    double least = difference(execution, hostile, directions, input, m, o);
    for (int at = 0; at < directions.length; at++) {
      directions[at] = !directions[at];
      double turned = difference(execution, hostile, directions, input, m, o);
      if (turned < least) {
        least = turned;
      } else {
        directions[at] = !directions[at];
      }
    }
    hostile.restart(directions);
    double[] logits = execution.logits(input);
    observe(separable, input, logits, where);
    assertTrue(!sure || RealPass.margin(logits, m) > 0, where);
    executed++;
  }

  private static double difference(
      Execution execution, Hostile hostile, boolean[] directions, int[] input, int m, int o) {
    hostile.restart(directions);
    double[] logits = execution.logits(input);
    return logits[m] - logits[o];
  }

  private void observe(Separable separable, int[] input, double[] computed, String where) {
    double[] real = separable.real().logits(input);
    int m = RealPass.winner(real);
    for (int o = 0; o < real.length; o++) {
      if (o != m) {
        double lost = (real[m] - real[o]) - (computed[m] - computed[o]);
        double bound = real[m] - real[o] - separable.least(input, m, o);
        worst = Math.max(worst, lost / bound);
        assertTrue(lost < bound, () -> where + ": " + lost + " >= " + bound);
      }
    }
  }

  /** The next input; false after the last. */
  public static boolean advance(int[] input, int vocab) {
    for (int i = 0; i < input.length; i++) {
      if (++input[i] < vocab) {
        return true;
      }
      input[i] = 0;
    }
    return false;
  }
}
