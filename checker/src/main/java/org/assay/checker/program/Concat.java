// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.verdict.Rejection;

/** Values beside each other. */
record Concat() implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    int positions = operands.get(0).positions();
    int width = 0;
    for (Shape operand : operands) {
      require( // F-16 (e)
          operand.positions() == positions,
          SHAPE_MISMATCH,
          "concat: got %s and %s",
          operands.get(0),
          operand);
      width += operand.width(); // at most 2^8 widths of 2^12
    }
    return new Shape(positions, width);
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(
        arithmetic.concatenated(IntStream.range(0, in.operands()).mapToObj(in::own).toList()));
  }

  @Override
  public String kind() {
    return "concat";
  }

  @Override
  public String words() {
    return "values beside each other";
  }
}
