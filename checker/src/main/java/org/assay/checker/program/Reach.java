// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-67: which rows of which steps the outputs need, and which of them depend on nothing
 * behind their own position.
 */
@Lemma("L-67")
public final class Reach {
  private final Network network;
  private final boolean[][] needed; // by step and position
  private final boolean[] local; // by step

  private Reach(Network network) {
    this.network = network;
    this.needed = new boolean[network.size()][];
    this.local = new boolean[network.size()];
    for (int step = 0; step < network.size(); step++) {
      needed[step] = new boolean[network.shape(step).positions()];
      local[step] = seesNothingBehind(step);
    }
    needed[network.size() - 1][0] = true;
    for (int step = network.size() - 1; step >= 0; step--) {
      mark(step);
    }
  }

  public static Reach of(Network network) {
    return new Reach(network);
  }

  /** Its rows read rows of the same and of earlier positions only, of steps that are local. */
  private boolean seesNothingBehind(int step) {
    boolean holds = true;
    for (int operand = 0; operand < network.reads(step).size(); operand++) {
      int read = network.reads(step).get(operand);
      int positions = network.shape(read).positions();
      holds &= local[read] && positions == network.shape(step).positions();
      for (int row = 0; row < positions && holds; row++) {
        holds = network.operation(step).last(operand, row, positions) <= row;
      }
    }
    return holds;
  }

  private void mark(int step) {
    for (int row = 0; row < needed[step].length; row++) {
      for (int operand = 0; needed[step][row] && operand < network.reads(step).size(); operand++) {
        for (int other : rows(step, operand, row)) {
          needed[network.reads(step).get(operand)][other] = true;
        }
      }
    }
  }

  /** The rows of an operand that a row of a step is computed from, in order. */
  private List<Integer> rows(int step, int operand, int row) {
    int positions = network.shape(network.reads(step).get(operand)).positions();
    int last = network.operation(step).last(operand, row, positions);
    List<Integer> rows = new ArrayList<>();
    for (int other = network.operation(step).first(operand, row); other <= last; other++) {
      rows.add(other);
    }
    return rows;
  }

  /** Whether the outputs depend on this row at all. */
  public boolean isNeeded(int step, int row) {
    return needed[step][row];
  }

  /** Whether each row of the step depends on tokens at its own and at earlier positions only. */
  public boolean isLocal(int step) {
    return local[step];
  }

  /** Multiply-adds for one input: every needed row of every step. */
  public long cost() {
    long cost = 0;
    for (int step = 0; step < network.size(); step++) {
      for (boolean row : needed[step]) {
        cost +=
            row ? network.operation(step).cost(network.shapesRead(step), network.shape(step)) : 0;
      }
    }
    return cost;
  }
}
