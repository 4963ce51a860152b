// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Arithmetic;

/** Each entry through a function. */
record Activate(Activation function) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) {
    return operands.get(0);
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return (function == Activation.RELU ? 1L : 4L * FUNCTION) * shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(arithmetic.activated(in.own(0), function));
  }

  @Override
  public String kind() {
    return function.word();
  }

  @Override
  public String words() {
    return function.word();
  }
}
