// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;

/** Lemma L-05: the long rows of one class C(q, m), made when they are asked for. */
@Lemma("L-05")
record ClassRows(InputClass inputs, LongRows rows, QueryWeights weights)
    implements BlockTerms.Source {
  @Override
  public long[] before(int i, int t) {
    return rows.row(new Rows.Place(inputs.q(), inputs.m(), i, t), weights);
  }

  @Override
  public long[] query() {
    return before(inputs.last(), inputs.q());
  }

  /** Per row 2 for the maximum's part, and 7 for each entry. */
  @Override
  public long operations() {
    return (inputs.last() * (inputs.m() + 1L) + 1) * (2 + 7L * (rows.vocab() - 1));
  }
}
