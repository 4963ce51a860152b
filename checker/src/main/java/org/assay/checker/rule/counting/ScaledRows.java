// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;

/**
 * Lemma L-13: the rows of one class, each output's entries times one positive factor, so that the
 * maximum adds about as much to the sums of each.
 */
@Lemma("L-13")
final class ScaledRows implements BlockTerms.Source {
  private static final int FACTOR_BITS = 20;
  private static final int PART_BITS = 42;
  private static final int UNLIKE_BITS =
      6; // outputs of less than 1/64 of the most stay as they are

  private final BlockTerms.Source rows;
  private final InputClass inputs;
  private final long[] factors;

  ScaledRows(InputClass inputs, BlockTerms.Source rows) {
    this.rows = rows;
    this.inputs = inputs;
    this.factors = factors(parts());
  }

  @Override
  public long[] before(int i, int t) {
    return scaled(rows.before(i, t));
  }

  @Override
  public long[] query() {
    return scaled(rows.query());
  }

  /**
   * Beside those of the rows, 4 per entry (two products, a sum, a floor), and per output 2 for each
   * position (size, sum) and 5 for the factor (maximum, minimum, three for the quotient).
   */
  @Override
  public long operations() {
    long entries = inputs.last() * (inputs.m() + 1L) + 1;
    return rows.operations() + factors.length * (4 * entries + 2L * inputs.last() + 5);
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
  private static long[] factors(long[] parts) {
    long most = Arrays.stream(parts).max().orElse(0);
    int drop = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(most) - PART_BITS);
    long least = Arrays.stream(parts).min().orElse(0) >> drop;
    long common = Math.max(1, Math.max(least, most >> drop >> UNLIKE_BITS));
    return Arrays.stream(parts).map(part -> factor(part >> drop, common)).toArray();
  }

  private static long factor(long part, long common) {
    return (common << FACTOR_BITS) / Math.max(part, common);
  }

  /** S_o. */
  private long[] parts() {
    long[] parts = new long[rows.query().length];
    for (int i = 0; i < inputs.last(); i++) {
      long[] row = rows.before(i, inputs.m());
      Arrays.setAll(parts, o -> parts[o] + Math.abs(row[o]));
    }
    return parts;
  }
}
