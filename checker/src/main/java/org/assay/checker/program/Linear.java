// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.Rejection;

/** Each row x becomes x W + b. */
record Linear(String weight, Layout layout, Optional<String> bias) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    Layout.Sizes sizes = layout.sizes(weight, tensors.shape(weight));
    Shape operand = operands.get(0);
    require( // F-16 (e)
        operand.width() == sizes.in(),
        SHAPE_MISMATCH,
        "linear: %s takes a width of %d, got %s",
        quoted(weight),
        sizes.in(),
        operand);
    if (bias.isPresent()) {
      tensors.requireEntries(bias.get(), sizes.out());
    }
    return new Shape(operand.positions(), sizes.out());
  }

  @Override
  public List<ExactMatrix> weights(Shape shape, Tensors tensors) throws Rejection {
    return List.of(tensors.matrix(weight, layout), tensors.vector(bias, shape.width(), 0));
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return (long) operands.get(0).width() * shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(arithmetic.linear(in.own(0), in.weight(0), in.weight(1)));
  }

  @Override
  public String kind() {
    return "linear";
  }

  @Override
  public String words() {
    String plus = bias.isPresent() ? " plus " + quoted(bias.get()) : "";
    return "times " + quoted(weight) + " (" + layout.word() + ")" + plus;
  }
}
