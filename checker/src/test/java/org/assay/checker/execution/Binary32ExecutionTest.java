// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assay.checker.claim.Profile;
import org.assay.checker.model.ModelFile;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/**
 * Executions in binary32 in many orders: no difference of logits is off by more than its bound, no
 * certified answer is another one. {@code -Dexecutions=1000000} runs that many on random inputs and
 * a tenth of it on inputs of small margin, on all models with K = 4; without it one model is run, a
 * hundred times less.
 */
class Binary32ExecutionTest {
  private static final Path MODELS = Path.of("../certificates/models");
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int EXECUTIONS = Integer.getInteger("executions", 10_000);

  private final Random random = new Random(SEED);

  /** What was seen: executions, certified inputs, the largest error and ratio to its bound. */
  private static final class Seen {
    private int executions;
    private int certified;
    private int differing;
    private double error;
    private double ratio;

    @Override
    public String toString() {
      return String.format(
          "%d executions, %d certified, %d other answers, error %.2g, observed/bound %.3f",
          executions, certified, differing, error, ratio);
    }
  }

  private static Network model(String name) throws IOException, Rejection {
    return Network.of(ModelFile.parse(Files.readAllBytes(MODELS.resolve(name))));
  }

  private static List<String> models() throws IOException {
    try (Stream<Path> files = Files.list(MODELS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("max-of-4-vocab-64-seed-[0-9]+\\.safetensors"))
          .sorted()
          .limit(EXECUTIONS < 1_000_000 ? 1 : Integer.MAX_VALUE)
          .toList();
    }
  }

  @Test
  void trainedModelsStayWithinTheirBounds() throws IOException, Rejection {
    List<String> models = models();
    assertFalse(models.isEmpty());
    for (String name : models) {
      Separable separable = separable(model(name));
      Seen any = new Seen();
      run(separable, EXECUTIONS / models.size(), 1, any);
      System.out.println(name + ", random inputs: " + any);
      Seen close = new Seen();
      run(separable, EXECUTIONS / models.size() / 10, 50, close);
      System.out.println(name + ", small margins: " + close);
      assertTrue(any.certified > any.executions * 0.99, name);
      assertTrue(any.error > 1e-6 && any.ratio > 1e-4, name); // the roundings are really there
    }
  }

  private static Separable separable(Network net) throws Rejection {
    RealPass real = new RealPass(net);
    return new Separable(real, CheckedErrors.of(net, Profile.ANY_ORDER));
  }

  /** Each deployment with each kind of binary32, on the closest of several random inputs. */
  private void run(Separable separable, int executions, int tries, Seen seen) {
    Network net = separable.real().net;
    int kinds = Deployment.various().size();
    int n = 0;
    for (Deployment how : Deployment.various()) {
      Execution.Cache execution =
          new Execution(net, new Binary32(n % 2 == 0, n % 3 == 0), how).new Cache();
      n++;
      for (int i = 0; i < executions / kinds; i++) {
        int[] input = closest(separable.real(), tries);
        observe(separable, input, execution.logits(input), seen);
      }
    }
  }

  private int[] closest(RealPass real, int tries) {
    int[] closest = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < tries; i++) {
      int[] input = random.ints(real.net.k, 0, real.net.vocab).toArray();
      double[] logits = tries == 1 ? null : real.logits(input);
      double margin = tries == 1 ? 0 : RealPass.margin(logits, RealPass.winner(logits));
      if (margin < least) {
        least = margin;
        closest = input;
      }
    }
    return closest;
  }

  private static void observe(Separable separable, int[] input, double[] computed, Seen seen) {
    double[] real = separable.real().logits(input);
    int m = RealPass.winner(real);
    boolean certified = true;
    for (int o = 0; o < real.length; o++) {
      if (o != m) {
        double least = separable.least(input, m, o);
        double lost = (real[m] - real[o]) - (computed[m] - computed[o]);
        double bound = real[m] - real[o] - least;
        assertTrue(lost <= bound, () -> lost + " > " + bound);
        certified &= least > 0;
        seen.error = Math.max(seen.error, Math.abs(lost));
        seen.ratio = Math.max(seen.ratio, lost / bound);
      }
    }
    boolean same = RealPass.margin(computed, m) > 0;
    assertTrue(same || !certified, "a certified answer is another one");
    seen.executions++;
    seen.certified += certified ? 1 : 0;
    seen.differing += same ? 0 : 1;
  }

  /** Weights whose products are subnormal, or vanish; some of the logits are nothing but errors. */
  @Test
  void subnormalNumbersStayWithinTheirBounds() throws Rejection {
    Seen seen = new Seen();
    for (int trial = 0; trial < 40; trial++) {
      int[] powers = {-random.nextInt(30, 60), random.nextInt(-60, 10), random.nextInt(-20, 20)};
      int least = -130 - powers[0] - Math.max(0, 2 * powers[2]);
      Network.Deviations deviations =
          new Network.Deviations(
              Math.scalb(1.0, powers[0]),
              Math.scalb(1.0, powers[1]),
              Math.scalb(1.0, powers[2]),
              Math.scalb(1.0, least + random.nextInt(20)),
              random.nextInt(2) * Math.scalb(1.0, powers[0]));
      runSynthetic(deviations, seen);
    }
    System.out.println("subnormal: " + seen);
    assertTrue(seen.certified > 100 && seen.differing > 100 && seen.ratio > 0.005, "" + seen);
  }

  /** Scores of hundreds, so that most weights underflow; logits of thousands. */
  @Test
  void largeNumbersStayWithinTheirBounds() throws Rejection {
    Seen seen = new Seen();
    for (int trial = 0; trial < 40; trial++) {
      double size = Math.scalb(1.0, random.nextInt(0, 4));
      Network.Deviations deviations =
          new Network.Deviations(size, Math.scalb(1.0, random.nextInt(0, 4)), 4, 4, 1);
      runSynthetic(deviations, seen);
    }
    System.out.println("large: " + seen);
    assertTrue(seen.certified > seen.executions / 2 && seen.ratio > 1e-3, "" + seen);
  }

  private void runSynthetic(Network.Deviations deviations, Seen seen) throws Rejection {
    int[] sizes = {random.nextInt(2, 9), random.nextInt(1, 5), random.nextInt(1, 9), 4};
    Separable separable = separable(Network.random(sizes, random, deviations));
    for (int i = 0; i < 100; i++) {
      Binary32 arithmetic = new Binary32(random.nextBoolean(), random.nextBoolean());
      Deployment how = Deployment.random(random).withShift();
      int[] input = random.ints(sizes[1], 0, sizes[0]).toArray();
      double[] logits = new Execution(separable.real().net, arithmetic, how).logits(input);
      observe(separable, input, logits, seen);
    }
  }

  /** Where the profile is granted nothing overflows; where it is not, a place is named. */
  @Test
  void whatMayOverflowIsRefused() {
    int granted = 0;
    int refused = 0;
    int overflowing = 0;
    for (int trial = 0; trial < 300; trial++) {
      int[] sizes = {random.nextInt(2, 5), random.nextInt(1, 4), random.nextInt(1, 5), 3};
      Network net = Network.random(sizes, random, new Network.Deviations(1, 1, 1, 1, 1));
      int power = random.nextInt(20, 125);
      double[][] tensor =
          List.of(net.embed, net.wQ, net.wK, net.wV, net.wO, net.unembed).get(trial % 6);
      for (double[] row : tensor) {
        Arrays.setAll(row, c -> (float) Math.scalb(row[c], power));
      }
      int[] input = random.ints(sizes[1], 0, sizes[0]).toArray();
      Deployment how = Deployment.random(random).withShift();
      double[] logits = new Execution(net, new Binary32(false, false), how).logits(input);
      boolean finite = Arrays.stream(logits).allMatch(Double::isFinite);
      try {
        CheckedErrors.of(net, Profile.ANY_ORDER);
        granted++;
        assertTrue(finite, "trial " + trial);
      } catch (Rejection why) {
        refused++;
        overflowing += finite ? 0 : 1;
        assertTrue(why.getMessage().matches(REFUSED), why.getMessage());
      }
    }
    assertTrue(granted > 30 && refused > 30 && overflowing > 15, granted + ", " + overflowing);
  }

  private static final String REFUSED =
      "UNSUPPORTED_PROFILE: "
          + "(embed|queries|keys|values|head|residual|logits)[^=]*: overflow is not excluded: "
          + "got a bound of 2\\^\\d+ or more, want <=? 2\\^\\d+";

  /**
   * One token, two outputs: 1 + 1.8 · 2^-24 beats 1 + 1.5 · 2^-24, but added up one by one the
   * first is 1 and the second 1 + 2^-23. No bound may call this answer safe.
   */
  @Test
  void anInputThatBinary32AnswersOtherwiseIsNotCertified() throws Rejection {
    Network net = planted();
    RealPass real = new RealPass(net);
    int[] input = {1};
    Deployment inOrder =
        new Deployment(
            Deployment.Order.SEQUENTIAL,
            false,
            true,
            Deployment.Scaling.DIVIDED_SCORE,
            Deployment.Shift.LARGEST,
            true,
            false);
    double[] computed = new Execution(net, new Binary32(false, false), inOrder).logits(input);
    assertTrue(RealPass.margin(real.logits(input), 1) > 0);
    assertNotEquals(1, RealPass.winner(computed));
    assertFalse(separable(net).certifies(input, 1));
  }

  /** v = 2, K = 1; only the direct path of token 1 is not 0. */
  static Network planted() {
    int[] sizes = {2, 1, 3, 1};
    Network net = Network.random(sizes, new Random(1), new Network.Deviations(0, 0, 0, 0, 0));
    net.embed[1] = new double[] {1, 0x1p-12, 0x1p-12};
    net.unembed[0] = new double[] {1, 1};
    net.unembed[1] = new double[] {1.5 * 0x1p-12, (float) (0.9 * 0x1p-12)};
    net.unembed[2] = new double[] {0, (float) (0.9 * 0x1p-12)};
    return net;
  }
}
