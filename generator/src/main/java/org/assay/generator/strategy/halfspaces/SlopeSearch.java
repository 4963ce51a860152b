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
  private static final double ENOUGH = 0.99; // a round that gains less is the last

  private final Parts.OfClass parts;
  private final int vocab;
  private final int bins;

  SlopeSearch(Parts.OfClass parts, int vocab, int bins) {
    this.parts = parts;
    this.vocab = vocab;
    this.bins = bins;
  }

  /** Outputs that lose, and how their room is shared among the heads meanwhile. */
  private record Losing(int[] outputs, Leaf[] leaves) {}

  /** Requires: an MLP. */
  Slope[] best() {
    int width = parts.seen().orElseThrow().neurons().length;
    Slope[] best = Slope.all(width, Slope.CHORD);
    Losing losing = worst(best);
    if (losing.outputs.length == 0) return best;
    double least = loss(best, losing);
    for (Slope slope : Slope.values()) {
      Slope[] all = Slope.all(width, slope);
      double loss = loss(all, losing);
      if (loss < least) {
        best = all;
        least = loss;
      }
    }
    return improved(best, least, losing);
  }

  private Slope[] improved(Slope[] first, double loss, Losing losing) {
    Slope[] best = first;
    double least = loss;
    for (int round = 0; round < ROUNDS; round++) {
      double before = least;
      for (int k = 0; k < best.length && least > 0; k++) {
        if (!parts.seen().orElseThrow().isOpen(k)) continue;
        for (Slope slope : List.of(Slope.ZERO, Slope.CHORD, Slope.ONE)) {
          if (slope == best[k]) continue;
          Slope[] other = best.clone();
          other[k] = slope;
          double next = loss(other, losing);
          if (next < least) {
            best = other;
            least = next;
          }
        }
      }
      if (least > before * ENOUGH) break;
    }
    return best;
  }

  /** The outputs that lose most, at most a few; none if nothing is lost. */
  private Losing worst(Slope[] slopes) {
    int[] all = IntStream.range(0, vocab).toArray();
    LeafSearch search = new LeafSearch(new ClassTerms(parts, slopes, all), vocab);
    Leaf[] leaves = new Leaf[vocab];
    List<Integer> losing = new ArrayList<>();
    for (int o = 0; o < vocab; o++) {
      leaves[o] = search.best(new LeafSearch.Block(o, o + 1), bins, 0);
      if (leaves[o].loss() > 0) losing.add(o);
    }
    losing.sort(Comparator.comparingDouble(o -> -leaves[o].loss()));
    int[] most = losing.stream().limit(OUTPUTS).mapToInt(o -> o).toArray();
    return new Losing(most, IntStream.of(most).mapToObj(o -> leaves[o]).toArray(Leaf[]::new));
  }

  private double loss(Slope[] slopes, Losing losing) {
    LeafSearch search = new LeafSearch(new ClassTerms(parts, slopes, losing.outputs), vocab);
    double sum = 0;
    for (int j = 0; j < losing.leaves.length; j++) {
      sum += search.measured(new LeafSearch.Block(j, j + 1), losing.leaves[j], bins).loss();
    }
    return sum;
  }
}
