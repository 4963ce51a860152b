// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: cuts through the dyadic tree over the outputs 0..vocab - 1. The leaves of any cut are
 * blocks that cover all outputs, so side condition (a) of lemma L-08 holds by construction.
 *
 * <p>Spelled as bits in preorder: 1 splits a node into its halves, 0 keeps it; a node of one output
 * has no bit. In a cover with levels each block has two more bits: how coarse its bins are.
 */
@Lemma({"L-08", "R-02", "R-03"})
public final class Cover {
  private static final int MAX_LEVEL = 3;

  private final int vocab;
  private final int levelBits;
  private final Bits bits;
  private final int[] starts; // first bit of each cut
  private final long[] blocks = new long[MAX_LEVEL + 1]; // of each level

  /**
   * Outputs from..to - 1, which may contain the maximum, which is then left out: a node of the
   * tree, by its number in preorder, and how coarse its bins are.
   */
  record Block(int from, int to, int node, int level) {
    /** Whether it has no output beside the maximum. */
    boolean isAlone(int m) {
      return from == m && to == m + 1;
    }

    int middle() {
      return from + (to - from) / 2;
    }

    Block left() {
      return new Block(from, middle(), node + 1, level);
    }

    Block right() {
      return new Block(middle(), to, node + 2 * (middle() - from), level);
    }
  }

  /** Reads so many cuts. */
  private Cover(int vocab, int levelBits, int cuts, Bits bits) throws Rejection {
    this.vocab = vocab;
    this.levelBits = levelBits;
    this.bits = bits;
    this.starts = new int[cuts];
    for (int cut = 0; cut < cuts; cut++) {
      starts[cut] = bits.place();
      cut(bits, root(), block -> blocks[block.level]++);
    }
    bits.end(); // R-02 (b), R-03 (b)
  }

  /**
   * Reads a cut for each pair q <= m of query and maximum, by q, then m.
   *
   * @throws Rejection HINT_RANGE if it takes more or fewer bits (F-11)
   */
  public static Cover of(int vocab, Bits bits) throws Rejection {
    return new Cover(vocab, 0, vocab * (vocab + 1) / 2, bits);
  }

  /**
   * Reads so many cuts with levels.
   *
   * @throws Rejection HINT_RANGE as {@code of}
   */
  static Cover withLevels(int vocab, int cuts, Bits bits) throws Rejection {
    return new Cover(vocab, 2, cuts, bits);
  }

  private Block root() {
    return new Block(0, vocab, 0, 0);
  }

  /** The blocks below a node. */
  private void cut(Bits in, Block node, Consumer<Block> found) { // L-08 (a)
    if (node.to - node.from > 1 && in.flag()) {
      cut(in, node.left(), found);
      cut(in, node.right(), found);
    } else {
      found.accept(new Block(node.from, node.to, node.node, (int) in.number(levelBits)));
    }
  }

  /** The blocks for query q and maximum m. */
  List<Block> blocks(int q, int m) {
    return blocks(Pairs.number(vocab, q, m));
  }

  /** The blocks of the cut of this number. */
  List<Block> blocks(int cut) {
    List<Block> found = new ArrayList<>();
    cut(bits.from(starts[cut]), root(), found::add);
    return found;
  }

  /** All blocks of all cuts: a measure of the work. */
  public long size() {
    return Arrays.stream(blocks).sum();
  }

  /** All bins of all blocks, and what terms take beside them; a level has a quarter of the last. */
  long bins(int bins) {
    long sum = 0;
    for (int level = 0; level <= MAX_LEVEL; level++) {
      sum += blocks[level] * ((bins >> 2 * level) + SumTerms.BESIDE);
    }
    return sum;
  }
}
