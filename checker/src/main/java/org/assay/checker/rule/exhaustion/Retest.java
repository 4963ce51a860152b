// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.InputSum;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.assay.checker.rule.exhaustion.Exhaustion.Tally;

/**
 * Lemma L-44, two lines. A second test of single inputs of one class: over the reals, where the
 * rows of an execution cannot vouch for an input. Rows and sums are made when they are first asked
 * for.
 */
@Lemma("L-44")
final class Retest<R> {
  private final Rows<R> rows;
  private final QueryWeights weights;
  private final InputClass inputs;
  private final TokenWeights tokens;
  private final InputSum correct;
  private final int[] path; // [k - 1]: the tokens before the query
  private final R[][] table; // [k][m + 1]: position, token; of the last only the query token
  private final R[] prefixes; // [k]: the query's row, and with it those of the positions before
  private int known; // so many prefixes are those of the current path

  private long made;
  private long decisions;
  private long sums;

  @SuppressWarnings("unchecked") // arrays of rows that never leave this class
  Retest(Rows<R> rows, QueryWeights weights, InputClass inputs, TokenWeights tokens) {
    this.rows = rows;
    this.weights = weights;
    this.inputs = inputs;
    this.tokens = tokens;
    this.correct = new InputSum(tokens, inputs);
    this.path = new int[inputs.last()];
    this.table = (R[][]) new Object[inputs.last() + 1][inputs.m() + 1];
    this.prefixes = (R[]) new Object[inputs.last() + 1];
  }

  /** From now on the position holds the token. Requires: those before it were said. */
  void hold(int position, int token) {
    path[position] = token;
    known = Math.min(known, position + 1);
    correct.hold(position, token);
  }

  /** Decides the input whose last position before the query holds this token. */
  void decide(int token) {
    decisions++;
    int last = path.length - 1;
    if (rows.sumIsNegative(prefix(last), row(last, token))) {
      correct.add(last, tokens.of(token));
    }
  }

  /** Decides the input that is the query alone. */
  void decideQuery() {
    decisions++;
    correct.add(0, rows.isNegative(prefix(0)) ? 1 : 0);
  }

  /** Of the inputs decided here only. */
  Tally tally() {
    return new Tally(correct.sum(), made, decisions, sums);
  }

  /** The sum of the query's row and those of so many positions of the path. */
  private R prefix(int positions) {
    for (; known <= positions; known++) {
      if (known == 0) {
        prefixes[0] = row(inputs.last(), inputs.q());
      } else {
        sums++;
        prefixes[known] = rows.sum(prefixes[known - 1], row(known - 1, path[known - 1]));
      }
    }
    return prefixes[positions];
  }

  private R row(int i, int t) {
    if (table[i][t] == null) {
      made++;
      table[i][t] = rows.row(new Rows.Place(inputs.q(), inputs.m(), i, t), weights);
    }
    return table[i][t];
  }
}
