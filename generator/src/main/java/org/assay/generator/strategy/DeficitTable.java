// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.util.Arrays;

/**
 * Counts from below the inputs of a class (query, maximum m) with c + Σ H_i(x_i) < 0, in units of
 * all inputs, by a table over (sum of deficits, "m was seen").
 *
 * <p>Why not too many are counted: with deficits z_i(t) >= (H_i(t) - a_i) / w and Z = floor((-c - Σ
 * a_i - 1) / w), Σ z <= Z gives c + Σ H <= c + Σ a + w Z < 0, for any integers a_i and w >= 1. The
 * choice of a and w is the checker's (lemma L-09), so that both count the same, up to deficits that
 * are within rounding of an integer.
 *
 * <p>Rounding: counts are doubles in units of 2^(s (k-1)), 2^s >= m + 1, so no sum exceeds 1. If s
 * (k-1) <= 52 all are exact. Else an input is carried through at most m + 3 roundings per position
 * and Z at the end, each of which makes its share at most 1 + 2^-53 times larger; results below
 * 2^-1022 are off by 2^-1074 more, for all of them together less than 2^-1000. So the result is
 * taken as 0 below 2^-900, and lowered by 2^-52 for each rounding otherwise.
 *
 * <p>Also lowered by what the checker drops (L-09, "Counts"), so that it seldom counts less: at
 * each position less than 1 for each of 2 (Z + 1) counts, whose sum keeps 62 - length(m + 1) bits;
 * so each time less than 2 (Z + 1) · 2^(length(m + 1) - 60) of (m + 1)^(k-1).
 */
final class DeficitTable {
  private static final double SMALLEST = 0x1p-900;

  private final int m;
  private final int last; // Z
  private final double unit; // 2^-s
  private double[] seen;
  private double[] unseen;
  private int support; // entries behind it are 0

  private DeficitTable(int m, int last, boolean queryIsMaximum) {
    this.m = m;
    this.last = last;
    this.unit = Math.scalb(1.0, -tokenBits(m));
    this.seen = new double[last + 1];
    this.unseen = new double[last + 1];
    (queryIsMaximum ? seen : unseen)[0] = 1;
  }

  /** The s of the units. */
  static int tokenBits(int m) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(m);
  }

  /** Requires: |c| + Σ max |H_i| < 2^61; k <= bins <= 2^16. */
  static double good(long[][] terms, long query, boolean queryIsMaximum, int bins) {
    long[][] before = raised(terms, query);
    long room = -query;
    for (long[] row : before) room -= least(row);
    if (before.length == 0 || room <= 0) return 0; // no input is good
    int m = before[0].length - 1;
    long width = (room - 1) / bins + 1;
    long limit = -query - 1;
    long[] bases = new long[before.length];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = base(before[i], width);
      limit -= bases[i];
    }
    DeficitTable table = new DeficitTable(m, Math.toIntExact(limit / width), queryIsMaximum);
    for (int i = 0; i < bases.length - 1; i++) {
      table.add(table.deficits(before[i], bases[i], width));
    }
    int end = bases.length - 1;
    double good = table.end(table.deficits(before[end], bases[end], width));
    return table.lowered(good, bases.length);
  }

  /**
   * Terms that make up for the worst of all others, with as much to spare, are no better for being
   * less; raised, they leave the bins to the others (L-09).
   */
  private static long[][] raised(long[][] terms, long query) {
    long worst = query;
    for (long[] row : terms) worst += largest(row);
    long spare = 2 * Math.max(0, worst + 1);
    long[][] raised = new long[terms.length][];
    for (int i = 0; i < terms.length; i++) {
      long enough = largest(terms[i]) - spare;
      raised[i] = Arrays.stream(terms[i]).map(h -> Math.max(h, enough)).toArray();
    }
    return raised;
  }

  private static long largest(long[] row) {
    return Arrays.stream(row).max().orElseThrow();
  }

  /** Where rounding up costs all tokens least, less than a width below the least term. */
  private static long base(long[] row, long width) {
    long least = least(row);
    long[] rests = new long[row.length];
    for (int t = 0; t < row.length; t++) rests[t] = (row[t] - least) % width;
    Arrays.sort(rests);
    int best = 0;
    long share = width / row.length;
    for (int j = 1; j < row.length; j++) {
      if (rests[j] - j * share < rests[best] - best * share) best = j;
    }
    return rests[best] == 0 ? least : least - width + rests[best];
  }

  private static long least(long[] row) {
    long least = row[0];
    for (long term : row) least = Math.min(least, term);
    return least;
  }

  /** Requires: 0 <= a < 2^62, 0 < b <= 2^61. */
  private static long ceilDivide(long a, long b) {
    return (a + b - 1) / b;
  }

  private int[] deficits(long[] row, long base, long width) {
    int[] deficits = new int[m + 1];
    for (int t = 0; t <= m; t++) {
      deficits[t] = (int) Math.min(last + 1L, ceilDivide(row[t] - base, width));
    }
    return deficits;
  }

  /** One more position. */
  private void add(int[] deficits) {
    double[] nextSeen = new double[last + 1];
    double[] nextUnseen = new double[last + 1];
    int[] others = Arrays.copyOf(deficits, m);
    Arrays.sort(others);
    int most = deficits[m];
    for (int t = 0; t < m && others[t] <= last; ) {
      int first = t;
      while (t < m && others[t] == others[first]) t++;
      int entries = Math.min(support, last - others[first]) + 1;
      shiftAdd(seen, nextSeen, others[first], (t - first) * unit, entries);
      shiftAdd(unseen, nextUnseen, others[first], (t - first) * unit, entries);
      most = Math.max(most, others[first]);
    }
    int entries = Math.min(support, last - deficits[m]) + 1;
    shiftAdd(seen, nextSeen, deficits[m], unit, entries);
    shiftAdd(unseen, nextSeen, deficits[m], unit, entries);
    seen = nextSeen;
    unseen = nextUnseen;
    support = Math.min(last, support + most);
  }

  private static void shiftAdd(double[] from, double[] to, int shift, double times, int entries) {
    for (int s = 0; s < entries; s++) to[s + shift] += times * from[s];
  }

  /** The last position before the query needs no table: only how many sums stay within Z. */
  private double end(int[] deficits) {
    for (int s = 1; s <= last; s++) {
      seen[s] += seen[s - 1];
      unseen[s] += unseen[s - 1];
    }
    double good = 0;
    for (int t = 0; t <= m; t++) {
      if (deficits[t] <= last) {
        good += seen[last - deficits[t]] + (t == m ? unseen[last - deficits[t]] : 0);
      }
    }
    return good * unit;
  }

  private double lowered(double good, int positions) {
    if (positions * tokenBits(m) <= 52) return good;
    if (good < SMALLEST) return 0;
    double roundings = positions * (m + 4.0) + last + 4;
    double dropped = positions * Math.scalb(2 * (last + 1.0), tokenBits(m) + 1 - 60);
    double all = Math.pow((m + 1) * unit, positions);
    return Math.max(0, good * (1 - roundings * 0x1p-52) - dropped * all);
  }
}
