// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.util.Arrays;

/**
 * Lemma L-13: for one class (query, maximum) a factor p_o / 2^20 for each output, such that the
 * sums of all outputs spread alike. A block takes the largest of its outputs' terms; without
 * factors the output with the widest spread would set it at every position. The checker computes
 * its own factors from its own terms by the same formula; these differ from them by rounding.
 *
 * @param factors p_o; empty: 2^20 for each
 */
record OutputFactors(long[] factors) {
  static final OutputFactors ONE = new OutputFactors(new long[0]);

  private static final int BITS = 20;
  private static final int SPREAD_BITS = 42;
  private static final int UNLIKE_BITS = 6;

  /**
   * @param drop bits of the rows that the terms do not have
   */
  static OutputFactors of(MarginRows rows, int drop, int m) {
    long[] spreads = new long[rows.vocab()];
    for (int i = 0; i < rows.rows().length - 1; i++) addSpreads(rows.rows()[i], spreads, drop);
    long most = 0;
    long least = Long.MAX_VALUE;
    for (int o = 0; o < spreads.length; o++) {
      if (o != m) {
        most = Math.max(most, spreads[o]);
        least = Math.min(least, spreads[o]);
      }
    }
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(most) - SPREAD_BITS);
    long common = Math.max(1, Math.max(least >> shift, most >> shift >> UNLIKE_BITS));
    return new OutputFactors(
        Arrays.stream(spreads).map(spread -> factor(spread >> shift, common)).toArray());
  }

  private static void addSpreads(long[] row, long[] spreads, int drop) {
    for (int o = 0; o < spreads.length; o++) {
      long largest = Long.MIN_VALUE;
      long least = Long.MAX_VALUE;
      for (int at = o; at < row.length; at += spreads.length) {
        largest = Math.max(largest, row[at] >> drop);
        least = Math.min(least, row[at] >> drop);
      }
      spreads[o] += largest - least;
    }
  }

  private static long factor(long spread, long common) {
    return spread <= common ? 1L << BITS : (common << BITS) / spread;
  }

  /** ceil(p_o · term / 2^20). */
  long times(int output, long term) {
    if (factors.length == 0) return term;
    long factor = factors[output];
    long low = factor * (term & (1L << BITS) - 1) + (1L << BITS) - 1;
    return factor * (term >> BITS) + (low >> BITS);
  }
}
