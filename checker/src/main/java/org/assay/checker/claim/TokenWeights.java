// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.exact.Lemma;

/**
 * Lemmas L-50, L-78: how often each token occurs, relative to the others; positions may differ. An
 * input weighs the product of its tokens' weights. Requires: no sum of a list reaches 2^43.
 */
@Lemma({"L-50", "L-78"})
public record TokenWeights(List<Integer> listed, List<TokenWeights> places) {
  /** Every token weighs 1: inputs are counted. The list is empty, whatever the vocabulary. */
  public static final TokenWeights UNIFORM = new TokenWeights(List.of());

  public TokenWeights(List<Integer> listed) {
    this(List.copyOf(listed), List.of());
  }

  /** Whether no weights were listed; a list of equal ones is none the less a list. */
  public boolean isUniform() {
    return listed.isEmpty() && places.isEmpty();
  }

  /** The weights at a position. */
  public TokenWeights at(int position) {
    return places.isEmpty() ? this : places.get(position);
  }

  /** The weight of a token. */
  public long of(int token) {
    return isUniform() ? 1 : listed.get(token);
  }

  /** The sum of the weights of the tokens 0..m; 0 for m = -1. */
  public long upTo(int m) {
    return isUniform() ? m + 1L : listed.subList(0, m + 1).stream().mapToLong(w -> w).sum();
  }

  /** The weight of all ways to fill the positions {@code from} to {@code to - 1}, up to m. */
  public BigInteger upTo(int m, int from, int to) {
    return places.isEmpty()
        ? BigInteger.valueOf(upTo(m)).pow(to - from)
        : places.subList(from, to).stream()
            .map(place -> BigInteger.valueOf(place.upTo(m)))
            .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** The same; unless seen, one of them must be m. */
  public BigInteger fillings(int m, int from, int to, boolean seen) {
    return upTo(m, from, to).subtract(seen ? BigInteger.ZERO : upTo(m - 1, from, to));
  }
}
