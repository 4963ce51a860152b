// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * The hint {@code cover} (spec F-24): a cut through the dyadic tree over the numbers for each slice
 * of a class; each block says how the heads share, whether half-spaces are scaled (L-13), and
 * whether both ends of a norm's range are apart.
 */
@Lemma("L-54")
final class Leaves {
  private static final int SHARE_BITS = 4;

  private final int heads;
  private final int vocab;
  private final boolean hasEnds;
  private final Bits bits;
  private final int[] places; // where the bits of each slice begin: blocks may be millions
  private long tables;

  /** Numbers {@code from} to {@code to - 1}. */
  record Leaf(int from, int to, int[] shares, boolean scaled, boolean apart) {}

  /**
   * @param hasEnds whether a norm stands before the neurons
   * @throws Rejection HINT_RANGE if it takes more or fewer bits (F-11)
   */
  Leaves(LayerTables.Sizes sizes, boolean hasEnds, Slices slices, Bits bits) throws Rejection {
    this.heads = sizes.heads();
    this.vocab = sizes.vocab();
    this.hasEnds = hasEnds;
    this.bits = bits;
    this.places = new int[slices.count()];
    slices.all().forEach(this::skip);
    bits.end(); // R-08 (b)
  }

  private void skip(ClassSlice slice) {
    places[slice.number()] = bits.place();
    int counts = slice.hasLess() ? 2 : 1;
    for (Leaf leaf : cut(bits)) {
      tables += (long) counts * heads * (leaf.apart ? 2 : 1);
    }
  }

  private List<Leaf> cut(Bits from) {
    List<Leaf> found = new ArrayList<>();
    cut(from, 0, vocab, found);
    return found;
  }

  private void cut(Bits bits, int from, int to, List<Leaf> found) {
    if (to - from > 1 && bits.flag()) {
      int middle = from + (to - from) / 2;
      cut(bits, from, middle, found);
      cut(bits, middle, to, found);
      return;
    }
    int[] shares = new int[heads];
    for (int h = 0; h < heads && heads > 1; h++) {
      shares[h] = (int) bits.number(SHARE_BITS);
    }
    boolean scaled = to - from > 1 && bits.flag();
    boolean apart = hasEnds && bits.flag();
    found.add(new Leaf(from, to, shares, scaled, apart));
  }

  /** Those of a slice. */
  List<Leaf> of(ClassSlice slice) {
    return cut(bits.from(places[slice.number()]));
  }

  /** How many counts there may be: a measure of the work. */
  long tables() {
    return tables;
  }
}
