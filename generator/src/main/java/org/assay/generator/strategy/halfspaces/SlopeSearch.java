// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds for one class the slopes of lower lines that lose little: one slope for all neurons first,
 * then another one for each neuron in turn, measured on the outputs that lose most.
 */
final class SlopeSearch {
  private static final int OUTPUTS = 4; // that are looked at
  private static final int ROUNDS = 2;

  private final Parts.OfClass parts;
  private final int vocab;
  private final int bins;

  SlopeSearch(Parts.OfClass parts, int vocab, int bins) {
    this.parts = parts;
    this.vocab = vocab;
    this.bins = bins;
  }

  /** Requires: an MLP. */
  Slope[] best() {
    int width = parts.seen().orElseThrow().neurons().length;
    Slope[] best = Slope.all(width, Slope.DEFAULT);
    int[] outputs = worst(best);
    if (outputs.length == 0) return best;
    double least = loss(best, outputs);
    for (Slope slope : Slope.values()) {
      Slope[] all = Slope.all(width, slope);
      double loss = loss(all, outputs);
      if (loss < least) {
        best = all;
        least = loss;
      }
    }
    return improved(best, least, outputs);
  }

  private Slope[] improved(Slope[] best, double loss, int[] outputs) {
    double least = loss;
    for (int round = 0; round < ROUNDS; round++) {
      double before = least;
      for (int k = 0; k < best.length && least > 0; k++) {
        if (!parts.seen().orElseThrow().isOpen(k)) continue;
        for (Slope slope : List.of(Slope.ZERO, Slope.CHORD, Slope.ONE)) {
          Slope[] other = best.clone();
          other[k] = slope;
          double next = other[k] == best[k] ? least : loss(other, outputs);
          if (next < least) {
            best = other;
            least = next;
          }
        }
      }
      if (least > before * 0.99) break;
    }
    return best;
  }

  /** The outputs that lose most, at most a few; none if nothing is lost. */
  private int[] worst(Slope[] slopes) {
    int[] all = IntStream.range(0, vocab).toArray();
    LeafSearch search = new LeafSearch(new ClassTerms(parts, slopes, all), vocab);
    double[] losses = new double[vocab];
    List<Integer> losing = new ArrayList<>();
    for (int o = 0; o < vocab; o++) {
      losses[o] = search.best(new LeafSearch.Block(o, o + 1), bins).loss();
      if (losses[o] > 0) losing.add(o);
    }
    losing.sort(Comparator.comparingDouble(o -> -losses[o]));
    return losing.stream().limit(OUTPUTS).mapToInt(o -> o).toArray();
  }

  private double loss(Slope[] slopes, int[] outputs) {
    LeafSearch search = new LeafSearch(new ClassTerms(parts, slopes, outputs), vocab);
    double sum = 0;
    for (int j = 0; j < outputs.length; j++) {
      sum += search.best(new LeafSearch.Block(j, j + 1), bins).loss();
    }
    return sum;
  }
}
