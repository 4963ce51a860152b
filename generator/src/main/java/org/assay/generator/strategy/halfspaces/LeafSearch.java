// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Arrays;
import org.assay.generator.strategy.TokenWeights;
import org.assay.generator.strategy.counting.DeficitTable;

/** Finds for a block of outputs of one class how the room is best shared among the heads. */
final class LeafSearch {
  private static final int EACH = 8; // of 15: where the search of a share begins
  private static final int MOST = 15;
  private static final int BITS = 52; // of the largest term

  private final ClassTerms terms;
  private final Weighing weighing;
  private final int max; // number of the maximum
  private final boolean seen; // whether it is the query
  private final int last;
  private final TokenWeights.Sizes sizes;

  /**
   * @param vocab number of tokens
   */
  LeafSearch(ClassTerms terms, int vocab) {
    this.terms = terms;
    this.weighing = terms.weighing();
    this.max = weighing.ofMaximum();
    this.seen = weighing.q == weighing.m;
    this.last = weighing.last;
    this.sizes = new TokenWeights.Sizes(vocab, last);
  }

  /** Outputs from one place up to another. */
  record Block(int from, int to) {}

  /** The best found with so many bins. */
  Leaf best(Block block, int bins) {
    int heads = terms.heads();
    int[] none = new int[heads == 1 ? 0 : heads];
    if (terms.isCertain(block.from, block.to)) return new Leaf(none, false, 0);
    Leaf plain = heads > 1 ? climbed(block, bins) : measured(block, new Leaf(none, false, 0), bins);
    if (block.to - block.from == 1 || plain.loss() == 0) return plain;
    Leaf scaled = measured(block, new Leaf(plain.shares(), true, 0), bins);
    return scaled.loss() < plain.loss() ? scaled : plain;
  }

  /** From equal shares, units go from heads that lose much to heads that lose little. */
  private Leaf climbed(Block block, int bins) {
    int heads = terms.heads();
    double[][] known = new double[heads][MOST + 1];
    for (double[] row : known) Arrays.fill(row, -1);
    int[] shares = new int[heads];
    Arrays.fill(shares, EACH);
    double loss = loss(block, shares, bins, known);
    for (int step = 4; step >= 1 && loss > 0; ) {
      int[] moved = moved(shares, known, step);
      double next = moved == null ? loss : loss(block, moved, bins, known);
      if (next < loss) {
        shares = moved;
        loss = next;
      } else {
        step /= 2;
      }
    }
    return new Leaf(shares, false, Math.min(loss, classShare()));
  }

  /** A head with more of the room loses more; null if there is nothing to move. */
  private static int[] moved(int[] shares, double[][] known, int step) {
    int least = -1;
    int most = -1;
    for (int h = 0; h < shares.length; h++) {
      double loses = known[h][shares[h]];
      if (shares[h] >= step && (most < 0 || loses > known[most][shares[most]])) most = h;
      if (shares[h] + step > MOST) continue;
      if (least < 0 || loses < known[least][shares[least]]) least = h;
    }
    if (most < 0 || least < 0 || most == least) return null;
    int[] moved = shares.clone();
    moved[most] -= step;
    moved[least] += step;
    return moved;
  }

  private double loss(Block block, int[] shares, int bins, double[][] known) {
    double loss = 0;
    for (int h = 0; h < shares.length; h++) {
      if (known[h][shares[h]] < 0) {
        double share = (double) shares[h] / (EACH * shares.length);
        known[h][shares[h]] = lost(part(block, h, share, false), bins);
      }
      loss += known[h][shares[h]];
    }
    return loss;
  }

  static ClassTerms.Part part(Block block, int head, double share, boolean isScaled) {
    return new ClassTerms.Part(head, block.from, block.to, share, isScaled);
  }

  /** The same leaf with what it loses with other bins. */
  Leaf measured(Block block, Leaf leaf, int bins) {
    if (terms.isCertain(block.from, block.to)) return new Leaf(leaf.shares(), false, 0);
    double loss = 0;
    for (int h = 0; h < terms.heads(); h++) {
      loss += lost(part(block, h, leaf.share(h), leaf.isScaled()), bins);
    }
    return new Leaf(leaf.shares(), leaf.isScaled(), Math.min(loss, classShare()));
  }

  /** The class as a share of all inputs. */
  double classShare() {
    return share(weighing.high) - (weighing.low > 0 ? share(weighing.low) : 0);
  }

  /** The same, of inputs with tokens below {@code end} before the query, and the maximum. */
  private double share(int end) {
    return TokenWeights.UNIFORM.share(seen ? end : end + 1, end, sizes);
  }

  /** Share of all inputs that are in the class and not counted as good by one head. */
  private double lost(ClassTerms.Part part, int bins) {
    double[][] rows = new double[last + 1][];
    double most = Double.MIN_NORMAL;
    double worst = 0;
    double price = seen ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i <= last; i++) {
      rows[i] = terms.shortfall(part, i);
      double largest = Double.NEGATIVE_INFINITY;
      for (double term : rows[i]) {
        largest = Math.max(largest, term);
        most = Math.max(most, Math.abs(term));
      }
      worst += largest;
      if (i < last) price = Math.min(price, largest - rows[i][max]);
    }
    if (worst - (last == 0 ? 0 : price) < 0) return 0;
    int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(last + 1);
    double fine = Math.scalb(1.0, BITS - positionBits - Math.getExponent(most));
    long[][] before = new long[last][];
    for (int i = 0; i < last; i++) before[i] = padded(rounded(rows[i], fine));
    long query = rounded(rows[last], fine)[0];
    var slice = new DeficitTable.Slice(before, weighing.low, weighing.high);
    double good = DeficitTable.good(slice, query, seen, bins);
    double unit = TokenWeights.UNIFORM.unit(weighing.q, weighing.m, sizes);
    return Math.max(0, classShare() - good * unit);
  }

  /** As the checker has it: tokens that there are none of have the least term. */
  private long[] padded(long[] terms) {
    long[] all = new long[weighing.m + 1];
    Arrays.fill(all, Arrays.stream(terms).min().orElseThrow());
    System.arraycopy(terms, 0, all, 0, max);
    all[weighing.m] = terms[max];
    return all;
  }

  private static long[] rounded(double[] terms, double unit) {
    return Arrays.stream(terms).mapToLong(term -> (long) Math.ceil(term * unit)).toArray();
  }
}
