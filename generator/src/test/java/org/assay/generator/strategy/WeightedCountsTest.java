// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.counting.PotentialCounting;
import org.assay.generator.strategy.counting.PotentialOptions;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.SubCubic;
import org.junit.jupiter.api.Test;

/** Counts by token weights against the plain forward pass of every input. */
class WeightedCountsTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal NEAR = new BigDecimal("1e-6");
  private static final List<Strategy> STRATEGIES =
      List.of(
          new BruteForce(),
          new GroupedCounting(OptionalInt.of(512)),
          new PotentialCounting(
              PotentialOptions.EXACT, OptionalInt.of(1), OptionalInt.of(64), OptionalLong.empty()));

  private final Random random = new Random(Long.getLong("seed", 52));

  /** What the inputs that are right weigh, and whether some margin is too small to tell. */
  private record Truth(BigInteger weight, boolean near) {
    static Truth of(Model model, TokenWeights tokens) {
      BigInteger weight = BigInteger.ZERO;
      boolean near = false;
      int inputs = (int) Math.pow(model.vocab(), model.k());
      for (int n = 0; n < inputs; n++) {
        int[] x = new int[model.k()];
        for (int i = 0, rest = n; i < x.length; i++, rest /= model.vocab()) {
          x[i] = rest % model.vocab();
        }
        BigDecimal margin = new ForwardPass(model, DIGITS).margin(x);
        if (margin.signum() > 0) weight = weight.add(product(x, tokens));
        near |= margin.abs().compareTo(NEAR) < 0;
      }
      return new Truth(weight, near);
    }

    private static BigInteger product(int[] x, TokenWeights tokens) {
      return Arrays.stream(x)
          .mapToObj(t -> BigInteger.valueOf(tokens.of(t)))
          .reduce(BigInteger.ONE, BigInteger::multiply);
    }
  }

  @Test
  void noStrategyWeighsMoreThanTheTruthAndBruteForceAllOfIt() {
    BigInteger right = BigInteger.ZERO;
    BigInteger[] proved = new BigInteger[STRATEGIES.size()];
    Arrays.fill(proved, BigInteger.ZERO);
    for (int trial = 0; trial < 40; trial++) {
      Model model = model(1 + trial % 3);
      int most = trial % 2 == 0 ? 9 : Integer.MAX_VALUE;
      TokenWeights tokens =
          new TokenWeights(
              IntStream.range(0, model.vocab())
                  .mapToObj(t -> 1 + random.nextInt(most - 1))
                  .toList());
      Truth truth = Truth.of(model, tokens);
      if (most == 9) right = right.add(truth.weight);
      for (int i = 0; i < proved.length; i++) {
        BigInteger counted = count(STRATEGIES.get(i), model, tokens);
        String what =
            String.format(
                Locale.ROOT, "trial %d, %s: %s", trial, STRATEGIES.get(i).name(), counted);
        assertTrue(counted.signum() >= 0 && counted.compareTo(truth.weight) <= 0, what);
        if (i == 0 && !truth.near) assertEquals(truth.weight, counted, what);
        if (most == 9) proved[i] = proved[i].add(counted);
      }
    }
    BigInteger half = right.shiftRight(1);
    assertTrue(half.signum() > 0, "nothing is right, the test shows nothing");
    for (BigInteger all : proved) assertTrue(all.compareTo(half) > 0, all + " of " + right);
  }

  /** Seven times each token: 7^k times as many. */
  @Test
  void equalWeightsAreACommonFactor() {
    for (int trial = 0; trial < 20; trial++) {
      Model model = model(3);
      TokenWeights sevens = new TokenWeights(Collections.nCopies(model.vocab(), 7));
      BigInteger plain = count(STRATEGIES.get(0), model, TokenWeights.UNIFORM);
      assertEquals(
          plain.multiply(BigInteger.valueOf(343)), count(STRATEGIES.get(0), model, sevens));
    }
  }

  @Test
  void otherStrategiesRefuseWeights() {
    TokenWeights tokens = new TokenWeights(List.of(1, 2, 3));
    for (Strategy strategy : List.of(new Cubic(), new CubicRetest(), SubCubic.DEFAULT)) {
      assertTrue(!strategy.isWeighted(), strategy.name());
      assertThrows(
          IllegalArgumentException.class,
          () -> new Demand(Margin.parse("0"), tokens).unweighted(strategy.name()),
          strategy.name());
    }
  }

  private Model model(int k) {
    try {
      int[] sizes = {k, 2 + random.nextInt(3), 1 + random.nextInt(3), 2};
      var tensors = ModelFiles.tensors(sizes, random::nextGaussian);
      tensors.get("unembed.b_U")[sizes[1] - 1] += random.nextInt(3);
      return ModelFiles.model(sizes, tensors);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static BigInteger count(Strategy strategy, Model model, TokenWeights tokens) {
    return strategy.prove(model, new Demand(Margin.parse("0"), tokens), n -> {}).correct();
  }
}
