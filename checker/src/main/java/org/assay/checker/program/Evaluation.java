// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-67: the outputs of a network for one input after another, in one arithmetic. What does
 * not depend on the tokens that changed is kept. For one thread.
 */
@Lemma("L-67")
public final class Evaluation<V, M> {
  private final Ready<V, M> ready;
  private final List<List<V>> values = new ArrayList<>(); // by step and row; null where not known
  private int[] tokens = new int[0];

  public Evaluation(Ready<V, M> ready) {
    this.ready = ready;
    for (int step = 0; step < ready.network.size(); step++) {
      values.add(new ArrayList<>(Arrays.asList(nothing(ready.network.shape(step).positions()))));
    }
  }

  @SuppressWarnings("unchecked") // of nulls
  private V[] nothing(int rows) {
    return (V[]) new Object[rows];
  }

  /** A network in an arithmetic: its weights are prepared. For several threads. */
  public static final class Ready<V, M> {
    private final Network network;
    private final Reach reach;
    private final Arithmetic<V, M> arithmetic;
    private final List<List<M>> weights;

    public Ready(Network network, List<List<ExactMatrix>> weights, Arithmetic<V, M> arithmetic) {
      this.network = network;
      this.reach = Reach.of(network);
      this.arithmetic = arithmetic;
      this.weights =
          weights.stream().map(some -> some.stream().map(arithmetic::prepared).toList()).toList();
    }
  }

  /** Encloses the outputs for these tokens; nothing if they may be undefined, or are too long. */
  public Optional<V> outputs(int[] input) {
    int changed = Arrays.mismatch(tokens, input);
    tokens = input.clone();
    for (int step = 0; step < values.size() && changed >= 0; step++) {
      int from = ready.reach.isLocal(step) ? changed : 0;
      for (int row = from; row < values.get(step).size(); row++) {
        if (ready.reach.isNeeded(step, row)) {
          values.get(step).set(row, computed(new At(step, row)));
        }
      }
    }
    return Optional.ofNullable(values.get(values.size() - 1).get(0));
  }

  private V computed(At at) {
    for (int operand = 0; operand < at.operands(); operand++) {
      if (at.needed(operand).contains(null)) {
        return null;
      }
    }
    Optional<V> row = ready.network.operation(at.step).row(ready.arithmetic, at);
    return row.filter(ready.arithmetic::isShort).orElse(null);
  }

  /** A row of a step. */
  private final class At implements Row<V, M> {
    private final int step;
    private final int row;

    At(int step, int row) {
      this.step = step;
      this.row = row;
    }

    @Override
    public int position() {
      return row;
    }

    @Override
    public int token() {
      return tokens[row];
    }

    @Override
    public M weight(int number) {
      return ready.weights.get(step).get(number);
    }

    @Override
    public int operands() {
      return ready.network.reads(step).size();
    }

    @Override
    public V of(int operand, int position) {
      return values.get(ready.network.reads(step).get(operand)).get(position);
    }

    @Override
    public List<V> needed(int operand) {
      int read = ready.network.reads(step).get(operand);
      int last = ready.network.operation(step).last(operand, row, values.get(read).size());
      int first = ready.network.operation(step).first(operand, row);
      return values.get(read).subList(first, last + 1);
    }
  }
}
