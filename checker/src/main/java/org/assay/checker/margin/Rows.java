// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

/**
 * For query q, maximum m and position i with token t: one number per output o != m that is at least
 * -sigma · g_i^o(q, m, t), with one sigma > 0 for all of them (lemma L-05 with the sign turned, so
 * that the test of many sums is the sign bit of their bitwise AND).
 *
 * @param <R> a row of numbers, one per output other than m
 */
public interface Rows<R> {
  /** Fractional bits of the attention weights that {@code row} wants. */
  int weightBits();

  /**
   * Counted: 2 for the ends of the weight, and per output 8: three differences, the margin, a
   * comparison, a product, a floor, and a maximum with the rows of other tokens.
   */
  R row(Place place, QueryWeights weights);

  R sum(R a, R b);

  /** The larger entry for each output. */
  R max(R a, R b);

  /** Whether every entry of the sum is negative: the input is answered correctly. */
  boolean sumIsNegative(R a, R b);

  /** Whether every entry is negative. */
  boolean isNegative(R row);

  /**
   * Token {@code t} at position {@code i}, in the class of query {@code q} and maximum {@code m}.
   */
  record Place(int q, int m, int i, int t) {}
}
