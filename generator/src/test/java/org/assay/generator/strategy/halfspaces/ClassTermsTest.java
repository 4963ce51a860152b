// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every input of random networks, against the half-spaces of its class. */
class ClassTermsTest {
  private static final int MODELS = 300;
  private static final double NEAR = 1e-7;

  private long wrong;
  private long right;

  /**
   * A wrong output of an input makes some head fall short, whatever the shares, slopes and blocks.
   */
  @Test
  void everyWrongInputLiesInAHalfSpaceThatIsCounted() {
    Random random = new Random(8);
    for (int model = 0; model < MODELS; model++) {
      int vocab = 2 + random.nextInt(3);
      int k = 1 + random.nextInt(3);
      OneLayer layer = Layers.random(random, vocab, k);
      double delta = random.nextBoolean() ? 0 : 0.3;
      Parts parts = Parts.of(layer, delta);
      for (int m = 0; m < vocab; m++) {
        for (int q = 0; q <= m; q++) {
          int high = m == 0 || k < 3 || random.nextBoolean() ? m : 1 + random.nextInt(m);
          int low = k < 3 || high < 2 || random.nextBoolean() ? 0 : random.nextInt(high);
          check(layer, parts.of(q, m, low, high), random);
        }
      }
    }
    assertTrue(wrong > 1500 && right > 1500, "wrong " + wrong + ", shown right " + right);
  }

  private void check(OneLayer layer, Parts.OfClass parts, Random random) {
    int vocab = layer.vocab();
    int q = parts.weighing().q;
    int m = parts.weighing().m;
    Slope[] slopes = Slope.all(layer.mlp().map(mlp -> mlp.in().columns()).orElse(0), Slope.DEFAULT);
    for (int i = 0; i < slopes.length; i++) slopes[i] = Slope.values()[random.nextInt(4)];
    ClassTerms terms = new ClassTerms(parts, slopes, IntStream.range(0, vocab).toArray());
    int from = random.nextInt(vocab);
    int to = from + 1 + random.nextInt(vocab - from);
    double[] shares =
        IntStream.range(0, terms.heads()).mapToDouble(h -> random.nextInt(8)).toArray();
    shares[0] += 1;
    double sum = Arrays.stream(shares).sum();
    boolean isScaled = random.nextBoolean();
    boolean isApart = random.nextBoolean();
    Leaf leaf = new Leaf(new int[shares.length], isScaled, isApart, 0);
    LeafSearch search = new LeafSearch(terms, vocab);
    LeafSearch.Block block = new LeafSearch.Block(from, to);
    for (long n = 0; n < Math.pow(vocab, layer.k()); n++) {
      int[] tokens = Layers.tokens(n, vocab, layer.k());
      if (tokens[layer.k() - 1] != q || !isIn(parts.weighing(), tokens)) continue;
      boolean isShown = true;
      for (int h = 0; h < terms.heads(); h++) {
        for (ClassTerms.Part part : search.parts(block, leaf, h, shares[h] / sum)) {
          isShown &= shortfall(terms, part, tokens) < 0;
        }
      }
      if (lead(layer, tokens, from, to) <= parts.parts().delta() - NEAR) {
        wrong++;
        assertTrue(!isShown, () -> "wrong, but shown to be right: " + Arrays.toString(tokens));
      } else if (isShown) {
        right++;
      }
    }
  }

  /** Whether an input is of a slice. */
  private static boolean isIn(Weighing weighing, int[] tokens) {
    boolean isThere = weighing.q == weighing.m;
    boolean isSecond = weighing.low == 0;
    for (int i = 0; i < weighing.last; i++) {
      int number = Arrays.binarySearch(weighing.tokens(i), tokens[i]);
      if (number < 0) return false;
      isThere |= number == weighing.ofMaximum();
      isSecond |= number >= weighing.low && number < weighing.ofMaximum();
    }
    return isThere && isSecond;
  }

  private static double shortfall(ClassTerms terms, ClassTerms.Part part, int[] tokens) {
    double sum = 0;
    for (int i = 0; i < tokens.length; i++) {
      int number = Arrays.binarySearch(terms.weighing().tokens(i), tokens[i]);
      sum += terms.shortfall(part, i)[number];
    }
    return sum;
  }

  private static double lead(OneLayer layer, int[] tokens, int from, int to) {
    double[] outputs = Layers.outputs(layer, tokens);
    int m = Arrays.stream(tokens).max().orElseThrow();
    double least = Double.POSITIVE_INFINITY;
    for (int o = from; o < to; o++) {
      if (o != m) least = Math.min(least, outputs[m] - outputs[o]);
    }
    return least;
  }

  /** With one head, without norm and MLP nothing is lost but bins: all that is right is counted. */
  @Test
  void nothingIsLostWhereThereIsNothingToTakeApart() {
    Random random = new Random(9);
    int found = 0;
    for (int model = 0; found < 40; model++) {
      OneLayer layer = Layers.random(random, 3, 3);
      if (layer.heads().length > 1 || layer.mlp().isPresent() || layer.last().isPresent()) continue;
      found++;
      ClassSearch search = new ClassSearch(layer, 0, 4096, false);
      double lost = search.run(classes -> {});
      int wrongOnes = 0;
      for (int n = 0; n < 27; n++) {
        int[] tokens = Layers.tokens(n, 3, 3);
        if (lead(layer, tokens, 0, 3) <= 0) wrongOnes++;
      }
      // two outputs can beat the maximum: a block may lose an input that one of them does not beat
      assertTrue(lost * 27 >= wrongOnes - 0.01, lost * 27 + " of " + wrongOnes);
      assertTrue(lost * 27 <= 2 * wrongOnes + 0.01, lost * 27 + " of " + wrongOnes);
    }
    assertEquals(40, found);
  }

  /** The prediction is never above what is right. */
  @Test
  void noMoreIsPredictedThanIsRight() {
    Random random = new Random(10);
    double counted = 0;
    for (int model = 0; model < 60; model++) {
      int vocab = 2 + random.nextInt(3);
      int k = 1 + random.nextInt(3);
      OneLayer layer = Layers.random(random, vocab, k);
      double all = Math.pow(vocab, k);
      double predicted =
          all * (1 - new ClassSearch(layer, 0, 256, model % 2 == 0).run(classes -> {}));
      int rightOnes = 0;
      for (long n = 0; n < all; n++) {
        if (lead(layer, Layers.tokens(n, vocab, k), 0, vocab) > 0) rightOnes++;
      }
      assertTrue(predicted <= rightOnes + 0.01, predicted + " of " + rightOnes);
      counted += predicted;
    }
    assertTrue(counted > 100, "counted " + counted);
  }
}
