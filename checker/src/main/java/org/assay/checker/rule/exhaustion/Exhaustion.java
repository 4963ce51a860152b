// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;

/**
 * Lemma L-05. Decides every input of one class C(q, m): the query token is q, the maximum m. A
 * prefix whose worst completions are right for every output decides all its completions at once;
 * the sum of weights (L-51) is the one of visiting them all.
 *
 * <p>Cost: at most (m + 1)^(k - 1) inputs, each one sum and one comparison per output.
 */
@Lemma("L-05")
final class Exhaustion<R> {
  private final Rows<R> rows;
  private final R[][] table; // [k - 1][m + 1]: position before the query, token
  private final R[] worst; // [k - 1]: the most that the positions from i on can add
  private final R[] worstOwing; // [k - 1]: the same if one of them must hold m
  private final R query;
  private final InputClass inputs;
  private final TokenWeights tokens;
  private final InputSum correct;

  private long decisions;
  private long sums;

  private Exhaustion(Rows<R> rows, QueryWeights weights, InputClass inputs, TokenWeights tokens) {
    this.rows = rows;
    this.inputs = inputs;
    this.tokens = tokens;
    this.correct = new InputSum(tokens, inputs);
    this.query =
        rows.row(new Rows.Place(inputs.q(), inputs.m(), inputs.last(), inputs.q()), weights);
    this.table = table(rows, weights, inputs);
    this.worst = newRows(table.length);
    this.worstOwing = newRows(table.length);
    boundCompletions();
  }

  private void boundCompletions() {
    for (int i = table.length - 1; i >= 0; i--) {
      R owed = table[i][inputs.m()];
      R largest = owed;
      for (R row : table[i]) {
        largest = rows.max(largest, row);
      }
      boolean last = i == table.length - 1;
      sums += last ? 0 : 4;
      worst[i] = last ? largest : rows.sum(largest, worst[i + 1]);
      worstOwing[i] =
          last
              ? owed
              : rows.max(rows.sum(owed, worst[i + 1]), rows.sum(largest, worstOwing[i + 1]));
    }
  }

  /**
   * What the inputs proved correct weigh, in number if unweighted; decisions (a sum and its signs);
   * sums or maxima of two rows.
   */
  record Decided(BigInteger correct, long decisions, long sums) {
    static final Decided NONE = new Decided(BigInteger.ZERO, 0, 0);

    long operations(int vocab) {
      return (2 * decisions + sums) * (vocab - 1); // a decision is a sum and a comparison
    }

    Decided plus(Decided other) {
      return new Decided(
          correct.add(other.correct), decisions + other.decisions, sums + other.sums);
    }
  }

  static <R> Decided count(
      Rows<R> rows, QueryWeights weights, InputClass inputs, TokenWeights tokens) {
    Exhaustion<R> all = new Exhaustion<>(rows, weights, inputs, tokens);
    all.start();
    return new Decided(all.correct.sum(), all.decisions, all.sums);
  }

  private void start() {
    boolean seen = inputs.q() == inputs.m();
    if (table.length > 0) {
      visit(0, query, seen);
    } else if (seen) { // the query is the whole input
      decisions = 1;
      correct.add(0, rows.isNegative(query) ? 1 : 0);
    }
  }

  /** Decides all completions from position i on; {@code seen}: a token before i, or q, is m. */
  private void visit(int i, R sum, boolean seen) {
    decisions++;
    if (rows.sumIsNegative(sum, (seen ? worst : worstOwing)[i])) {
      correct.addAll(i, seen);
    } else if (i == table.length - 1) {
      visitLast(i, sum, seen ? 0 : inputs.m());
    } else {
      for (int t = 0; t <= inputs.m(); t++) {
        if (tokens.at(i).of(t) > 0) { // L-78
          sums++;
          correct.hold(i, t);
          visit(i + 1, rows.sum(sum, table[i][t]), seen || t == inputs.m());
        }
      }
    }
  }

  private void visitLast(int i, R sum, int first) {
    long found = 0;
    for (int t = first; t <= inputs.m(); t++) {
      if (rows.sumIsNegative(sum, table[i][t])) {
        found += tokens.at(i).of(t);
      }
    }
    correct.add(i, found);
    decisions += inputs.m() + 1 - first;
  }

  @SuppressWarnings("unchecked") // as for the table
  private static <R> R[] newRows(int length) {
    return (R[]) new Object[length];
  }

  @SuppressWarnings("unchecked") // an array of rows that never leaves this class
  private static <R> R[][] table(Rows<R> rows, QueryWeights weights, InputClass inputs) {
    return (R[][])
        IntStream.range(0, inputs.last())
            .mapToObj(
                i ->
                    IntStream.rangeClosed(0, inputs.m())
                        .mapToObj(
                            t -> rows.row(new Rows.Place(inputs.q(), inputs.m(), i, t), weights))
                        .toArray())
            .toArray(Object[][]::new);
  }
}
