// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-50: how often each token occurs, relative to the others. Positions are independent: an
 * input weighs the product of its tokens' weights.
 *
 * <p>Requires of a list: weights in 1..2^31-1, at most 2^12 of them; so no sum of them reaches
 * 2^43.
 */
@Lemma("L-50")
public record TokenWeights(List<Integer> listed) {
  /** Every token weighs 1: inputs are counted. The list is empty, whatever the vocabulary. */
  public static final TokenWeights UNIFORM = new TokenWeights(List.of());

  public TokenWeights {
    listed = List.copyOf(listed);
  }

  /** Whether no weights were listed; a list of equal ones is none the less a list. */
  public boolean isUniform() {
    return listed.isEmpty();
  }

  /** The weight of a token. */
  public long of(int token) {
    return isUniform() ? 1 : listed.get(token);
  }

  /** The sum of the weights of the tokens 0..m; 0 for m = -1. */
  public long upTo(int m) {
    return isUniform() ? m + 1L : listed.subList(0, m + 1).stream().mapToLong(w -> w).sum();
  }

  /** The weight of all inputs of k tokens. */
  public BigInteger total(int vocab, int k) {
    return BigInteger.valueOf(upTo(vocab - 1)).pow(k);
  }

  /**
   * The weight of all ways to fill so many positions with tokens up to m; unless seen, one of them
   * must be m.
   */
  public BigInteger fillings(int m, int positions, boolean seen) {
    BigInteger all = BigInteger.valueOf(upTo(m)).pow(positions);
    return seen ? all : all.subtract(BigInteger.valueOf(upTo(m - 1)).pow(positions));
  }
}
