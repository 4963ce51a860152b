// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-09 for one query: bounds from below how many inputs of a class C(q, m) have a negative
 * sum of per-position terms H_i(x_i); with token weights (L-52), what they weigh before the query.
 */
@Lemma("L-09")
final class GoodCount {
  private GoodCount() {}

  /** H_i(t) for [position][token <= m], and the query's term. */
  record Terms(long[][] before, long query, boolean queryIsMaximum) {}

  /** A lower bound of the good inputs, and the operations it took. */
  record Good(BigInteger count, long operations) {}

  static Good of(Terms terms, DeficitTable.Measure measure) {
    DeficitTable table =
        new DeficitTable(terms.before, terms.query, terms.query, terms.queryIsMaximum, measure);
    BigInteger good = table.good(terms.query, terms.queryIsMaximum);
    return new Good(good, table.operations());
  }
}
