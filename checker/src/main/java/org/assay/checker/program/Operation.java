// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.Rejection;

/** What a step does, with its options (spec F-16, spec/network.md). Operands are earlier steps. */
interface Operation {
  /** A function of this costs as much as so many multiply-adds. */
  int FUNCTION = 64;

  /** So does whatever else a row takes. */
  int ROW = 128;

  /**
   * The shape of the value.
   *
   * @throws Rejection SHAPE_MISMATCH if operands or tensors do not fit
   */
  Shape shape(List<Shape> operands, Tensors tensors) throws Rejection;

  /**
   * The tensors, as the arithmetic takes them. Requires: {@code shape} held.
   *
   * @throws Rejection UNSUPPORTED_MODEL or MALFORMED_MODEL if one is not read
   */
  default List<ExactMatrix> weights(Shape shape, Tensors tensors) throws Rejection {
    return List.of();
  }

  /** The first position of an operand that row {@code position} needs. */
  default int first(int operand, int position) {
    return position;
  }

  /** The last one; {@code positions} is how many the operand has. */
  default int last(int operand, int position, int positions) {
    return position;
  }

  /** Whether a row leaves out the later rows of all operands but the first: weights of zero. */
  default boolean isMasked() {
    return false;
  }

  /** Multiply-adds of one row of the value, {@link #ROW} not included. */
  long cost(List<Shape> operands, Shape shape);

  /** One row of the value; nothing if it may be undefined. */
  <V, M> Optional<V> row(Arithmetic<V, M> arithmetic, Row<V, M> in);

  /** In a word or two, for a brief account. */
  String kind();

  /** In words, with tensors and options. */
  String words();
}
