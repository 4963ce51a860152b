// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import java.util.List;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-12 with the sign turned: for a block of outputs, integers H_i(t) and c_q of which a
 * negative sum proves an input of query q right for the whole block.
 */
@Lemma({"L-10", "L-12"})
final class PotentialTerms {
  private final int m;
  private final List<Integer> queries;
  private final long[][] before; // [position][token]
  private final long[] own; // [query]
  private long operations;

  /** Requires: the node has an output other than m. */
  PotentialTerms(BlockValues values, PotentialWeights weights, QueryClass.Bounds bounds, int node) {
    this.m = bounds.m();
    this.queries = bounds.queries();
    long[] direct = queries.stream().mapToLong(q -> values.direct(q, m, node)).toArray();
    long least = Arrays.stream(direct).min().orElseThrow(); // u of the lemma
    int last = weights.hi.length;
    this.before = new long[last][m + 1];
    for (int i = 0; i < last; i++) {
      for (int t = 0; t <= m; t++) {
        long bracket = values.value(i, t, m, node) + least;
        before[i][t] = term(bracket, weights.lo[i][t], weights.hi[i][t]);
      }
    }
    this.own = new long[direct.length];
    for (int j = 0; j < own.length; j++) {
      int q = queries.get(j);
      long bracket = values.value(last, q, m, node) + direct[j];
      own[j] = term(bracket, weights.ownLo[j], weights.ownHi[j]);
      if (q < m) {
        own[j] += term(direct[j] - least, weights.credit[j], 0);
      }
    }
    operations += 5L * last * (m + 1) + 11L * own.length;
  }

  long[][] before() {
    return before;
  }

  long own(int j) {
    return own[j];
  }

  long operations() {
    return operations;
  }

  /** Which queries have an input that the block may get wrong (lemma L-10). */
  int[] uncertain() {
    long sum = 0;
    long price = Long.MAX_VALUE;
    for (long[] row : before) {
      long largest = Arrays.stream(row).max().orElseThrow();
      sum += largest;
      price = Math.min(price, largest - row[m]);
    }
    operations += before.length * (m + 4L);
    int[] uncertain = new int[own.length];
    int n = 0;
    for (int j = 0; j < own.length; j++) {
      boolean isMaximum = queries.get(j) == m;
      boolean isEmpty = !isMaximum && before.length == 0;
      operations += 2;
      if (!isEmpty && own[j] + (isMaximum ? sum : sum - price) >= 0) {
        uncertain[n++] = j;
      }
    }
    return Arrays.copyOf(uncertain, n);
  }

  /** The weight times the bracket, rounded down, with the sign turned. */
  private static long term(long bracket, long lo, long hi) {
    return -Math.multiplyHigh(bracket >= 0 ? lo : hi, bracket);
  }
}
