// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import org.assay.checker.exact.Lemma;

/**
 * Lemma L-44. A second test of single inputs of one class: over the reals, where the rows of an
 * execution cannot vouch for an input. Rows and sums are made when they are first asked for.
 */
@Lemma("L-44")
final class Retest<R> {
  private final Rows<R> rows;
  private final QueryWeights weights;
  private final Exhaustion.Inputs inputs;
  private final R[][] table; // [k][m + 1]: position, token; the last row has q only
  private final R[] prefixes; // [k]: the query's row and those of the positions before
  private int known; // so many prefixes are those of the current path

  private long made;
  private long decisions;
  private long sums;

  @SuppressWarnings("unchecked") // arrays of rows that never leave this class
  Retest(Rows<R> rows, QueryWeights weights, Exhaustion.Inputs inputs) {
    this.rows = rows;
    this.weights = weights;
    this.inputs = inputs;
    this.table = (R[][]) new Object[inputs.last() + 1][];
    for (int i = 0; i <= inputs.last(); i++) {
      table[i] = (R[]) new Object[inputs.m() + 1];
    }
    this.prefixes = (R[]) new Object[inputs.last() + 1];
  }

  /** The token at this position of the path was replaced. */
  void changed(int position) {
    known = Math.min(known, position + 1);
  }

  /** Whether the input is right; the path has a token for every position before the query. */
  boolean passes(int[] path) {
    decisions++;
    int last = inputs.last();
    return last == 0
        ? rows.isNegative(prefix(0, path))
        : rows.sumIsNegative(prefix(last - 1, path), row(last - 1, path[last - 1]));
  }

  Exhaustion.Tally tally(long correct) {
    return new Exhaustion.Tally(correct, made, decisions, sums);
  }

  /** The sum of the query's row and those of the first positions of the path. */
  private R prefix(int positions, int[] path) {
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
