// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: for each pair q <= m of query and maximum a cut through the dyadic tree over the outputs
 * 0..vocab - 1. The leaves of any cut are blocks that cover all outputs, so side condition (a) of
 * lemma L-08 holds by construction.
 *
 * <p>Spelled as bits in preorder, pairs by q, then m: 1 splits a node into its halves, 0 keeps it;
 * a node of one output has no bit.
 */
public final class Cover {
  private final int vocab;
  private final BitSet bits;
  private final int length;
  private final List<List<Block>> cuts = new ArrayList<>();
  private int next;

  /** Outputs from..to - 1; may contain the maximum, which is then left out. */
  record Block(int from, int to) {}

  private Cover(int vocab, BitSet bits, int length) {
    this.vocab = vocab;
    this.bits = bits;
    this.length = length;
  }

  /**
   * Reads a cover from {@code length} bits.
   *
   * @throws Rejection HINT_RANGE if it takes more, or if six or more are left, or one that is set
   */
  public static Cover of(int vocab, BitSet bits, int length) throws Rejection {
    Cover cover = new Cover(vocab, bits, length);
    for (int pair = 0; pair < vocab * (vocab + 1) / 2; pair++) {
      List<Block> blocks = new ArrayList<>();
      cover.cut(0, vocab, blocks);
      cover.cuts.add(List.copyOf(blocks));
    }
    Rejection.require( // R-02 (b)
        length - cover.next < 6 && bits.length() <= cover.next,
        HINT_RANGE,
        "cover: got %d bits, want %d and at most five zeros",
        length,
        cover.next);
    return cover;
  }

  private void cut(int from, int to, List<Block> blocks) throws Rejection {
    if (to - from > 1 && nextBit()) {
      int middle = (from + to) >>> 1;
      cut(from, middle, blocks);
      cut(middle, to, blocks);
    } else {
      blocks.add(new Block(from, to));
    }
  }

  private boolean nextBit() throws Rejection {
    Rejection.require( // R-02 (b)
        next < length, HINT_RANGE, "cover: got %d bits, want more", length);
    return bits.get(next++);
  }

  /** The blocks for query q and maximum m. */
  List<Block> blocks(int q, int m) {
    return cuts.get(q * vocab - q * (q - 1) / 2 + m - q);
  }

  /** All blocks of all pairs: a measure of the work. */
  long size() {
    return cuts.stream().mapToLong(List::size).sum();
  }
}
