// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-09. Bounds from below how many inputs of a class C(q, m) have a negative sum of
 * per-position terms H_i(x_i), by a table over (sum of deficits, "m was seen").
 *
 * <p>Cost: positions · bins · distinct deficits.
 */
@Lemma("L-09")
final class GoodCount {
  private final int m;
  private final int last; // Z of the lemma: the largest sum of deficits that is still good
  private long[] seen;
  private long[] unseen;
  private int dropped; // counts are in units of 2^dropped
  private long operations;

  private GoodCount(int m, int last, boolean queryIsMaximum) {
    this.m = m;
    this.last = last;
    this.seen = new long[last + 1];
    this.unseen = new long[last + 1];
    (queryIsMaximum ? seen : unseen)[0] = 1;
  }

  /** H_i(t) for [position][token <= m], and the query's term. */
  record Terms(long[][] before, long query, boolean queryIsMaximum) {}

  /** A lower bound of the number of good inputs, and the operations it took. */
  record Good(BigInteger count, long operations) {}

  static Good of(Terms terms, int bins) {
    long[][] before = terms.before;
    if (before.length == 0) { // the query is the whole input, and is not good
      return new Good(BigInteger.ZERO, 0);
    }
    int m = before[0].length - 1;
    long room = -terms.query; // what the terms before the query must stay below, less their least
    for (long[] row : before) {
      room -= Arrays.stream(row).min().orElseThrow();
    }
    long entries = before.length * (m + 1L);
    if (room <= 0) { // no input is good
      return new Good(BigInteger.ZERO, entries);
    }
    long width = (room - 1) / bins + 1; // w of the lemma
    long limit = -terms.query;
    int[][] deficits = new int[before.length][];
    for (int i = 0; i < before.length; i++) {
      long base = base(before[i], width);
      limit -= base;
      deficits[i] = deficits(before[i], base, width);
    }
    int last = Math.toIntExact((limit - 1) / width);
    GoodCount table = new GoodCount(m, last, terms.queryIsMaximum);
    for (int[] row : deficits) {
      table.add(row);
    }
    BigInteger good = BigInteger.valueOf(sum(table.seen)).shiftLeft(table.dropped);
    return new Good(good, 5 * entries + last + table.operations);
  }

  /** a_i of the lemma: at most every term, and a whole number of widths below that of token 0. */
  private static long base(long[] row, long width) {
    long least = Arrays.stream(row).min().orElseThrow();
    return row[0] - width * ceilDivide(row[0] - least, width);
  }

  private static int[] deficits(long[] row, long base, long width) {
    return Arrays.stream(row)
        .mapToInt(h -> (int) Math.min(Integer.MAX_VALUE, ceilDivide(h - base, width)))
        .toArray();
  }

  /** One more position, whose tokens have these deficits. */
  private void add(int[] deficits) {
    makeRoom();
    long[] nextSeen = new long[last + 1];
    long[] nextUnseen = new long[last + 1];
    int[] others = Arrays.copyOf(deficits, m);
    Arrays.sort(others);
    for (int t = 0; t < m && others[t] <= last; ) {
      int first = t;
      while (t < m && others[t] == others[first]) {
        t++;
      }
      shiftAdd(seen, nextSeen, others[first], t - first);
      shiftAdd(unseen, nextUnseen, others[first], t - first);
    }
    shiftAdd(seen, nextSeen, deficits[m], 1);
    shiftAdd(unseen, nextSeen, deficits[m], 1);
    seen = nextSeen;
    unseen = nextUnseen;
  }

  private void shiftAdd(long[] from, long[] to, int shift, long times) {
    int entries = last - shift + 1;
    for (int s = 0; s < entries; s++) {
      to[s + shift] += times * from[s];
    }
    operations += 2L * Math.max(0, entries);
  }

  /** Drops low bits until one more position cannot overflow. Counts only get smaller. */
  private void makeRoom() {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(sum(seen) + sum(unseen));
    int drop = Math.max(0, bits + Integer.SIZE - Integer.numberOfLeadingZeros(m + 1) - 62);
    operations += 2L * (last + 1);
    if (drop > 0) {
      for (int s = 0; s <= last; s++) {
        seen[s] >>= drop;
        unseen[s] >>= drop;
      }
      operations += 2L * (last + 1);
      dropped += drop;
    }
  }

  private static long sum(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  /** ceil(a / b) for a >= 0 and b > 0. */
  private static long ceilDivide(long a, long b) {
    return a == 0 ? 0 : (a - 1) / b + 1;
  }
}
