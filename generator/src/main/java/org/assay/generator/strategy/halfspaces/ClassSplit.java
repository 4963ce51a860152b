// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.List;
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

  /** What loses much is cut further only where halves lose less by this factor. */
  private static final double LESS = 0.97;

  /** That is, so many times what is worth a cut; of what loses less, all cuts are tried. */
  private static final double MUCH = 1000;

  /**
   * Halves what loses, and of what loses much as long as that makes it lose less.
   *
   * @param worth a slice that loses no more is not cut
   */
  static ClassSplit of(Slicing slicing, int m, double worth) {
    return grown(slicing, slicing.of(0, m), 0, m, worth);
  }

  private static ClassSplit grown(
      Slicing slicing, ClassSearch.Narrowed whole, int low, int high, double worth) {
    ClassSplit single = new ClassSplit(low, high, whole, List.of());
    if (high - low < 2 || whole.loss() <= worth) return single;
    int middle = low + (high - low) / 2;
    ClassSearch.Narrowed left = slicing.of(low, middle);
    ClassSearch.Narrowed right = slicing.of(middle, high);
    double loss = left.loss() + right.loss();
    if (whole.loss() > MUCH * worth && loss >= LESS * whole.loss()) return single;
    List<ClassSplit> halves =
        List.of(
            grown(slicing, left, low, middle, worth), grown(slicing, right, middle, high, worth));
    return new ClassSplit(low, high, whole, halves);
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
