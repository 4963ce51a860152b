// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.assay.generator.strategy.PackedBits;

/**
 * How a class is cut into slices by its second token (spec F-24, {@code split}): a node of the tree
 * that halves the tokens below the maximum again and again.
 *
 * @param low the first second token
 * @param high behind the last one
 * @param whole what was found of the node as one slice
 * @param halves both halves; none where they are not worth it
 */
record ClassSplit(int low, int high, ClassSearch.Narrowed whole, List<ClassSplit> halves) {
  /** Finds what there is to a slice. */
  interface Slicing {
    ClassSearch.Narrowed of(int low, int high);
  }

  /** Of a class; a few are enough to come from all second tokens to one. */
  private static final int MOST_CUTS = 16;

  /** Two second tokens apart that lose more of what both lose are lost: so are others. */
  private static final double HOPELESS = 0.9;

  /**
   * Halves what loses most, again and again. A first cut may gain nothing where a few second tokens
   * are what is lost: it is the later ones that set them apart. Where even single ones are lost, no
   * more is cut.
   *
   * @param worth a slice that loses no more is not cut
   */
  static ClassSplit of(Slicing slicing, int m, double worth) {
    Growing all = new Growing(slicing, 0, m);
    PriorityQueue<Growing> open = new PriorityQueue<>(Comparator.comparingDouble(Growing::order));
    open.add(all);
    for (int cuts = 0; cuts < MOST_CUTS && !open.isEmpty(); ) {
      Growing most = open.remove();
      if (most.high - most.low < 2 || most.whole.loss() <= worth) continue;
      open.addAll(most.halved(slicing));
      cuts = most.isLost() ? MOST_CUTS : cuts + 1;
    }
    return all.done();
  }

  /** A slice that may be halved yet. */
  private static final class Growing {
    private final int low;
    private final int high;
    private final ClassSearch.Narrowed whole;
    private List<Growing> halves = List.of();

    private Growing(Slicing slicing, int low, int high) {
      this.low = low;
      this.high = high;
      this.whole = slicing.of(low, high);
    }

    /** First is what loses most. */
    private double order() {
      return -whole.loss();
    }

    private List<Growing> halved(Slicing slicing) {
      int middle = low + (high - low) / 2;
      halves = List.of(new Growing(slicing, low, middle), new Growing(slicing, middle, high));
      return halves;
    }

    /** Whether single second tokens lose what both lose. */
    private boolean isLost() {
      double sum = halves.get(0).whole.loss() + halves.get(1).whole.loss();
      return high - low == 2 && sum > HOPELESS * whole.loss();
    }

    private ClassSplit done() {
      return new ClassSplit(low, high, whole, halves.stream().map(Growing::done).toList());
    }
  }

  /** The same without the cuts that gain less than a price for each slice that they add. */
  ClassSplit pruned(double price) {
    if (halves.isEmpty()) return this;
    List<ClassSplit> kept = halves.stream().map(half -> half.pruned(price)).toList();
    ClassSplit split = new ClassSplit(low, high, whole, kept);
    boolean isWorth = whole.loss() - split.loss() > price * (split.slices().count() - 1);
    return isWorth ? split : new ClassSplit(low, high, whole, List.of());
  }

  double loss() {
    return slices().mapToDouble(slice -> slice.whole.loss()).sum();
  }

  /** By their second tokens. */
  Stream<ClassSplit> slices() {
    return halves.isEmpty() ? Stream.of(this) : halves.stream().flatMap(ClassSplit::slices);
  }

  void spell(PackedBits bits) {
    if (high - low > 1) bits.add(!halves.isEmpty());
    halves.forEach(half -> half.spell(bits));
  }
}
