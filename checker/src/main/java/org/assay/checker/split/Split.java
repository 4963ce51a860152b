// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;

/**
 * What is known of a table, and how far differences in its rows may be off: for all rows q and all
 * columns i != j, table[q, i] - table[q, j] <= known[q, i] - known[q, j] + error of (q, j).
 *
 * <p>Shapes: known [rows, columns], or [1, columns] if the same for each row; error [rows,
 * columns], or [rows, 1] if the same for each column.
 */
public record Split(ExactMatrix known, ExactMatrix error) {

  /** Of any table whose differences in row q are off by at most column[q] more, [rows, 1]. */
  public Split plus(ExactMatrix column) {
    ExactMatrix more =
        error.columns() == 1 ? column : column.timesTransposed(Entries.ones(error.columns()));
    return new Split(known, error.plus(more));
  }

  /** In units of 2^{@code error().exponent()}. */
  public BigInteger error(int row, int column) {
    return error.significand(row, error.columns() == 1 ? 0 : column);
  }
}
