// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.verdict.Rejection;

/** The columns {@code from} to {@code from + width - 1}. */
record Slice(int from, int width) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    int columns = operands.get(0).width();
    require( // F-16 (e)
        width >= 1 && from + width <= columns,
        SHAPE_MISMATCH,
        "slice: got columns from %d, %d of them, of %s",
        from,
        width,
        operands.get(0));
    return new Shape(operands.get(0).positions(), width);
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return width;
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(arithmetic.slice(in.own(0), from, width));
  }

  @Override
  public String kind() {
    return "slice";
  }

  @Override
  public String words() {
    return "columns " + from + " to " + (from + width - 1);
  }
}
