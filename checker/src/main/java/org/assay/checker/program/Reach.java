// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;

/** Lemma L-67: which rows of which steps the outputs need, and on which tokens they depend. */
@Lemma({"L-67", "L-96"})
public final class Reach {
  private final Network network;
  private final boolean[][] needed; // by step and position
  private final BitSet[][] tokens; // by step and position: positions of tokens

  /** Of a network whose shapes are known. */
  public Reach(Network network) {
    this.network = network;
    this.needed = new boolean[network.size()][];
    this.tokens = new BitSet[network.size()][];
    for (int step = 0; step < network.size(); step++) {
      int now = step;
      needed[step] = new boolean[network.shape(step).positions()];
      tokens[step] = new BitSet[needed[step].length];
      Arrays.setAll(tokens[step], row -> seen(now, row));
    }
    needed[network.size() - 1][0] = true;
    for (int step = network.size() - 1; step >= 0; step--) {
      mark(step);
    }
  }

  private BitSet seen(int step, int row) {
    BitSet seen = new BitSet();
    if (network.operation(step) instanceof Embed) {
      seen.set(row);
    }
    for (int operand = 0; operand < network.reads(step).size(); operand++) {
      for (int other : rows(step, operand, row)) {
        seen.or(tokens[network.reads(step).get(operand)][other]);
      }
    }
    return seen;
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
  private int[] rows(int step, int operand, int row) {
    int positions = network.shape(network.reads(step).get(operand)).positions();
    int last = network.operation(step).last(operand, row, positions);
    return IntStream.rangeClosed(network.operation(step).first(operand, row), last).toArray();
  }

  /** Whether the outputs depend on this row at all. */
  public boolean isNeeded(int step, int row) {
    return needed[step][row];
  }

  /** Whether a needed row of this step leaves out rows that nothing needs (L-96 (e)). */
  public boolean leavesOut(int step) {
    int first = 0;
    while (first < needed[step].length && !needed[step][first]) {
      first++;
    }
    return network.operation(step).isMasked()
        && IntStream.range(first, needed[step].length)
            .anyMatch(row -> network.reads(step).stream().skip(1).anyMatch(of -> !needed[of][row]));
  }

  /** The positions of the tokens that the row depends on; do not change it. */
  BitSet tokens(int step, int row) {
    return tokens[step][row];
  }

  /** Multiply-adds of a row. */
  long cost(int step) {
    Operation operation = network.operation(step);
    return Operation.ROW + operation.cost(network.shapesRead(step), network.shape(step));
  }

  /**
   * Multiply-adds for inputs in order: a row is computed again at most as often as the tokens up to
   * the last one that it depends on change.
   *
   * @param inputs how many there are
   * @param changes how often the first tokens change, so many of them, the first time included
   */
  public BigInteger work(long inputs, IntToLongFunction changes) {
    BigInteger work = BigInteger.ZERO;
    for (int step = 0; step < network.size(); step++) {
      for (int row = 0; row < needed[step].length; row++) {
        long times = Math.min(inputs, changes.applyAsLong(tokens[step][row].length()));
        long each = needed[step][row] ? cost(step) : 0;
        work = work.add(BigInteger.valueOf(times).multiply(BigInteger.valueOf(each)));
      }
    }
    return work;
  }
}
