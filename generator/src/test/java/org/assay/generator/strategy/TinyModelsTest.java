// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.Random;
import org.assay.generator.model.Model;
import org.assay.generator.model.ModelFiles;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.junit.jupiter.api.Test;

/**
 * Brute force against the plain forward pass of every input in 60-digit decimals, without circuits:
 * never more than the truth, and equal where no margin is tiny.
 */
class TinyModelsTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal NEAR = new BigDecimal("1e-6");

  @Test
  void randomModelsWithBiasesAreCountedExactly() throws Exception {
    Random random = new Random(Long.getLong("seed", 5));
    int right = 0;
    for (int trial = 0; trial < 60; trial++) {
      int[] sizes = {
        1 + random.nextInt(3), 2 + random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(4)
      };
      Map<String, double[]> tensors = ModelFiles.tensors(sizes, random::nextGaussian);
      if (trial % 3 == 0) copyRow(tensors.get("embed.W_E"), sizes[2]);
      if (trial % 4 == 0) tensors.get("unembed.b_U")[sizes[1] - 1] += 3;
      right += compare(ModelFiles.model(sizes, tensors), trial % 2 == 0 ? "0" : "1/3");
    }
    assertTrue(right > 200, "only " + right + " inputs were right, the test shows little");
  }

  /** Two equal tokens; with equal columns of W_U as well they would tie. */
  private static void copyRow(double[] rows, int columns) {
    System.arraycopy(rows, 0, rows, columns, columns);
  }

  @Test
  void tiesCountAsWrong() throws Exception {
    int[] sizes = {2, 3, 2, 2};
    Map<String, double[]> zeros = ModelFiles.tensors(sizes, () -> 0);
    assertEquals(BigInteger.ZERO, count(ModelFiles.model(sizes, zeros), "0"));
    zeros.get("unembed.b_U")[2] = Double.MIN_VALUE; // token 2 always wins, by the smallest margin
    assertEquals(BigInteger.valueOf(5), count(ModelFiles.model(sizes, zeros), "0"));
    zeros.get("unembed.b_U")[1] = Double.MIN_VALUE;
    assertEquals(BigInteger.ZERO, count(ModelFiles.model(sizes, zeros), "0"));
  }

  @Test
  void theMarginIsStrict() throws Exception {
    int[] sizes = {1, 2, 1, 1};
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, () -> 0);
    tensors.get("unembed.b_U")[1] = 0.5;
    Model model = ModelFiles.model(sizes, tensors);
    assertEquals(BigInteger.ONE, count(model, "0.4999999"));
    assertEquals(BigInteger.ZERO, count(model, "1/2"));
    assertEquals(BigInteger.ZERO, count(model, "1" + "0".repeat(900)));
  }

  @Test
  void extremeWeightsNeitherCrashNorCountTooMuch() throws Exception {
    Random random = new Random(9);
    for (int trial = 0; trial < 40; trial++) {
      int[] sizes = {1 + trial % 3, 2 + trial % 4, 2, 1 + trial % 2};
      int spread = trial % 2 == 0 ? 100 : 1000;
      Map<String, double[]> tensors =
          ModelFiles.tensors(
              sizes, () -> Math.scalb(random.nextGaussian(), random.nextInt(2 * spread) - spread));
      BigInteger total = BigInteger.valueOf(sizes[1]).pow(sizes[0]);
      BigInteger counted = count(ModelFiles.model(sizes, tensors), "0");
      assertTrue(counted.signum() >= 0 && counted.compareTo(total) <= 0, counted::toString);
    }
  }

  /** Sums of 16 rows, in classes whose brackets are all tiny beside the largest logits. */
  @Test
  void manyPositionsWithTinyBracketsDoNotOverflow() throws Exception {
    int[] sizes = {16, 2, 1, 1};
    Map<String, double[]> tensors = ModelFiles.tensors(sizes, () -> 0);
    tensors.get("unembed.b_U")[1] = 0x1p-30;
    Model model = ModelFiles.model(sizes, tensors);
    assertEquals(BigInteger.valueOf((1 << 16) - 1), count(model, "0"));
    assertEquals(BigInteger.ZERO, count(model, "1000000"));
    tensors.get("embed.W_E")[0] = 0x1p60; // token 0 as query: logit 0 wins by far; as 1: by b_U
    tensors.get("unembed.W_U")[0] = 1;
    BigInteger counted = count(ModelFiles.model(sizes, tensors), "0");
    assertTrue(counted.compareTo(BigInteger.valueOf((1 << 15) + 1)) <= 0, counted::toString);
  }

  @Test
  void modelsBeyondTheLimitAreRefused() throws Exception {
    Model model = ModelFiles.random(1, 40, 2, 1, 1);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> count(model, "0"));
    assertTrue(refusal.getMessage().contains("limit"), refusal.getMessage());
  }

  /** Returns the true count, after comparing. */
  private static int compare(Model model, String margin) {
    BigDecimal delta =
        margin.equals("0") ? BigDecimal.ZERO : BigDecimal.ONE.divide(new BigDecimal(3), DIGITS);
    int right = 0;
    boolean near = false;
    int inputs = (int) Math.pow(model.vocab(), model.k());
    for (int n = 0; n < inputs; n++) {
      int[] x = new int[model.k()];
      for (int i = 0, rest = n; i < x.length; i++, rest /= model.vocab())
        x[i] = rest % model.vocab();
      BigDecimal excess = new ForwardPass(model, DIGITS).margin(x).subtract(delta);
      if (excess.signum() > 0) right++;
      near |= excess.abs().compareTo(NEAR) < 0;
    }
    int counted = count(model, margin).intValueExact();
    assertTrue(counted <= right, "counted " + counted + ", right are " + right);
    if (!near) assertEquals(right, counted);
    return right;
  }

  private static BigInteger count(Model model, String margin) {
    return new BruteForce().prove(model, Margin.parse(margin), n -> {}).correct();
  }
}
