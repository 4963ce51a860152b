// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;

/**
 * Lemma L-07 for one class C(q, m): per block of outputs the largest of their rows' entries, so
 * that a negative sum proves every output of the block.
 */
@Lemma("L-07")
final class BlockTerms {
  private final InputClass inputs;
  private final List<Cover.Block> blocks;
  private final long[][][] before; // [block][position][token]
  private final long[] query; // [block]
  private long operations;

  /** The rows of one class: an entry for each output but m. */
  interface Source {
    /** The row of a token at a position before the query. */
    long[] before(int i, int t);

    long[] query();

    /** What making all rows takes. */
    long operations();
  }

  BlockTerms(InputClass inputs, Source rows, List<Cover.Block> blocks) {
    this.inputs = inputs;
    this.blocks = blocks.stream().filter(block -> !isMaximumAlone(block)).toList();
    this.before = new long[this.blocks.size()][inputs.last()][inputs.m() + 1];
    this.query = new long[this.blocks.size()];
    for (int i = 0; i < inputs.last(); i++) {
      for (int t = 0; t <= inputs.m(); t++) {
        long[] row = rows.before(i, t);
        for (int b = 0; b < query.length; b++) {
          before[b][i][t] = largest(row, this.blocks.get(b));
        }
        operations += row.length;
      }
    }
    long[] row = rows.query();
    Arrays.setAll(query, b -> largest(row, this.blocks.get(b)));
    operations += row.length + rows.operations();
  }

  long operations() {
    return operations;
  }

  /** The terms of each block. */
  List<SumTerms> blocks() {
    return IntStream.range(0, query.length)
        .mapToObj(
            b -> new SumTerms(inputs.m(), List.of(inputs.q()), before[b], new long[] {query[b]}))
        .toList();
  }

  private boolean isMaximumAlone(Cover.Block block) {
    return block.from() == inputs.m() && block.to() == inputs.m() + 1;
  }

  /** The largest entry of a row (which has none for m) over the outputs of a block. */
  private long largest(long[] row, Cover.Block block) {
    int from = block.from() > inputs.m() ? block.from() - 1 : block.from();
    int to = block.to() > inputs.m() ? block.to() - 1 : block.to();
    long largest = row[from];
    for (int o = from + 1; o < to; o++) {
      largest = Math.max(largest, row[o]);
    }
    return largest;
  }
}
