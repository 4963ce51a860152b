// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.verdict.Rejection;

/** The sum of all rows, or their mean, as the only row. */
record Pool(boolean mean) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    Shape operand = operands.get(0);
    require( // F-16 (e)
        operand.positions() == tensors.length(),
        SHAPE_MISMATCH,
        "pool: got %s, want all %d positions of an input",
        operand,
        tensors.length());
    return new Shape(1, operand.width());
  }

  @Override
  public int first(int operand, int position) {
    return 0;
  }

  @Override
  public int last(int operand, int position, int positions) {
    return positions - 1;
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return (long) operands.get(0).positions() * shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    List<V> rows = in.needed(0);
    return Optional.of(mean ? arithmetic.mean(rows) : arithmetic.sum(rows));
  }

  @Override
  public String kind() {
    return mean ? "mean pool" : "sum pool";
  }

  @Override
  public String words() {
    return (mean ? "mean" : "sum") + " over the positions";
  }
}
