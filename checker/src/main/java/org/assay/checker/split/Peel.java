// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-26. A matrix as a rank-one piece and the rest: {@code matrix = column · row + rest},
 * exactly, for every column and row.
 *
 * <p>Shapes: column [rows, 1], row [1, columns], rest [rows, columns].
 */
@Lemma("L-26")
public record Peel(ExactMatrix column, ExactMatrix row, ExactMatrix rest) {
  /** The row is rounded so that the piece is good to so many bits of the matrix. */
  private static final int BITS = 40;

  /** The column is the direction, the row its projection, rounded down; any would do. */
  public static Peel of(ExactMatrix matrix, BigInteger[] direction) {
    BigInteger[][] column = new BigInteger[direction.length][];
    BigInteger square = BigInteger.ZERO;
    int bits = 0;
    for (int r = 0; r < direction.length; r++) {
      column[r] = new BigInteger[] {direction[r]};
      square = square.add(direction[r].pow(2));
      bits = Math.max(bits, direction[r].abs().bitLength());
    }
    matrix.meter().add(2L * direction.length - 1); // its square
    ExactMatrix piece = matrix.with(column, 1, 0);
    ExactMatrix products = matrix.transposed().times(piece);
    int shift = BITS + bits - matrix.significandBits();
    ExactMatrix row = Entries.divided(products, square, shift).transposed();
    return new Peel(piece, row, matrix.minus(piece.times(row)));
  }

  /** The same of the transposed matrix. */
  Peel transposed() {
    return new Peel(row.transposed(), column.transposed(), rest.transposed());
  }
}
