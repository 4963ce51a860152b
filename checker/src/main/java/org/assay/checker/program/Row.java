// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import java.util.List;

/** What the row of a step at one position is computed from. */
public interface Row<V, M> {
  int position();

  /** The token at this position. */
  int token();

  /** The step's prepared tensor with this number. */
  M weight(int number);

  /** How many operands the step has. */
  int operands();

  /** The row of an operand at a position. */
  V of(int operand, int position);

  /** The row of an operand at the same position. */
  default V own(int operand) {
    return of(operand, position());
  }

  /** The rows of an operand that this one needs. */
  List<V> needed(int operand);
}
