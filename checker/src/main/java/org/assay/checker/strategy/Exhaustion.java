// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.util.stream.IntStream;

/**
 * Lemma L-05. Visits every input of one class C(q, m): the query token is q, the maximum m.
 *
 * <p>Cost: (m + 1)^(k - 1) inputs, each one sum and one comparison per output.
 */
final class Exhaustion<R> {
  private final Rows<R> rows;
  private final R[][] table; // [k - 1][m + 1]: position before the query, token
  private final R query;
  private final int m;
  private final boolean queryIsMaximum;

  private long correct;
  private long inputs;
  private long sums;

  private Exhaustion(Rows<R> rows, QueryWeights weights, Inputs inputs) {
    this.rows = rows;
    this.m = inputs.m;
    this.queryIsMaximum = inputs.q == m;
    this.query = rows.row(new Rows.Place(inputs.q, m, inputs.last, inputs.q), weights);
    this.table = table(rows, weights, inputs);
  }

  /** The inputs with query token q and maximum m; last is the query's position. */
  record Inputs(int q, int m, int last) {}

  /** Inputs proved correct and inputs visited; rows made, and sums of two rows. */
  record Tally(long correct, long inputs, long rows, long sums) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          correct + other.correct, inputs + other.inputs, rows + other.rows, sums + other.sums);
    }
  }

  static <R> Tally count(Rows<R> rows, QueryWeights weights, Inputs inputs) {
    Exhaustion<R> exhaustion = new Exhaustion<>(rows, weights, inputs);
    exhaustion.start();
    long made = 1 + (long) inputs.last * (inputs.m + 1);
    return new Tally(exhaustion.correct, exhaustion.inputs, made, exhaustion.sums);
  }

  private void start() {
    if (table.length == 0) { // the query is the whole input
      inputs = queryIsMaximum ? 1 : 0;
      correct = queryIsMaximum && rows.isNegative(query) ? 1 : 0;
    } else {
      visit(0, query, queryIsMaximum);
    }
  }

  /**
   * Visits all tokens from position i on; {@code seen}: some position before, or the query, has m.
   */
  private void visit(int i, R sum, boolean seen) {
    if (i == table.length - 1) {
      visitLast(table[i], sum, seen ? 0 : m);
      return;
    }
    for (int t = 0; t <= m; t++) {
      visit(i + 1, rows.sum(sum, table[i][t]), seen || t == m);
    }
    sums += m + 1;
  }

  private void visitLast(R[] tokens, R sum, int first) {
    int found = 0;
    for (int t = first; t <= m; t++) {
      found += rows.sumIsNegative(sum, tokens[t]) ? 1 : 0;
    }
    correct += found;
    inputs += m + 1 - first;
    sums += m + 1 - first;
  }

  @SuppressWarnings("unchecked") // an array of rows that never leaves this class
  private static <R> R[][] table(Rows<R> rows, QueryWeights weights, Inputs inputs) {
    return (R[][])
        IntStream.range(0, inputs.last)
            .mapToObj(
                i ->
                    IntStream.rangeClosed(0, inputs.m)
                        .mapToObj(t -> rows.row(new Rows.Place(inputs.q, inputs.m, i, t), weights))
                        .toArray())
            .toArray(Object[][]::new);
  }
}
