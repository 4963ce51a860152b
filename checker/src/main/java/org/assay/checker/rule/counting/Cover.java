// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: cuts through the dyadic tree over the outputs 0..vocab - 1. The leaves of any cut are
 * blocks that cover all outputs, so side condition (a) of lemma L-08 holds by construction.
 *
 * <p>Spelled as bits in preorder: 1 splits a node into its halves, 0 keeps it; a node of one output
 * has no bit. In a cover with levels each block has two more bits: how coarse its bins are.
 */
@Lemma("L-08")
public final class Cover {
  private static final int MAX_LEVEL = 3;

  private final int vocab;
  private final int levelBits;
  private final BitSet bits;
  private final int length;
  private final int[] starts; // first bit of each cut
  private final long[] blocks = new long[MAX_LEVEL + 1]; // of each level

  /** Outputs from..to - 1; may contain the maximum, which is then left out. */
  record Block(int from, int to, int level) {
    Block(int from, int to) {
      this(from, to, 0);
    }
  }

  private Cover(int vocab, int levelBits, int cuts, BitSet bits, int length) {
    this.vocab = vocab;
    this.levelBits = levelBits;
    this.bits = bits;
    this.length = length;
    this.starts = new int[cuts];
  }

  /**
   * Reads a cut for each pair q <= m of query and maximum, by q, then m, from {@code length} bits,
   * of which the last five may be left over.
   *
   * @throws Rejection HINT_RANGE if it takes more, or if six or more are left, or one that is set
   */
  public static Cover of(int vocab, BitSet bits, int length) throws Rejection {
    return new Cover(vocab, 0, vocab * (vocab + 1) / 2, bits, length).read();
  }

  /**
   * Reads so many cuts with levels.
   *
   * @throws Rejection HINT_RANGE as {@code of}
   */
  static Cover withLevels(int vocab, int cuts, BitSet bits, int length) throws Rejection {
    return new Cover(vocab, 2, cuts, bits, length).read();
  }

  private Cover read() throws Rejection {
    int next = 0;
    for (int cut = 0; cut < starts.length; cut++) {
      starts[cut] = next;
      next = skip(vocab, next);
    }
    Rejection.require( // R-02 (b), R-03 (b)
        length - next < 6 && bits.length() <= next,
        HINT_RANGE,
        "cover: got %d bits, want %d and at most five zeros",
        length,
        next);
    return this;
  }

  /** The bit behind the cut of a node of so many outputs. */
  private int skip(int outputs, int next) throws Rejection {
    if (outputs > 1) {
      requireBits(next + 1);
      if (bits.get(next)) {
        return skip(outputs - outputs / 2, skip(outputs / 2, next + 1));
      }
    }
    int end = next + (outputs > 1 ? 1 : 0) + levelBits;
    requireBits(end);
    blocks[level(end)]++;
    return end;
  }

  private void requireBits(int want) throws Rejection {
    Rejection.require( // R-02 (b), R-03 (b)
        want <= length, HINT_RANGE, "cover: got %d bits, want more", length);
  }

  /** The level of the block whose bits end here. */
  private int level(int end) {
    return levelBits == 0 ? 0 : (bits.get(end - 2) ? 2 : 0) + (bits.get(end - 1) ? 1 : 0);
  }

  /** The blocks for query q and maximum m. */
  List<Block> blocks(int q, int m) {
    return blocks(Pairs.number(vocab, q, m));
  }

  /** The blocks of the cut of this number. */
  List<Block> blocks(int cut) {
    List<Block> blocks = new ArrayList<>();
    cut(new Block(0, vocab), starts[cut], blocks);
    return blocks;
  }

  private int cut(Block node, int next, List<Block> blocks) {
    int outputs = node.to - node.from;
    if (outputs > 1 && bits.get(next)) {
      int middle = node.from + outputs / 2;
      int right = cut(new Block(node.from, middle), next + 1, blocks);
      return cut(new Block(middle, node.to), right, blocks);
    }
    int end = next + (outputs > 1 ? 1 : 0) + levelBits;
    blocks.add(new Block(node.from, node.to, level(end)));
    return end;
  }

  /** All blocks of all cuts: a measure of the work. */
  public long size() {
    return Arrays.stream(blocks).sum();
  }

  /** All bins of all blocks, if a level has a quarter of the bins of the one below it. */
  long bins(int bins) {
    long sum = 0;
    for (int level = 0; level <= MAX_LEVEL; level++) {
      sum += blocks[level] * (bins >> 2 * level);
    }
    return sum;
  }
}
