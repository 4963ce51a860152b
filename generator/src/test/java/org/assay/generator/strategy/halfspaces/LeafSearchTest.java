// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How blocks of random networks are counted: with both ends of a norm's range, or apart. */
class LeafSearchTest {
  private static final int MODELS = 200;
  private static final int BINS = 512;
  private static final double NEAR = 1e-12;
  private int looked;
  private int apart;
  private int together;

  /** Ends are apart where that gains more than its price, and never where there is one end. */
  @Test
  void endsAreApartWhereThatGains() {
    Random random = new Random(31);
    for (int model = 0; model < MODELS; model++) {
      int vocab = 3 + random.nextInt(4);
      OneLayer layer = nearlyRight(Layers.random(random, vocab, 4 + random.nextInt(5)), random);
      Parts parts = Parts.of(layer, 0);
      for (int m = 1; m < vocab; m++) look(layer, parts.of(random.nextInt(m + 1), m), random);
    }
    assertTrue(looked > 200 && apart > 5 && together > 20, looked + " " + apart + " " + together);
  }

  /** The same, but that heads look at large tokens, whose values say which they are. */
  private static OneLayer nearlyRight(OneLayer layer, Random random) {
    int vocab = layer.vocab();
    int width = layer.unembed().rows();
    Table signs = Table.zero(vocab, width);
    for (int at = 0; at < signs.values().length; at++) signs.values()[at] = random.nextGaussian();
    OneLayer.Head[] heads = new OneLayer.Head[layer.heads().length];
    for (int h = 0; h < heads.length; h++) {
      OneLayer.Head head = layer.heads()[h];
      Table[] keys = new Table[layer.k()];
      Table[] values = new Table[layer.k()];
      for (int i = 0; i < layer.k(); i++) {
        keys[i] = Table.zero(vocab, 1);
        for (int t = 0; t < vocab; t++) keys[i].values()[t] = 1.2 * t;
        values[i] = Table.zero(vocab, width);
        for (int at = 0; at < vocab * width; at++) {
          values[i].values()[at] = 2 * signs.values()[at] + 0.3 * head.values()[i].values()[at];
        }
      }
      Table queries = Table.zero(vocab, 1);
      Arrays.fill(queries.values(), 1);
      heads[h] = new OneLayer.Head(queries, keys, values);
    }
    return new OneLayer(
        layer.k(),
        heads,
        layer.residual(),
        layer.mlp(),
        layer.last(),
        signs.transposed(),
        layer.outputBias());
  }

  private void look(OneLayer layer, Parts.OfClass parts, Random random) {
    int vocab = layer.vocab();
    Slope[] slopes = Slope.all(layer.mlp().map(mlp -> mlp.in().columns()).orElse(0), Slope.DEFAULT);
    ClassTerms terms = new ClassTerms(parts, slopes, IntStream.range(0, vocab).toArray());
    int from = random.nextInt(vocab);
    LeafSearch.Block block = new LeafSearch.Block(from, from + 1 + random.nextInt(vocab - from));
    LeafSearch free = new LeafSearch(terms, vocab);
    Leaf best = free.best(block, BINS, 0);
    Leaf dear = new LeafSearch(terms, vocab).best(block, BINS, 1);
    assertFalse(dear.isApart(), "nothing gains as much as all inputs");
    assertTrue(best.loss() <= dear.loss() + NEAR, best.loss() + " of " + dear.loss());
    assertEquals(best.loss(), free.measured(block, best, BINS).loss(), NEAR);
    looked++;
    if (best.isApart()) {
      assertEquals(2, terms.ends());
      assertEquals(2, free.parts(block, best, 0, best.share(0)).size());
      assertTrue(best.loss() < dear.loss());
      apart++;
    } else if (terms.ends() == 2) {
      together++;
    }
  }
}
