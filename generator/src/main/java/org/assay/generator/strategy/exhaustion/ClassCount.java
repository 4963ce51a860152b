// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.exhaustion;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.generator.strategy.TokenWeights;
import org.assay.generator.strategy.margin.MarginRows;

/**
 * Counts the inputs of one class (query, maximum) whose sums of {@link MarginRows} all exceed the
 * slack: exactly, by depth-first enumeration of the tokens before the query.
 *
 * <p>A prefix stands for the box of all its completions. The positions are independent, so the
 * smallest sum over the box is prefix + Σ of the smallest entries of the open positions, for each
 * output separately. If that exceeds the slack for every output, each completion counts; if for
 * some output even the largest sum does not, none does. Otherwise the box is split by its next
 * token. The result is the same integer that visiting every input gives; no rounding is involved.
 */
final class ClassCount {
  private final long[][] rows;
  private final int vocab;
  private final int maximum;
  private final int last;
  private final long[][] smallest;
  private final long[][] smallestOwed;
  private final long[][] largest;
  private final long[][] sums;

  private ClassCount(MarginRows margins, int maximum) {
    this.rows = margins.rows();
    this.vocab = margins.vocab();
    this.maximum = maximum;
    this.last = rows.length - 1;
    this.smallest = new long[rows.length][vocab];
    this.smallestOwed = new long[rows.length][vocab];
    this.largest = new long[rows.length][vocab];
    this.sums = new long[rows.length][vocab];
    for (int i = last - 1; i >= 0; i--) {
      extremes(rows[i], smallest[i], largest[i]);
      owe(i);
      add(smallest[i], smallest[i + 1], 0, smallest[i]);
      add(largest[i], largest[i + 1], 0, largest[i]);
    }
  }

  /**
   * The smallest sum from position i on if one of these positions holds the maximum: either i does
   * and the others are free, or i is free and another one does. Requires: smallest[i] is still the
   * smallest entry of position i alone.
   */
  private void owe(int i) {
    for (int o = 0; o < vocab; o++) {
      long here = rows[i][maximum * vocab + o] + smallest[i + 1][o];
      long later = smallestOwed[i + 1][o];
      boolean nobodyLater = i == last - 1;
      smallestOwed[i][o] = nobodyLater ? here : Math.min(here, smallest[i][o] + later);
    }
  }

  /** The smallest and the largest entry of each output over all tokens. */
  private void extremes(long[] row, long[] min, long[] max) {
    Arrays.fill(min, Long.MAX_VALUE);
    Arrays.fill(max, Long.MIN_VALUE);
    for (int at = 0; at < row.length; at += vocab) {
      for (int o = 0; o < vocab; o++) {
        min[o] = Math.min(min[o], row[at + o]);
        max[o] = Math.max(max[o], row[at + o]);
      }
    }
  }

  /** Requires: 0 <= query <= maximum; vocab^k < 2^63. */
  static long of(MarginRows margins, int query, int maximum) {
    return started(margins, query, maximum).below(0, query == maximum);
  }

  /** What the same inputs weigh. */
  static BigInteger weight(MarginRows margins, int query, int maximum, TokenWeights tokens) {
    return started(margins, query, maximum)
        .weightBelow(0, query == maximum, tokens)
        .multiply(BigInteger.valueOf(tokens.of(query)));
  }

  private static ClassCount started(MarginRows margins, int query, int maximum) {
    ClassCount count = new ClassCount(margins, maximum);
    long[] start =
        Arrays.copyOfRange(count.rows[count.last], query * count.vocab, (query + 1) * count.vocab);
    for (int o = 0; o < count.vocab; o++) count.sums[0][o] = start[o] - margins.slack() - 1;
    return count;
  }

  /**
   * Inputs of a class: k - 1 - depth tokens are open, and the maximum was seen or is still owed.
   */
  static long size(int open, int maximum, boolean seen) {
    return power(maximum + 1L, open) - (seen ? 0 : power(maximum, open));
  }

  private static long power(long base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) power = Math.multiplyExact(power, base);
    return power;
  }

  /**
   * sums[depth] >= 0 in every output is what an input needs; seen: the maximum is in the prefix.
   */
  private long below(int depth, boolean seen) {
    long[] least = seen ? smallest[depth] : smallestOwed[depth];
    if (allNonNegative(sums[depth], least)) return size(last - depth, maximum, seen);
    if (depth == last || !allNonNegative(sums[depth], largest[depth])) return 0;
    long counted = 0;
    boolean owed = !seen && depth == last - 1;
    for (int t = owed ? maximum : 0; t <= maximum; t++) {
      add(sums[depth], rows[depth], t * vocab, sums[depth + 1]);
      counted += below(depth + 1, seen || t == maximum);
    }
    return counted;
  }

  /** As below; what the tokens behind a token weigh is multiplied by what it weighs. */
  private BigInteger weightBelow(int depth, boolean seen, TokenWeights tokens) {
    long[] least = seen ? smallest[depth] : smallestOwed[depth];
    if (allNonNegative(sums[depth], least)) return tokens.fillings(last - depth, maximum, seen);
    if (depth == last || !allNonNegative(sums[depth], largest[depth])) return BigInteger.ZERO;
    BigInteger weight = BigInteger.ZERO;
    boolean owed = !seen && depth == last - 1;
    for (int t = owed ? maximum : 0; t <= maximum; t++) {
      add(sums[depth], rows[depth], t * vocab, sums[depth + 1]);
      BigInteger behind = weightBelow(depth + 1, seen || t == maximum, tokens);
      weight = weight.add(behind.multiply(BigInteger.valueOf(tokens.of(t))));
    }
    return weight;
  }

  /** Without early exit, so that the loop is compiled to vector instructions. */
  private static boolean allNonNegative(long[] left, long[] right) {
    long signs = 0;
    for (int o = 0; o < left.length; o++) signs |= left[o] + right[o];
    return signs >= 0;
  }

  private static void add(long[] sum, long[] row, int offset, long[] result) {
    for (int o = 0; o < sum.length; o++) result[o] = sum[o] + row[offset + o];
  }
}
