// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;

/**
 * The terms H_i(t) of a class in bins: deficits z_i(t) >= (H_i(t) - a_i) / w, and for each query
 * the largest sum of deficits that is still good. The choice of a and w is the checker's (lemma
 * L-09).
 */
final class Deficits {
  private final long[][] terms; // raised
  private final long[] bases; // a_i
  private final long width; // w; 0 if no input is good
  private final long basis; // Σ a_i
  private final int last; // the largest Z of a query
  private final long[][] sorted; // [position]: as asked for

  /**
   * What one table serves.
   *
   * @param least the least c of the queries
   * @param most the largest
   * @param areMaximum whether the maximum is the only query
   */
  record Queries(long least, long most, boolean areMaximum) {
    static Queries one(long query, boolean isMaximum) {
      return new Queries(query, query, isMaximum);
    }
  }

  /** Requires: |c| + Σ max |H_i| < 2^61; k <= bins <= 2^16. */
  Deficits(long[][] terms, Queries queries, int bins) {
    this.terms = raised(terms, queries.most);
    this.sorted = new long[terms.length][];
    this.bases = new long[terms.length];
    long room = -queries.least;
    for (long[] row : this.terms) room -= least(row);
    if (terms.length == 0 || room <= 0) {
      this.width = 0;
      this.basis = 0;
      this.last = -1;
      return;
    }
    this.width = (room - 1) / bins + 1;
    long sum = 0;
    for (int i = 0; i < bases.length; i++) {
      bases[i] = base(this.terms[i]);
      sum += bases[i];
    }
    this.basis = sum;
    this.last = Math.toIntExact(Math.max(-1, largestSum(queries.least)));
  }

  /** No input is good, and none was looked at twice. */
  boolean areNone() {
    return width == 0;
  }

  int positions() {
    return terms.length;
  }

  /** Requires: a position. */
  int tokens() {
    return terms[0].length;
  }

  int last() {
    return last;
  }

  /** Z of a query with this c, as far as one table reaches; -1 if no input of it is good. */
  int limit(long query) {
    return last < 0 ? -1 : (int) Math.max(-1, Math.min(last, largestSum(query)));
  }

  private long largestSum(long query) {
    return Math.floorDiv(-query - basis - 1, width);
  }

  /** By token, at a position; beyond {@link #last} they are all alike. */
  private int[] at(int position) {
    int[] deficits = new int[terms[position].length];
    for (int t = 0; t < deficits.length; t++) deficits[t] = of(terms[position][t], position);
    return deficits;
  }

  /** The tokens below m up to {@link #last}: deficit in the high half, token in the low one. */
  long[] sorted(int position) {
    if (sorted[position] == null) sorted[position] = sorted(at(position));
    return sorted[position];
  }

  private long[] sorted(int[] deficits) {
    long[] tokens = new long[deficits.length - 1];
    int count = 0;
    for (int t = 0; t < tokens.length; t++) {
      if (deficits[t] <= last) tokens[count++] = ((long) deficits[t] << Integer.SIZE) + t;
    }
    Arrays.sort(tokens, 0, count);
    return Arrays.copyOf(tokens, count);
  }

  /** Of the maximum. */
  int ofMaximum(int position) {
    long[] row = terms[position];
    return of(row[row.length - 1], position);
  }

  private int of(long term, int position) {
    return (int) Math.min(last + 1L, ceilDivide(term - bases[position], width));
  }

  /** Requires: 0 <= a < 2^62, 0 < b <= 2^61. */
  private static long ceilDivide(long a, long b) {
    return (a + b - 1) / b;
  }

  /**
   * Terms that make up for the worst of all others, with as much to spare, are no better for being
   * less; raised, they leave the bins to the others (L-09).
   */
  private static long[][] raised(long[][] terms, long most) {
    long worst = most;
    for (long[] row : terms) worst += largest(row);
    long spare = 2 * Math.max(0, worst + 1);
    long[][] raised = new long[terms.length][];
    for (int i = 0; i < terms.length; i++) {
      long enough = largest(terms[i]) - spare;
      raised[i] = terms[i].clone();
      for (int t = 0; t < raised[i].length; t++) raised[i][t] = Math.max(terms[i][t], enough);
    }
    return raised;
  }

  private static long largest(long[] row) {
    long largest = row[0];
    for (long term : row) largest = Math.max(largest, term);
    return largest;
  }

  private static long least(long[] row) {
    long least = row[0];
    for (long term : row) least = Math.min(least, term);
    return least;
  }

  /**
   * The a_i that loses least where deficits are rounded up to whole widths: that of the tokens
   * whose remainder, were it the base, leaves the smallest sum of losses.
   */
  private long base(long[] row) {
    long least = least(row);
    long[] remainders = new long[row.length];
    for (int t = 0; t < row.length; t++) remainders[t] = (row[t] - least) % width;
    Arrays.sort(remainders);
    long share = width / remainders.length;
    int best = 0;
    for (int j = 1; j < remainders.length; j++) {
      if (remainders[j] - j * share < remainders[best] - best * share) best = j;
    }
    return remainders[best] == 0 ? least : least + remainders[best] - width;
  }
}
