// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.verdict.Rejection;

/** The sum of values of one shape. */
record Add() implements Operation {
  @Override
  public Shape shape(List<Shape> operands, Tensors tensors) throws Rejection {
    Shape first = operands.get(0);
    for (Shape operand : operands) {
      require( // F-16 (e)
          operand.equals(first), SHAPE_MISMATCH, "add: got %s and %s", first, operand);
    }
    return first;
  }

  @Override
  public long cost(List<Shape> operands, Shape shape) {
    return (long) operands.size() * shape.width();
  }

  @Override
  public <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in) {
    return Optional.of(
        arithmetic.sum(IntStream.range(0, in.operands()).mapToObj(in::own).toList()));
  }

  @Override
  public String kind() {
    return "add";
  }

  @Override
  public String words() {
    return "sum";
  }
}
