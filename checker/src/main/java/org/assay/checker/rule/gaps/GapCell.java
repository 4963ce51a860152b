// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/**
 * The inputs with query {@code q} and maximum {@code m} of which exactly {@code c} tokens, the
 * query among them if it is not m, are not m, and none of these but the query exceeds m - {@code
 * gap}.
 *
 * <p>Requires: q <= m, q < m implies c >= 1, c <= k - 1.
 */
@Lemma("L-33")
record GapCell(int q, int m, int c, int gap) {

  /** Whether the cell has inputs that its gap describes; one with c = 0 needs no gap. */
  boolean isTried() {
    return c == 0 || gap >= 1 && gap <= m;
  }

  /** Positions before the query that do not hold m. */
  int others() {
    return q == m ? c : c - 1;
  }

  /** The largest token before the query that is not m. Requires: c >= 1. */
  int top() {
    return m - gap;
  }

  /** The number of inputs: C(last, others) (m - gap + 1)^others. */
  BigInteger size(int last) {
    BigInteger size = BigInteger.ONE;
    for (int i = 0; i < others(); i++) {
      size =
          size.multiply(BigInteger.valueOf(last - i))
              .divide(BigInteger.valueOf(i + 1L)); // a binomial coefficient: no rest
    }
    return others() == 0 ? size : size.multiply(BigInteger.valueOf(top() + 1L).pow(others()));
  }
}
