// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import java.math.BigInteger;
import org.assay.generator.strategy.margin.Binomial;

/**
 * The inputs with query q and maximum m of which exactly c tokens, the query among them if it is
 * not m, are not m, and none of these but the query exceeds m - gap (lemma L-33).
 */
record GapCell(int q, int m, int c, int gap) {
  /** Positions before the query that do not hold m. */
  int others() {
    return q == m ? c : c - 1;
  }

  /** The largest token before the query that is not m. */
  int top() {
    return m - gap;
  }

  /** The number of inputs, of {@code last} positions before the query. */
  BigInteger size(int last) {
    return Binomial.of(last, others()).multiply(BigInteger.valueOf(top() + 1L).pow(others()));
  }
}
