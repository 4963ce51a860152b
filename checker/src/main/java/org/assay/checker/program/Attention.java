// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.verdict.Rejection;

/** Attention of queries to keys, over values: the three operands, in this order. */
record Attention(boolean causal, Softmax softmax) implements Operation {
  private static final int QUERY = 0;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    Shape query = operands.get(QUERY);
    Shape key = operands.get(KEY);
    Shape value = operands.get(VALUE);
    require( // F-16 (e), (i)
        query.equals(key)
            && query.positions() == tensors.length()
            && value.positions() == query.positions()
            && query.width() % softmax.heads() == 0
            && value.width() % softmax.heads() == 0,
        SHAPE_MISMATCH,
        "attention of %d heads: got query %s, key %s, value %s",
        softmax.heads(),
        query,
        key,
        value);
    return value;
  }

  @Override
  public int first(int operand, int position) {
    return operand == QUERY ? position : 0;
  }

  /** With a number for masked scores, later positions have weight as well. */
  @Override
  public int last(int operand, int position, int positions) {
    return operand == QUERY || isMasked() ? position : positions - 1;
  }

  @Override
  public boolean isMasked() {
    return causal && softmax.masked().isEmpty();
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    long each = operands.get(QUERY).width() + shape.width() + 2L * FUNCTION * softmax.heads();
    return each * shape.positions();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    List<V> keys = in.needed(KEY);
    int visible = causal ? in.position() + 1 : keys.size();
    return Optional.of(
        arithmetic.attention(in.own(QUERY), keys, in.needed(VALUE), visible, softmax));
  }

  @Override
  public String kind() {
    return (causal ? "causal attention of " : "attention of ")
        + softmax.heads()
        + (softmax.heads() == 1 ? " head" : " heads");
  }

  @Override
  public String words() {
    String scale =
        softmax.root() == 1 ? softmax.factor().toString() : "1/sqrt(" + softmax.root() + ")";
    String masked =
        softmax
            .masked()
            .map(score -> " (masked " + (softmax.scaled() ? "products " : "scores ") + score + ")")
            .orElse("");
    return softmax.heads()
        + (softmax.heads() == 1 ? " head" : " heads")
        + (causal ? ", causal" + masked : ", every position sees all")
        + ", scale "
        + scale;
  }
}
