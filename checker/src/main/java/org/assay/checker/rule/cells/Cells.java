// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import org.assay.checker.exact.Lemma;

/**
 * The cells (q, m, n, k) of lemma L-23 with n >= 1: query q, maximum m >= q, and n of the {@code
 * last} positions before the query hold the token k < m. Numbered by m, then n, k and q: then the
 * cells that fail are neighbours.
 */
@Lemma("L-23")
record Cells(int vocab, int last) {
  /** The most positions before the query that need not hold m, with a token below it. */
  int mostOthers(int q, int m) {
    int most = q == m ? last : Math.max(0, last - 1); // L-23 (a)
    return m == 0 ? 0 : most;
  }

  /** Requires: {@code 1 <= n <= mostOthers(q, m)}, {@code k < m}. */
  long number(int q, int m, int n, int k) {
    long queries = n < last ? m + 1L : 1;
    long first = below(m) + (n - 1L) * m * (m + 1L);
    return first + k * queries + (n < last ? q : 0);
  }

  /** The number of all cells. */
  long count() {
    return below(vocab);
  }

  /** The number of cells whose maximum is below m. */
  private long below(int m) {
    long anyQuery = (m - 1L) * m * (m + 1L) / 3 * Math.max(0, last - 1);
    long ownQuery = last == 0 ? 0 : (m - 1L) * m / 2; // n = last
    return anyQuery + ownQuery;
  }
}
