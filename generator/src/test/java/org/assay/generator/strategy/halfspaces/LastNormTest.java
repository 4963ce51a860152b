// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the last norm divides by, of every input of random networks, against its range. */
class LastNormTest {
  private static final int MODELS = 200;
  private static final double NEAR = 1e-9;

  @Test
  void everyInputIsInTheRange() {
    Random random = new Random(21);
    int looked = 0;
    double known = 0; // how much of the range the inputs of a class take, added up
    for (int model = 0; model < MODELS; model++) {
      int vocab = 2 + random.nextInt(3);
      OneLayer layer = Layers.random(random, vocab, 3);
      if (layer.last().isEmpty()) continue;
      Parts parts = Parts.of(layer, 0);
      Slope[] slopes =
          IntStream.range(0, layer.mlp().map(mlp -> mlp.in().columns()).orElse(0))
              .mapToObj(k -> Slope.values()[random.nextInt(4)])
              .toArray(Slope[]::new);
      for (int m = 0; m < vocab; m++) {
        for (int q = 0; q <= m; q++) {
          Range range = parts.last().get().deviation(parts.of(q, m), slopes);
          Range seen = seen(layer, q, m);
          assertTrue(range.low() <= seen.low() + NEAR, range + " of " + seen);
          assertTrue(range.high() >= seen.high() - NEAR, range + " of " + seen);
          if (layer.mlp().isEmpty()) known += seen.high() / range.high();
          looked++;
        }
      }
    }
    assertTrue(looked > 200, "classes " + looked);
    assertTrue(known > 50, "ranges are not much wider: " + known);
  }

  /** The least and the largest of a class. */
  private static Range seen(OneLayer layer, int q, int m) {
    Forward forward = new Forward(layer);
    Range seen = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    int vocab = layer.vocab();
    for (long n = 0; n < Math.pow(vocab, layer.k()); n++) {
      int[] tokens = Layers.tokens(n, vocab, layer.k());
      if (tokens[layer.k() - 1] != q || IntStream.of(tokens).max().orElseThrow() != m) continue;
      forward.outputs(tokens);
      double outer = forward.outer();
      seen = new Range(Math.min(seen.low(), outer), Math.max(seen.high(), outer));
    }
    return seen;
  }
}
