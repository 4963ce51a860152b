// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.util.Arrays;
import org.assay.checker.exact.Lemma;
import org.assay.checker.strategy.Exhaustion.Inputs;

/**
 * Lemma L-13: the rows of one class, each output's entries times one positive factor, so that all
 * outputs spread alike. Memory: 8 k (m + 1) vocab bytes.
 */
@Lemma("L-13")
final class ScaledRows implements BlockTerms.Source {
  private static final int FACTOR_BITS = 20;
  private static final int SPREAD_BITS = 42;
  private static final int UNLIKE_BITS =
      6; // outputs that spread less than 1/64 of the most stay so

  private final BlockTerms.Source rows;
  private final int m;
  private final long[][][] before; // [position][token][rival]
  private final long[] query;
  private final long[] factors;

  ScaledRows(Inputs inputs, BlockTerms.Source rows) {
    this.rows = rows;
    this.m = inputs.m();
    this.before = new long[inputs.last()][inputs.m() + 1][];
    for (int i = 0; i < before.length; i++) {
      int place = i;
      Arrays.setAll(before[i], t -> rows.before(place, t));
    }
    this.query = rows.query();
    this.factors = factors();
  }

  @Override
  public long[] before(int i, int t) {
    return scaled(before[i][t]);
  }

  @Override
  public long[] query() {
    return scaled(query);
  }

  /**
   * Beside those of the rows, 6 per entry (largest, least, two products, a sum, a floor), and per
   * output 2 for each position (difference, sum) and 4 for the factor.
   */
  @Override
  public long operations() {
    long entries = before.length * (m + 1L) + 1;
    return rows.operations() + query.length * (6 * entries + 2L * before.length + 4);
  }

  private long[] scaled(long[] row) {
    long[] scaled = new long[row.length];
    Arrays.setAll(scaled, o -> product(factors[o], row[o]));
    return scaled;
  }

  /** ceil(factor · entry / 2^20), without an overflow. */
  static long product(long factor, long entry) {
    long one = 1L << FACTOR_BITS;
    long low = factor * (entry & one - 1) + one - 1;
    return factor * (entry >> FACTOR_BITS) + (low >> FACTOR_BITS);
  }

  /** The p_o of the lemma. */
  private long[] factors() {
    long[] spreads = new long[query.length];
    Arrays.setAll(spreads, this::spread);
    long most = Arrays.stream(spreads).max().orElse(0);
    int drop = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(most) - SPREAD_BITS);
    long least = Arrays.stream(spreads).min().orElse(0) >> drop;
    long common = Math.max(1, Math.max(least, most >> drop >> UNLIKE_BITS));
    return Arrays.stream(spreads).map(spread -> factor(spread >> drop, common)).toArray();
  }

  private static long factor(long spread, long common) {
    return spread <= common ? 1L << FACTOR_BITS : (common << FACTOR_BITS) / spread;
  }

  /** S_o. */
  private long spread(int o) {
    long sum = 0;
    for (long[][] rowsOfPlace : before) {
      long largest = Long.MIN_VALUE;
      long least = Long.MAX_VALUE;
      for (long[] row : rowsOfPlace) {
        largest = Math.max(largest, row[o]);
        least = Math.min(least, row[o]);
      }
      sum += largest - least;
    }
    return sum;
  }
}
