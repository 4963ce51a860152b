// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.verdict.Rejection;

/** One row, as the only one. */
record Select(int selected) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    Shape operand = operands.get(0);
    require( // F-16 (e), (j)
        operand.positions() == tensors.length() && selected < operand.positions(),
        SHAPE_MISMATCH,
        "select: got position %d of %s, want one of an input of %d",
        selected,
        operand,
        tensors.length());
    return new Shape(1, operand.width());
  }

  @Override
  public int first(int operand, int position) {
    return selected;
  }

  @Override
  public int last(int operand, int position, int positions) {
    return selected;
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(in.of(0, selected));
  }

  @Override
  public String kind() {
    return "select";
  }

  @Override
  public String words() {
    return "position " + selected;
  }
}
