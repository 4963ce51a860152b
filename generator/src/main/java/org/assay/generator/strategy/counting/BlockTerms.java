// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import org.assay.generator.strategy.margin.Brackets;
import org.assay.generator.strategy.margin.MarginRows;

/**
 * For one class (query, maximum m) and every node of the {@link OutputTree}: integers H_i(t) for
 * the positions before the query and c for the query, such that an input whose sum c + Σ H_i(x_i)
 * is negative is right with respect to every output of the node. They are the largest of -G of
 * {@link MarginRows} over the outputs of the node other than m (Lemma G): a largest of sums is at
 * most the sum of the largest, and each sum of G that is positive proves its margin.
 *
 * <p>The terms are as coarse as the checker's or coarser, so that there is nothing to be gained
 * from bits that it does not have: by L-05 and R-01 the unit of its rows is 2^-(57 - positionBits -
 * M) for a largest weight in [1/16, 1), in the units of {@link Brackets} 2^(positionBits - {@value
 * #BITS}) or less.
 *
 * <p>|c| + Σ max |H_i| < 2^60 + 2^18.
 */
final class BlockTerms {
  private static final int BITS = 54;

  private final int m;
  private final int last;
  private final int nodes;
  private final long[] before; // [position][token][node]
  private final long[] query; // [node]
  private final long[] worst; // [node]
  private final int maximum; // the node that is m alone
  private final int drop; // bits of the rows that the terms do not have
  private final OutputFactors factors;

  /** Of every output as it is. */
  BlockTerms(OutputTree tree, MarginRows rows, int q, int m) {
    this(tree, rows, q, m, false);
  }

  /**
   * @param scaled whether outputs are scaled to be alike (L-13)
   */
  BlockTerms(OutputTree tree, MarginRows rows, int q, int m, boolean scaled) {
    this.m = m;
    this.last = rows.rows().length - 1;
    this.nodes = tree.nodes();
    this.before = new long[last * (m + 1) * nodes];
    this.query = new long[nodes];
    this.maximum = tree.single(m);
    int positionBits = Integer.SIZE - Integer.numberOfLeadingZeros(last + 1);
    this.drop = Math.max(0, Math.min(Long.SIZE - 1, rows.shift() - BITS + positionBits));
    this.factors = scaled ? OutputFactors.of(rows, drop, m) : OutputFactors.ONE;
    fill(tree, rows.rows()[last], q, query, 0);
    this.worst = query.clone();
    long[] price = new long[nodes];
    Arrays.fill(price, q == m ? 0 : Long.MAX_VALUE);
    for (int i = 0; i < last; i++) {
      int at = i * (m + 1) * nodes;
      for (int t = 0; t <= m; t++) fill(tree, rows.rows()[i], t, before, at + t * nodes);
      addWorst(at, price);
    }
    for (int node = 0; node < nodes; node++) worst[node] -= price[node];
  }

  private void fill(OutputTree tree, long[] row, int token, long[] values, int at) {
    for (int o = 0; o < tree.vocab(); o++) {
      long term = -(row[token * tree.vocab() + o] >> drop);
      values[at + tree.single(o)] = factors.times(o, term);
    }
    values[at + maximum] = Long.MIN_VALUE; // larger than nothing
    tree.largestBelow(values, at);
  }

  /** Lemma K: the largest sum over the class, in which some position holds m unless q = m. */
  private void addWorst(int at, long[] price) {
    long[] largest = Arrays.copyOfRange(before, at, at + nodes);
    for (int t = 1; t <= m; t++) {
      int row = at + t * nodes;
      for (int node = 0; node < nodes; node++) {
        largest[node] = Math.max(largest[node], before[row + node]);
      }
    }
    int ofMaximum = at + m * nodes;
    for (int node = 0; node < nodes; node++) {
      price[node] = Math.min(price[node], largest[node] - before[ofMaximum + node]);
      worst[node] += largest[node];
    }
  }

  /** Whether every input of the class is right with respect to the outputs of this node. */
  boolean isCertain(int node) {
    return node == maximum || worst[node] < 0;
  }

  /** c of this node. */
  long query(int node) {
    return query[node];
  }

  /** H of this node. Shape: [k - 1][m + 1]. */
  long[][] before(int node) {
    long[][] terms = new long[last][m + 1];
    for (int i = 0, at = node; i < last; i++) {
      for (int t = 0; t <= m; t++, at += nodes) terms[i][t] = before[at];
    }
    return terms;
  }
}
