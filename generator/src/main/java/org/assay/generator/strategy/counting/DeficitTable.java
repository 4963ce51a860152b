// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import org.assay.generator.strategy.TokenWeights;

/**
 * Counts from below the inputs of a class (query, maximum m) with c + Σ H_i(x_i) < 0, in units of
 * all inputs, by a table over (sum of deficits, "m was seen"). One table serves all queries with
 * the same H_i; each has its own c and so its own Z.
 *
 * <p>Why not too many are counted: with deficits z_i(t) >= (H_i(t) - a_i) / w and Z = floor((-c - Σ
 * a_i - 1) / w), Σ z <= Z gives c + Σ H <= c + Σ a + w Z < 0, for any integers a_i and w >= 1. The
 * choice of a and w is the checker's (lemma L-09), so that both count the same, up to deficits that
 * are within rounding of an integer.
 *
 * <p>With token weights each token counts what it weighs (lemma L-52); W is the sum of the weights
 * up to m, m + 1 without.
 *
 * <p>Rounding: counts are doubles in units of 2^(s (k-1)), 2^s >= W, so no sum exceeds 1. If s
 * (k-1) <= 52 all are exact. Else an input is carried through at most m + 3 roundings per position
 * and Z at the end, each of which makes its share at most 1 + 2^-53 times larger; results below
 * 2^-1022 are off by 2^-1074 more, for all of them together less than 2^-1000. So the result is
 * taken as 0 below 2^-900, and lowered by 2^-52 for each rounding otherwise.
 *
 * <p>Also lowered by what the checker drops (L-09, "Counts"), so that it seldom counts less: at
 * each position less than 1 for each of 2 (Z + 1) counts, whose sum keeps 62 - length(W) bits; so
 * each time less than 2 (Z + 1) · 2^(length(W) - 60) of W^(k-1).
 */
public final class DeficitTable {
  /** What the checker counts of a term beside its bins (R-02 (a), R-03 (a)). */
  static final int BESIDE = 1 << 11;

  private static final double SMALLEST = 0x1p-900;
  private static final int COUNT_BITS = 62; // of the sums of counts that the checker keeps

  private final int m;
  private final int held; // tokens from here on count nothing, but for m
  private final TokenWeights tokens;
  private final int tokenBits; // the s of the units
  private final long ofTokens; // what all tokens up to m weigh
  private final int positions;
  private final Deficits deficits;
  private final int last; // the largest Z of a query
  private final double unit; // 2^-s
  private double[] seen;
  private double[] unseen;
  private int topSeen; // entries behind it are 0
  private int topUnseen;
  private int end; // deficit of the maximum at the last position before the query
  private long[] others = {}; // those of the tokens below m, with their weights, sorted
  private int dropped; // bits that the checker drops of its counts
  private int filled; // positions in the table
  private long operations;

  /**
   * Requires: |c| + Σ max |H_i| < 2^61; k <= bins <= 2^16.
   *
   * @param terms H_i(t), [position][token <= m]
   * @param tokens what each token counts
   */
  DeficitTable(long[][] terms, Deficits.Queries queries, int bins, TokenWeights tokens) {
    this(new Deficits(terms, queries, bins), queries.areMaximum(), tokens, Integer.MAX_VALUE);
  }

  private DeficitTable(Deficits deficits, boolean areMaximum, TokenWeights tokens, int held) {
    this.positions = deficits.positions();
    this.m = positions == 0 ? 0 : deficits.tokens() - 1;
    this.held = held;
    this.tokens = tokens;
    this.tokenBits = tokens.bits(m);
    this.ofTokens = tokens.upTo(m);
    this.unit = Math.scalb(1.0, -tokenBits);
    this.deficits = deficits;
    this.last = deficits.last();
    this.operations = positions * (3L * (m + 1) + 1);
    if (deficits.areNone()) return;
    int sorting = Integer.SIZE - Integer.numberOfLeadingZeros(m + 1);
    this.operations += positions * (m + 1L) * (8 + sorting);
    if (last >= 0) fill(areMaximum);
  }

  /** What the checker spends on such a table and on the queries so far. */
  long operations() {
    return operations;
  }

  /** For one query alone. */
  public static double good(
      long[][] before, long query, boolean queryIsMaximum, int bins, TokenWeights tokens) {
    return new DeficitTable(before, Deficits.Queries.one(query, queryIsMaximum), bins, tokens)
        .good(query, queryIsMaximum);
  }

  /**
   * The same of a slice (lemma L-73): of inputs of which the largest token below m before the query
   * is from {@code low} up to {@code high - 1}, or less if {@code low} is 0. Rounding may make the
   * result a little larger where counts take more than 52 bits.
   */
  public static double good(Slice slice, long query, boolean queryIsMaximum, int bins) {
    Deficits.Queries queries = Deficits.Queries.one(query, queryIsMaximum);
    Deficits deficits = new Deficits(slice.terms, queries, bins);
    double good = good(deficits, slice.high, query, queryIsMaximum);
    if (slice.low == 0) return good;
    double less = good(deficits, slice.low, query, queryIsMaximum);
    return Math.max(0, good - less);
  }

  private static double good(Deficits deficits, int held, long query, boolean queryIsMaximum) {
    return new DeficitTable(deficits, queryIsMaximum, TokenWeights.UNIFORM, held)
        .good(query, queryIsMaximum);
  }

  /** Terms before the query, [position][token <= m], and the range of the second token. */
  public record Slice(long[][] terms, int low, int high) {}

  /** In units of 2^(s (k-1)), the inputs of a query with this c that are good. */
  double good(long query, boolean queryIsMaximum) {
    operations += 3;
    int limit = deficits.limit(query);
    if (limit < 0) return 0;
    double good = tokens.of(m) * (upTo(seen, limit - end) + upTo(unseen, limit - end));
    for (int t = 0; t < others.length && deficit(others[t]) <= limit; ) {
      int shift = deficit(others[t]);
      long weight = 0;
      for (; t < others.length && deficit(others[t]) == shift; t++) weight += (int) others[t];
      double counts = upTo(seen, limit - shift);
      if (queryIsMaximum) counts += upTo(unseen, limit - shift);
      good += weight * counts;
      operations += 3;
    }
    return lowered(good * unit);
  }

  private static double upTo(double[] sums, int limit) {
    return limit < 0 ? 0 : sums[limit];
  }

  private void fill(boolean queryIsMaximum) {
    seen = new double[last + 1];
    unseen = new double[last + 1];
    (queryIsMaximum ? seen : unseen)[0] = 1;
    topSeen = queryIsMaximum ? 0 : -1;
    topUnseen = queryIsMaximum ? -1 : 0;
    for (int i = 0; i < positions - 1; i++) add(i);
    makeRoom();
    end = deficits.ofMaximum(positions - 1);
    others = sortedOthers(positions - 1);
    for (int s = 1; s <= last; s++) {
      seen[s] += seen[s - 1];
      unseen[s] += unseen[s - 1];
    }
    operations += 2L * last;
  }

  /** Of tokens that are good with some: deficit in the high half, weight in the low one. */
  private long[] sortedOthers(int position) {
    long[] sorted = deficits.sorted(position).clone();
    for (int j = 0; j < sorted.length; j++) {
      int t = (int) sorted[j];
      sorted[j] += (t < held ? tokens.of(t) : 0) - t;
    }
    return sorted;
  }

  private static int deficit(long token) {
    return (int) (token >>> Integer.SIZE);
  }

  /** One more position. */
  private void add(int position) {
    makeRoom();
    double[] nextSeen = new double[last + 1];
    double[] nextUnseen = new double[last + 1];
    long[] sorted = sortedOthers(position);
    int ofMaximum = deficits.ofMaximum(position);
    int highSeen = -1;
    int highUnseen = -1;
    for (int t = 0; t < sorted.length; ) {
      int shift = deficit(sorted[t]);
      long weight = 0;
      for (; t < sorted.length && deficit(sorted[t]) == shift; t++) weight += (int) sorted[t];
      double times = weight * unit;
      highSeen = Math.max(highSeen, shiftAdd(seen, topSeen, nextSeen, shift, times));
      highUnseen = Math.max(highUnseen, shiftAdd(unseen, topUnseen, nextUnseen, shift, times));
    }
    double times = tokens.of(m) * unit;
    highSeen = Math.max(highSeen, shiftAdd(seen, topSeen, nextSeen, ofMaximum, times));
    highSeen = Math.max(highSeen, shiftAdd(unseen, topUnseen, nextSeen, ofMaximum, times));
    seen = nextSeen;
    unseen = nextUnseen;
    topSeen = highSeen;
    topUnseen = highUnseen;
    filled++;
  }

  /** Returns the last entry that got something, or -1. */
  private int shiftAdd(double[] from, int top, double[] to, int shift, double times) {
    int entries = Math.min(top, last - shift) + 1;
    for (int s = 0; s < entries; s++) to[s + shift] += times * from[s];
    operations += 2L * Math.max(0, entries);
    return entries > 0 ? entries - 1 + shift : -1;
  }

  /** The checker keeps its counts below 2^62; here only its work is told. */
  private void makeRoom() {
    double sum = 0;
    for (double count : seen) sum += count;
    for (double count : unseen) sum += count;
    int bits = sum == 0 ? 0 : Math.getExponent(sum) + 1 + tokenBits * filled - dropped;
    int length = Long.SIZE - Long.numberOfLeadingZeros(ofTokens);
    int drop = Math.max(0, bits + length - COUNT_BITS);
    dropped += drop;
    operations += (drop > 0 ? 2 : 1) * (topSeen + topUnseen + 2L);
  }

  private double lowered(double good) {
    if (positions * tokenBits <= 52) return good;
    if (good < SMALLEST) return 0;
    double roundings = positions * (m + 4.0) + last + 4;
    double lost = positions * Math.scalb(2 * (last + 1.0), tokenBits + 1 - 60);
    double all = Math.pow(ofTokens * unit, positions);
    return Math.max(0, good * (1 - roundings * 0x1p-52) - lost * all);
  }
}
