// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import java.util.List;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;

/**
 * Lemma L-07 for one class C(q, m): per block of outputs the largest of their rows' entries, so
 * that a negative sum proves every output of the block.
 */
@Lemma("L-07")
final class BlockTerms {
  private BlockTerms() {}

  /** The terms of a block that is not the maximum alone. */
  static SumTerms of(InputClass inputs, ClassRows rows, Cover.Block block) {
    int m = inputs.m(); // a row has no entry for it
    int from = block.from() > m ? block.from() - 1 : block.from();
    int to = block.to() > m ? block.to() - 1 : block.to();
    long[][] before =
        Arrays.stream(rows.before())
            .map(tokens -> Arrays.stream(tokens).mapToLong(row -> largest(row, from, to)).toArray())
            .toArray(long[][]::new);
    long[] own = {largest(rows.query(), from, to)};
    return new SumTerms(m, List.of(inputs.q()), before, own);
  }

  private static long largest(long[] row, int from, int to) {
    long largest = row[from];
    for (int o = from + 1; o < to; o++) {
      largest = Math.max(largest, row[o]);
    }
    return largest;
  }
}
