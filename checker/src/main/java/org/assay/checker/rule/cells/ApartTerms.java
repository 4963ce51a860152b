// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.Leads;

/**
 * Lemma L-24. The same test as that of lemma L-22, but for each wrong output apart, and with the
 * query's own position known.
 *
 * <p>Cost: O(v) per cell.
 */
@Lemma("L-24")
final class ApartTerms {
  private final Leads leads;
  private final long[][] positions; // [m][o]: the most that a position before the query adds

  ApartTerms(Leads leads) {
    this.leads = leads;
    this.positions = new long[leads.vocab()][leads.vocab()];
    for (int m = 0; m < positions.length; m++) {
      for (int o = 0; o < positions.length; o++) {
        positions[m][o] = position(m, o);
      }
    }
  }

  /** With K = 1 there is none, and the number has no influence. */
  private long position(int m, int o) {
    long most = leads.pvou(0, o, m);
    for (int i = 1; i < leads.last(); i++) {
      most = Math.max(most, leads.pvou(i, o, m));
    }
    return most;
  }

  /** Whether all inputs of the cell are right for every output. */
  boolean isCertain(PureCell cell, PositionSums sums) {
    for (int o = 0; o < positions.length; o++) { // L-24 (a)
      if (o != cell.m && !isCertain(cell, o, sums)) {
        return false;
      }
    }
    return true;
  }

  /** n positions before the query hold the token k < m, the others m; n = 0: k is not used. */
  record PureCell(int q, int m, int n, int k) {}

  private boolean isCertain(PureCell cell, int o, PositionSums sums) {
    int rest = leads.last() - cell.n;
    long fixed = leads.direct(cell.q, o, cell.m) + leads.slack();
    long before = fixed + positions[cell.m][o];
    long ofM = before + leads.evou(cell.m, o, cell.m);
    long ofK = before + leads.evou(cell.k, o, cell.m);
    long own = fixed + leads.evou(cell.q, o, cell.m) + leads.pvou(leads.last(), o, cell.m);
    long query = sums.queryUp(own);
    return sums.lightestUp(cell.m, rest, ofM) + sums.heaviestUp(cell.k, cell.n, ofK) + query < 0
        && sums.heaviestUp(cell.m, rest, ofM) + sums.lightestUp(cell.k, cell.n, ofK) + query < 0;
  }

  /** Of the table, and of a test that looks at every output. */
  static long tableOperations(int vocab, int k) {
    return 2L * Math.max(1, k - 1) * vocab * vocab;
  }

  static long testOperations(int vocab) {
    return 37L * (vocab - 1);
  }
}
