// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.memory.Memory;

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
      values.add(new ArrayList<>(Collections.nCopies(ready.network.shape(step).positions(), null)));
    }
  }

  /** A network in an arithmetic: its weights are prepared. For several threads. */
  public static final class Ready<V, M> {
    private final Network network;
    private final Reach reach;
    private final Arithmetic<V, M> arithmetic;
    private final List<List<M>> weights;
    private final Memory<V> memory;

    public Ready(Network network, List<List<ExactMatrix>> weights, Arithmetic<V, M> arithmetic) {
      this.network = network;
      this.reach = new Reach(network);
      this.arithmetic = arithmetic;
      this.memory = new Memory<>();
      this.weights =
          weights.stream().map(some -> some.stream().map(arithmetic::prepared).toList()).toList();
    }
  }

  /** Encloses the outputs for these tokens; nothing if they may be undefined, or are too long. */
  public Optional<V> outputs(int[] input) {
    boolean first = tokens.length == 0;
    BitSet changed = new BitSet();
    for (int i = 0; i < input.length; i++) {
      changed.set(i, first || input[i] != tokens[i]);
    }
    tokens = input.clone();
    for (int step = 0; step < values.size(); step++) {
      for (int row = 0; row < values.get(step).size(); row++) {
        boolean again = first || ready.reach.tokens(step, row).intersects(changed);
        if (again && ready.reach.isNeeded(step, row)) {
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
    BitSet seen = ready.reach.tokens(at.step, at.row);
    int width = ready.network.shape(at.step).width();
    if (seen.cardinality() != 1) {
      return made(at);
    }
    Memory.Key key = new Memory.Key(at.step, at.row, tokens[seen.nextSetBit(0)]); // L-67 (c)
    return ready.memory.row(key, width, () -> made(at));
  }

  private V made(At at) {
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
