// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

/**
 * The cells (q, m, n, k) of lemma L-23 with n >= 1, numbered by q, then m, n and k: query q,
 * maximum m >= q, and n of the {@code last} positions before the query hold the token k < m.
 */
record Cells(int vocab, int last) {
  /** The most positions before the query that need not hold m. */
  int mostOthers(int q, int m) {
    int most = q == m ? last : Math.max(0, last - 1);
    return m == 0 ? 0 : most; // below 0 there is no other token
  }

  /** The number of cells of one pair. */
  long ofPair(int q, int m) {
    return (long) m * mostOthers(q, m);
  }

  /** The number of cells of all queries below q. */
  long below(int q) {
    long cells = 0;
    for (int first = 0; first < q; first++) {
      long maxima = (long) (vocab - 1 - first) * (vocab + first) / 2; // the sum of those above it
      cells += ofPair(first, first) + maxima * Math.max(0, last - 1);
    }
    return cells;
  }
}
