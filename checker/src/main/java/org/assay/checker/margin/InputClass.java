// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import org.assay.checker.claim.TokenWeights;

/** The inputs with query token q and maximum m; last is the query's position. */
public record InputClass(int q, int m, int last) {
  /** Ways to fill so many positions with tokens up to m; unless seen, one of them must be m. */
  public long completions(int positions, boolean seen) {
    long all = 1;
    long withoutM = 1;
    for (int i = 0; i < positions; i++) {
      all *= m + 1;
      withoutM *= m;
    }
    return seen ? all : all - withoutM;
  }

  /** What the inputs weigh: the query times all that the positions before it may hold. */
  public BigInteger weight(TokenWeights tokens) {
    BigInteger query = BigInteger.valueOf(tokens.at(last).of(q));
    return tokens.fillings(m, 0, last, q == m).multiply(query);
  }
}
