// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.Rejection.quoted;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.Rejection;

/** Layer norm or RMS norm of each row, with or without weight and bias. */
record Norm(Norming norming, Optional<String> weight, Optional<String> bias) implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    Shape operand = operands.get(0);
    for (Optional<String> tensor : List.of(weight, bias)) {
      if (tensor.isPresent()) {
        tensors.requireEntries(tensor.get(), operand.width());
      }
    }
    return operand;
  }

  @Override
  public List<ExactMatrix> weights(Shape shape, Tensors tensors) throws Rejection {
    return List.of(
        tensors.vector(weight, shape.width(), 1), tensors.vector(bias, shape.width(), 0));
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return 128L * (shape.width() + FUNCTION);
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return arithmetic.normalized(in.own(0), norming, in.weight(0), in.weight(1));
  }

  @Override
  public String kind() {
    return norming.centred() ? "layer norm" : "RMS norm";
  }

  @Override
  public String words() {
    return (norming.centred() ? "layer" : "RMS")
        + " norm with epsilon "
        + norming.epsilon()
        + weight.map(one -> ", weight " + quoted(one)).orElse(", no weight")
        + bias.map(one -> ", bias " + quoted(one)).orElse(", no bias");
  }
}
