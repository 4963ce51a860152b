// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.Rejection;

/** Row i is the row of a table for the token at position i. */
record Embed(Table table) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
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
    return Optional.of(arithmetic.row(in.weight(0), in.token()));
  }

  @Override
  public String kind() {
    return "embed";
  }

  @Override
  public String words() {
    return "embed of the tokens by " + table.words();
  }
}
