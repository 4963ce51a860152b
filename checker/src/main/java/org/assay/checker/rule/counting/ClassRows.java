// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;

/**
 * Lemma L-05: the long rows of one class C(q, m), an entry for each output but m; and lemma L-13:
 * the same with each output's entries times one positive factor, so that the maximum adds about as
 * much to the sums of each.
 *
 * <p>Shapes: before [position][token], of the positions before the query.
 */
@Lemma({"L-05", "L-13"})
record ClassRows(int m, long[][][] before, long[] query) {
  private static final int FACTOR_BITS = 20;
  private static final int PART_BITS = 42;

  /** Outputs of less than 1/64 of the most stay as they are. */
  private static final int UNLIKE_BITS = 6;

  static ClassRows of(InputClass inputs, LongRows rows, QueryWeights weights) {
    long[][][] before = new long[inputs.last()][inputs.m() + 1][];
    for (int i = 0; i < before.length; i++) {
      for (int t = 0; t <= inputs.m(); t++) {
        before[i][t] = rows.row(new Rows.Place(inputs.q(), inputs.m(), i, t), weights);
      }
    }
    Rows.Place own = new Rows.Place(inputs.q(), inputs.m(), inputs.last(), inputs.q());
    return new ClassRows(inputs.m(), before, rows.row(own, weights));
  }

  ClassRows scaled(Meter meter) {
    long entries = before.length * (m + 1L) + 1;
    long each =
        4 * entries // two products, a sum, a floor
            + 2L * before.length // size and sum of the maximum's part
            + 5; // the factor: maximum, minimum, three for the quotient
    meter.add(query.length * each);
    long[] factors = factors(parts());
    UnaryOperator<long[]> scaled = row -> scaled(factors, row);
    long[][][] rows =
        Arrays.stream(before)
            .map(tokens -> Arrays.stream(tokens).map(scaled).toArray(long[][]::new))
            .toArray(long[][][]::new);
    return new ClassRows(m, rows, scaled(factors, query));
  }

  private static long[] scaled(long[] factors, long[] row) {
    long[] scaled = new long[row.length];
    Arrays.setAll(scaled, o -> productUp(factors[o], row[o]));
    return scaled;
  }

  /** ceil(factor · entry / 2^20), without an overflow. */
  static long productUp(long factor, long entry) {
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
    long[] parts = new long[query.length];
    for (long[][] tokens : before) {
      Arrays.setAll(parts, o -> parts[o] + Math.abs(tokens[m][o]));
    }
    return parts;
  }
}
