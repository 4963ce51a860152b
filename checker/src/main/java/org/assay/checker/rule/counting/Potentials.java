// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-11: how much more attention than the maximum a token below it may get from any query of a
 * class, and how much it gets from all of them; unscaled scores, exact, in units of the matrix.
 *
 * <p>Cost: 12 · vocab operations per query.
 */
@Lemma("L-11")
final class Potentials {
  /** Tokens this close to the maximum are compared with it directly. */
  private static final int STRIDE = 4;

  private final ExactMatrix scores;
  private final BigInteger[][] rise; // [k - 1][s]: max of A[q, s] - A[q, s + k]
  private final BigInteger[][] fall;

  Potentials(ExactMatrix scores) {
    this.scores = scores;
    this.rise = new BigInteger[STRIDE][scores.columns()];
    this.fall = new BigInteger[STRIDE][scores.columns()];
  }

  /** One more query of the class. */
  void add(int q) {
    for (int k = 1; k <= STRIDE; k++) {
      for (int s = 0; s + k < scores.columns(); s++) {
        BigInteger difference = scores.significand(q, s).subtract(scores.significand(q, s + k));
        boolean first = rise[k - 1][s] == null;
        rise[k - 1][s] = first ? difference : rise[k - 1][s].max(difference);
        fall[k - 1][s] = first ? difference : fall[k - 1][s].min(difference);
      }
      scores.meter().add(3L * Math.max(0, scores.columns() - k)); // as above
    }
  }

  /** phi of the lemma, for tokens 0..m. Requires: at least one query was added. */
  BigInteger[] upper(int m) {
    return potential(rise, m);
  }

  /** psi of the lemma, for tokens 0..m. */
  BigInteger[] lower(int m) {
    return potential(fall, m);
  }

  private BigInteger[] potential(BigInteger[][] steps, int m) {
    BigInteger[] sums = new BigInteger[m + 1];
    sums[m] = BigInteger.ZERO;
    for (int t = m - 1; t >= 0; t--) {
      int k = Math.min(STRIDE, m - t);
      sums[t] = steps[k - 1][t].add(sums[t + k]);
    }
    scores.meter().add(m);
    return sums;
  }
}
