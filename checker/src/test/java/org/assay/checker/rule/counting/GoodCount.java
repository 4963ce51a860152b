// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.SumTerms;

/**
 * A {@link DeficitTable} for one query: bounds from below how many inputs of a class C(q, m) have a
 * negative sum of per-position terms H_i(x_i); with token weights, what they weigh before the
 * query.
 */
final class GoodCount {
  private GoodCount() {}

  /** H_i(t) for [position][token <= m], and the query's term. */
  record Terms(long[][] before, long query, boolean queryIsMaximum) {}

  static Terms of(SumTerms terms) {
    return new Terms(terms.before(), terms.own()[0], terms.queries().get(0) == terms.m());
  }

  /** A lower bound of the good inputs, and the operations so far. */
  record Good(BigInteger count, long operations) {}

  static Good of(Terms terms, DeficitTable.Measure measure) {
    DeficitTable table =
        new DeficitTable(terms.before, terms.query, terms.query, terms.queryIsMaximum, measure);
    BigInteger good = table.good(terms.query, terms.queryIsMaximum);
    return new Good(good, measure.meter().operations().longValueExact());
  }
}
