// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private final Map<Asked, Leaf> found = new HashMap<>();

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

  /**
   * The best found with so many bins.
   *
   * @param price what ends apart must gain: they are counted twice
   */
  Leaf best(Block block, int bins, double price) {
    return found.computeIfAbsent(new Asked(block, bins), one -> searched(block, bins, price));
  }

  private record Asked(Block block, int bins) {}

  private Leaf searched(Block block, int bins, double price) {
    int[] equal = new int[terms.heads() == 1 ? 0 : terms.heads()];
    if (terms.isCertain(block.from, block.to)) return new Leaf(equal, false, false, 0);
    Leaf together = shared(block, new Leaf(equal, false, false, 0), bins);
    if (!hasBothEnds(block) || together.loss() <= price) return together;
    int[] shares = together.loss() < classShare() ? together.shares() : equal;
    Leaf apart = shared(block, new Leaf(shares, false, true, 0), bins);
    return apart.loss() + price < together.loss() ? apart : together;
  }

  private boolean hasBothEnds(Block block) {
    for (int e = 0; e < terms.ends(); e++) {
      if (terms.isCertain(e, block.from, block.to)) return false;
    }
    return terms.ends() > 1;
  }

  /** With the best shares, scaled if that is better. */
  private Leaf shared(Block block, Leaf start, int bins) {
    Leaf plain = terms.heads() > 1 ? climbed(block, start, bins) : measured(block, start, bins);
    if (block.to - block.from == 1 || plain.loss() == 0) return plain;
    Leaf scaled = measured(block, new Leaf(plain.shares(), true, plain.isApart(), 0), bins);
    return scaled.loss() < plain.loss() ? scaled : plain;
  }

  /**
   * From equal shares, or those of a leaf that are tried first, units go from heads that lose much
   * to heads that lose little.
   */
  private Leaf climbed(Block block, Leaf start, int bins) {
    int heads = terms.heads();
    double[][] known = new double[heads][MOST + 1];
    for (double[] row : known) Arrays.fill(row, -1);
    int[] shares = new int[heads];
    Arrays.fill(shares, EACH);
    if (Arrays.stream(start.shares()).sum() > 0) shares = start.shares().clone();
    Counting counting = new Counting(block, start.isApart(), bins, known);
    double loss = loss(counting, shares);
    for (int step = 4; step >= 1 && loss > 0; ) {
      int[] moved = moved(shares, known, step);
      double next = moved == null ? loss : loss(counting, moved);
      if (next < loss) {
        shares = moved;
        loss = next;
      } else {
        step /= 2;
      }
    }
    return new Leaf(shares, false, start.isApart(), Math.min(loss, classShare()));
  }

  /**
   * How a block is counted while shares are searched.
   *
   * @param known what a head loses by its share, below 0 where that is not known
   */
  private record Counting(Block block, boolean isApart, int bins, double[][] known) {}

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

  private double loss(Counting counting, int[] shares) {
    double loss = 0;
    for (int h = 0; h < shares.length; h++) {
      double[] known = counting.known[h];
      if (known[shares[h]] < 0) {
        double share = (double) shares[h] / (EACH * shares.length);
        Leaf leaf = new Leaf(shares, false, counting.isApart, 0);
        known[shares[h]] = lost(parts(counting.block, leaf, h, share), counting.bins);
      }
      loss += known[shares[h]];
    }
    return loss;
  }

  /** What a head is to prove of a block: with both ends, or of each end. */
  List<ClassTerms.Part> parts(Block block, Leaf leaf, int head, double share) {
    int[] all = IntStream.range(0, terms.ends()).toArray();
    Stream<int[]> groups =
        leaf.isApart() ? IntStream.of(all).mapToObj(e -> new int[] {e}) : Stream.of(all);
    return groups
        .filter(ends -> IntStream.of(ends).anyMatch(e -> !terms.isCertain(e, block.from, block.to)))
        .map(ends -> new ClassTerms.Part(head, block, share, leaf.isScaled(), ends))
        .toList();
  }

  /** The same leaf with what it loses with other bins. */
  Leaf measured(Block block, Leaf leaf, int bins) {
    if (terms.isCertain(block.from, block.to)) return leaf.losing(0);
    double loss = 0;
    for (int h = 0; h < terms.heads(); h++) {
      loss += lost(parts(block, leaf, h, leaf.share(h)), bins);
    }
    return leaf.losing(Math.min(loss, classShare()));
  }

  /** The class as a share of all inputs. */
  double classShare() {
    return weighing.share(sizes);
  }

  private double lost(List<ClassTerms.Part> parts, int bins) {
    return parts.stream().mapToDouble(part -> lost(part, bins)).sum();
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
    long least = terms[0];
    for (long term : terms) least = Math.min(least, term);
    Arrays.fill(all, least);
    System.arraycopy(terms, 0, all, 0, max);
    all[weighing.m] = terms[max];
    return all;
  }

  private static long[] rounded(double[] terms, double unit) {
    long[] rounded = new long[terms.length];
    for (int t = 0; t < terms.length; t++) rounded[t] = (long) Math.ceil(terms[t] * unit);
    return rounded;
  }
}
