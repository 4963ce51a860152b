// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.Rejection;

/** Row i is row i of a table. */
record Positions(Table table) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    int rows = table.rows(tensors);
    require( // F-16 (e)
        rows >= tensors.length(),
        SHAPE_MISMATCH,
        "positions: got %d rows, want at least %d, the length of an input",
        rows,
        tensors.length());
    return new Shape(tensors.length(), table.width(tensors));
  }

  @Override
  public List<ExactMatrix> weights(Shape shape, Tensors tensors) throws Rejection {
    return List.of(table.matrix(tensors));
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(arithmetic.row(in.weight(0), in.position()));
  }

  @Override
  public String kind() {
    return "positions";
  }

  @Override
  public String words() {
    return "positions by " + table.words();
  }
}
