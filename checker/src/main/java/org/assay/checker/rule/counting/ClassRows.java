// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.assay.checker.deficit.CommonSize;
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
    long[] factors = CommonSize.factors(parts());
    UnaryOperator<long[]> scaled = row -> scaled(factors, row);
    long[][][] rows =
        Arrays.stream(before)
            .map(tokens -> Arrays.stream(tokens).map(scaled).toArray(long[][]::new))
            .toArray(long[][][]::new);
    return new ClassRows(m, rows, scaled(factors, query));
  }

  private static long[] scaled(long[] factors, long[] row) {
    long[] scaled = new long[row.length];
    Arrays.setAll(scaled, o -> CommonSize.productUp(factors[o], row[o]));
    return scaled;
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
