// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assay.generator.strategy.PackedBits;

/**
 * How a class is cut into slices by its second token (spec F-24, {@code split}): a node of the tree
 * that halves the tokens below the maximum again and again.
 *
 * @param whole what was found of the node as one slice
 * @param halves both halves; none where they are not worth it
 */
record ClassSplit(int low, int high, ClassSearch.Narrowed whole, List<ClassSplit> halves) {
  /** Finds what there is to a slice. */
  interface Slicing {
    ClassSearch.Narrowed of(int low, int high);
  }

  /** Two slices are taken for one only where they lose less by this factor. */
  private static final double LESS = 0.95;

  /**
   * @param worth a slice that loses less is not cut, and each cut has to gain as much
   */
  static ClassSplit of(Slicing slicing, int m, double worth) {
    return grown(slicing, slicing.of(0, m), 0, m, worth);
  }

  private static ClassSplit grown(
      Slicing slicing, ClassSearch.Narrowed whole, int low, int high, double worth) {
    ClassSplit single = new ClassSplit(low, high, whole, List.of());
    if (high - low < 2 || whole.loss() <= worth) return single;
    int middle = low + (high - low) / 2;
    ClassSplit left = grown(slicing, slicing.of(low, middle), low, middle, worth);
    ClassSplit right = grown(slicing, slicing.of(middle, high), middle, high, worth);
    ClassSplit split = new ClassSplit(low, high, whole, List.of(left, right));
    double gain = whole.loss() - split.loss();
    int more = split.slices().size() - 1;
    return gain > worth * more && split.loss() < LESS * whole.loss() ? split : single;
  }

  double loss() {
    return halves.isEmpty() ? whole.loss() : halves.stream().mapToDouble(ClassSplit::loss).sum();
  }

  /** By their second tokens. */
  List<ClassSearch.Narrowed> slices() {
    List<ClassSearch.Narrowed> found = new ArrayList<>();
    each(found::add);
    return found;
  }

  private void each(Consumer<ClassSearch.Narrowed> consumer) {
    if (halves.isEmpty()) consumer.accept(whole);
    halves.forEach(half -> half.each(consumer));
  }

  void spell(PackedBits bits) {
    if (high - low > 1) bits.add(!halves.isEmpty());
    halves.forEach(half -> half.spell(bits));
  }
}
