// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final int MODELS = 120;
  private static final double NEAR = 1e-9;
  private final double[] sums = new double[5];

  /** No step proves what the step before does not, and the first one is the truth. */
  @Test
  void eachStepLosesSomething() {
    Random random = new Random(11);
    for (int model = 0; model < MODELS; model++) {
      int vocab = 2 + random.nextInt(4);
      int k = 1 + random.nextInt(3);
      OneLayer layer = Layers.random(random, vocab, k);
      double delta = random.nextBoolean() ? 0 : 0.3;
      ClassSearch search = new ClassSearch(layer, delta, 1024, false);
      double lost = search.run(classes -> {});
      Losses losses = Losses.of(layer, search, 1000);
      assertEquals(wrong(layer, delta), losses.wrong() * Math.pow(vocab, k), NEAR);
      double[] steps = {
        losses.wrong(), losses.lines(), losses.deviations(), losses.heads(), losses.blocks()
      };
      for (int i = 0; i < steps.length; i++) {
        assertTrue(steps[i] >= -NEAR, "step " + i + " wins " + -steps[i]);
        sums[i] += steps[i];
      }
      assertTrue(lost >= losses.sum() - NEAR, lost + " of " + losses);
    }
    assertTrue(Arrays.stream(sums).min().orElseThrow() > 0.5, Arrays.toString(sums));
  }

  private static int wrong(OneLayer layer, double delta) {
    int wrong = 0;
    for (long n = 0; n < Math.pow(layer.vocab(), layer.k()); n++) {
      int[] tokens = Layers.tokens(n, layer.vocab(), layer.k());
      double[] outputs = Layers.outputs(layer, tokens);
      int m = Arrays.stream(tokens).max().orElseThrow();
      boolean isWrong = false;
      for (int o = 0; o < outputs.length; o++) {
        isWrong |= o != m && outputs[m] - outputs[o] <= delta;
      }
      if (isWrong) wrong++;
    }
    return wrong;
  }

  /** Of one head alone, whose wrong inputs are counted, draws say what all inputs say. */
  @Test
  void someInputsSayWhatAllSay() {
    Random random = new Random(12);
    double all = 0;
    double some = 0;
    for (int model = 0; model < 10; model++) {
      OneLayer layer = Layers.random(random, 4, 6);
      ClassSearch search = new ClassSearch(layer, 0, 1024, false);
      search.run(classes -> {});
      all += Losses.of(layer, search, 4096).wrong();
      some += Losses.of(layer, search, 2).wrong();
    }
    assertEquals(all, some, 0.05 * all);
  }
}
