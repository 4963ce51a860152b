// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import org.assay.generator.strategy.margin.MarginRows;

/**
 * Lemma L-13: for one class (query, maximum) a factor p_o / 2^20 for each output, such that the
 * maximum adds about as much to the sums of each. A block takes the largest of its outputs' terms;
 * without factors the wildest output would set it at every position. Tried instead: spread of the
 * terms, standard deviation, mean; on trained models they leave two to five times as much unproved.
 * The checker computes its own factors from its own terms; these differ from them by rounding.
 *
 * @param factors p_o; empty: 2^20 for each
 */
record OutputFactors(long[] factors) {
  static final OutputFactors ONE = new OutputFactors(new long[0]);

  private static final int BITS = 20;
  private static final int PART_BITS = 42;
  private static final int UNLIKE_BITS = 6;

  /**
   * @param drop bits of the rows that the terms do not have
   */
  static OutputFactors of(MarginRows rows, int drop, int m) {
    long[] parts = parts(rows, drop, m);
    long most = 0;
    long least = Long.MAX_VALUE;
    for (int o = 0; o < parts.length; o++) {
      if (o != m) {
        most = Math.max(most, parts[o]);
        least = Math.min(least, parts[o]);
      }
    }
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(most) - PART_BITS);
    long common = Math.max(1, Math.max(least >> shift, most >> shift >> UNLIKE_BITS));
    return new OutputFactors(
        Arrays.stream(parts).map(part -> factor(part >> shift, common)).toArray());
  }

  /** What the maximum adds to the sums of each output, at all positions before the query. */
  private static long[] parts(MarginRows rows, int drop, int m) {
    long[] parts = new long[rows.vocab()];
    for (int i = 0; i < rows.rows().length - 1; i++) {
      for (int o = 0; o < parts.length; o++) {
        parts[o] += Math.abs(rows.rows()[i][m * parts.length + o] >> drop);
      }
    }
    return parts;
  }

  private static long factor(long part, long common) {
    return part <= common ? 1L << BITS : (common << BITS) / part;
  }

  /** ceil(p_o · term / 2^20). */
  long times(int output, long term) {
    if (factors.length == 0) return term;
    long factor = factors[output];
    long low = factor * (term & (1L << BITS) - 1) + (1L << BITS) - 1;
    return factor * (term >> BITS) + (low >> BITS);
  }
}
