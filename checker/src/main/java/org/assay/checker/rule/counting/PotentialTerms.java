// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.Arrays;
import java.util.List;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-12 with the sign turned: for a block of outputs, integers H_i(t) and c_q of which a
 * negative sum proves an input of query q right for the whole block.
 */
@Lemma("L-12")
final class PotentialTerms {
  private PotentialTerms() {}

  /** Requires: the node has an output other than m. */
  static SumTerms of(
      BlockValues values, PotentialWeights weights, QueryClass.Bounds bounds, int node) {
    int m = bounds.m();
    List<Integer> queries = bounds.queries();
    long[] direct = queries.stream().mapToLong(q -> values.directDown(q, m, node)).toArray();
    long least = Arrays.stream(direct).min().orElseThrow(); // u of the lemma
    int last = weights.hi.length;
    long[][] before = new long[last][m + 1];
    for (int i = 0; i < last; i++) {
      for (int t = 0; t <= m; t++) {
        long bracket = values.valueDown(i, t, m, node) + least;
        before[i][t] = turnedUp(bracket, weights.lo[i][t], weights.hi[i][t]);
      }
    }
    long[] own = new long[direct.length];
    for (int j = 0; j < own.length; j++) {
      int q = queries.get(j);
      long bracket = values.valueDown(last, q, m, node) + direct[j];
      own[j] = turnedUp(bracket, weights.ownLo[j], weights.ownHi[j]);
      if (q < m) {
        own[j] += turnedUp(direct[j] - least, weights.credit[j], 0);
      }
    }
    return new SumTerms(m, queries, before, own);
  }

  /** What these terms take, and the decision about each query. */
  static long operations(SumTerms terms) {
    // a value, a sum, a comparison, a product, a floor; for a query twice that, the least and L-10
    return 5L * terms.before().length * (terms.m() + 1) + 13L * terms.own().length;
  }

  /** The weight times the bracket, rounded down, with the sign turned. */
  private static long turnedUp(long bracket, long lo, long hi) {
    return -Math.multiplyHigh(bracket >= 0 ? lo : hi, bracket);
  }
}
