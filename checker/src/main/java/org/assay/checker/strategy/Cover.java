// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: for each pair q <= m of query and maximum a cut through the dyadic tree over the outputs
 * 0..vocab - 1. The leaves of any cut are blocks that cover all outputs, so side condition (a) of
 * lemma L-08 holds by construction.
 *
 * <p>Spelled as bits in preorder, pairs by q, then m: 1 splits a node into its halves, 0 keeps it;
 * a node of one output has no bit.
 */
@Lemma("L-08")
public final class Cover {
  private final int vocab;
  private final BitSet bits;
  private final int length;
  private final int[] starts; // first bit of each pair
  private long size;

  /** Outputs from..to - 1; may contain the maximum, which is then left out. */
  record Block(int from, int to) {}

  private Cover(int vocab, BitSet bits, int length) {
    this.vocab = vocab;
    this.bits = bits;
    this.length = length;
    this.starts = new int[vocab * (vocab + 1) / 2];
  }

  /**
   * Reads a cover from {@code length} bits, of which the last five may be left over.
   *
   * @throws Rejection HINT_RANGE if it takes more, or if six or more are left, or one that is set
   */
  public static Cover of(int vocab, BitSet bits, int length) throws Rejection {
    Cover cover = new Cover(vocab, bits, length);
    int next = 0;
    for (int pair = 0; pair < cover.starts.length; pair++) {
      cover.starts[pair] = next;
      next = cover.skip(vocab, next);
    }
    Rejection.require( // R-02 (b)
        length - next < 6 && bits.length() <= next,
        HINT_RANGE,
        "cover: got %d bits, want %d and at most five zeros",
        length,
        next);
    return cover;
  }

  /** The bit behind the cut of a node of so many outputs. */
  private int skip(int outputs, int next) throws Rejection {
    if (outputs == 1) {
      size++;
      return next;
    }
    Rejection.require( // R-02 (b)
        next < length, HINT_RANGE, "cover: got %d bits, want more", length);
    if (!bits.get(next)) {
      size++;
      return next + 1;
    }
    return skip(outputs - outputs / 2, skip(outputs / 2, next + 1));
  }

  /** The blocks for query q and maximum m. */
  List<Block> blocks(int q, int m) {
    List<Block> blocks = new ArrayList<>();
    cut(new Block(0, vocab), starts[q * vocab - q * (q - 1) / 2 + m - q], blocks);
    return blocks;
  }

  private int cut(Block node, int next, List<Block> blocks) {
    int outputs = node.to - node.from;
    if (outputs == 1 || !bits.get(next)) {
      blocks.add(node);
      return outputs == 1 ? next : next + 1;
    }
    int middle = node.from + outputs / 2;
    int right = cut(new Block(node.from, middle), next + 1, blocks);
    return cut(new Block(middle, node.to), right, blocks);
  }

  /** All blocks of all pairs: a measure of the work. */
  public long size() {
    return size;
  }
}
