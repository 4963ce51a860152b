// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import org.assay.generator.strategy.TokenWeights;

/**
 * A class of queries, a maximum and a node of outputs: integers H_i(t) and c_q of which a negative
 * sum proves an input of query q right with respect to every output of the node (lemma L-12).
 *
 * <p>Rounding: weight · bracket in doubles is off by at most 2^-51 of itself, which is taken away
 * before floor.
 */
final class PotentialBlock {
  private final int m;
  private final int[] queries;
  private final long[][] before; // [position][token]
  private final long[] own; // [query]
  private final int[] uncertain;
  private long operations;

  /** Requires: the node has an output other than m. */
  PotentialBlock(PotentialMaximum maximum, int[] queries, PotentialWeights weights, int node) {
    this.m = maximum.m();
    this.queries = queries;
    int last = weights.hi().length;
    long[] direct = Arrays.stream(queries).mapToLong(q -> maximum.direct(q, node)).toArray();
    long least = Arrays.stream(direct).min().orElseThrow();
    this.before = new long[last][m + 1];
    for (int i = 0; i < last; i++) {
      for (int t = 0; t <= m; t++) {
        long bracket = maximum.value(i, t, node) + least;
        before[i][t] = term(bracket, weights.lo()[i][t], weights.hi()[i][t]);
      }
    }
    this.own = new long[queries.length];
    for (int j = 0; j < own.length; j++) {
      long bracket = maximum.value(last, queries[j], node) + direct[j];
      own[j] = term(bracket, weights.ownLo()[j], weights.ownHi()[j]);
      if (queries[j] < m) own[j] += term(direct[j] - least, weights.credit()[j], 0);
    }
    this.operations = 5L * last * (m + 1) + 11L * own.length;
    this.uncertain = findUncertain();
    this.operations += last * (m + 4L) + 2L * own.length;
  }

  private static long term(long bracket, double lo, double hi) {
    double product = bracket * (bracket >= 0 ? lo : hi) / 2;
    return -(long) Math.floor(product - Math.abs(product) * 0x1p-50);
  }

  /** Lemma L-10. */
  private int[] findUncertain() {
    long sum = 0;
    long price = Long.MAX_VALUE;
    for (long[] row : before) {
      long largest = Arrays.stream(row).max().orElseThrow();
      sum += largest;
      price = Math.min(price, largest - row[m]);
    }
    int[] found = new int[own.length];
    int n = 0;
    for (int j = 0; j < own.length; j++) {
      boolean isMaximum = queries[j] == m;
      boolean isEmpty = !isMaximum && before.length == 0;
      if (!isEmpty && own[j] + (isMaximum ? sum : sum - price) >= 0) found[n++] = j;
    }
    return Arrays.copyOf(found, n);
  }

  /** Places in the list of queries. */
  int[] uncertain() {
    return uncertain;
  }

  /** What the checker spends on the block, without the table. */
  long operations() {
    return operations;
  }

  /** Requires: some query is uncertain. */
  DeficitTable table(int bins, TokenWeights tokens) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean all = true;
    for (int j : uncertain) {
      least = Math.min(least, own[j]);
      most = Math.max(most, own[j]);
      all &= queries[j] == m;
    }
    return new DeficitTable(before, new Deficits.Queries(least, most, all), bins, tokens);
  }

  /** In the table's units, the inputs of a query that the block proves right. */
  double good(DeficitTable table, int j) {
    return table.good(own[j], queries[j] == m);
  }
}
