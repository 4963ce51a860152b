// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import org.assay.checker.exact.CommonScale;
import org.assay.checker.exact.Enclosure;

/**
 * The attention weights of one query, [k, vocab], as fixed-point integers relative to a power of
 * two that depends on the maximum only: the factor c of lemma L-04.
 *
 * <p>Ensures: {@code lo <= 2^bits · c · exp(s_i(q, t)) <= hi}, and all hi for t <= m are below
 * 2^bits.
 */
public final class QueryWeights {
  private final Enclosure[][] weights; // [k][vocab], of so many bits
  private final CommonScale scale; // of the tokens reached so far
  private int reached;

  public QueryWeights(MarginParts model, int q, int bits) {
    this.weights = new Enclosure[model.k()][model.vocab()];
    for (int i = 0; i < this.weights.length; i++) {
      for (int t = 0; t < this.weights[i].length; t++) {
        this.weights[i][t] = model.weights().of(q, i, t).dropping(Scales.PRODUCT - bits);
      }
    }
    this.scale = new CommonScale(this.weights[0][0].exponent());
  }

  /** Makes the weights relative to the largest of tokens 0..m. Requires: m does not decrease. */
  public void reach(int m) {
    for (; reached <= m; reached++) {
      for (Enclosure[] row : weights) {
        scale.raise(row[reached].exponent());
      }
    }
  }

  /** Requires: t <= m of the last {@code reach}. */
  BigInteger lo(int i, int t) {
    return scale.down(weights[i][t]);
  }

  /** Requires: t <= m of the last {@code reach}. */
  BigInteger hi(int i, int t) {
    return scale.up(weights[i][t]);
  }
}
