// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemma L-29. Square roots rounded up, of columns of numbers that are not negative. */
@Lemma("L-29")
public final class RootUp {
  /** Bits of the largest root. */
  private static final int BITS = 64;

  private RootUp() {}

  /** Ensures: each entry is at least the root of the entry of the column, [rows, 1]. */
  public static ExactMatrix of(ExactMatrix column) {
    column.meter().add(column.rows()); // a root each
    int drop = column.significandBits() - 2 * BITS;
    ExactMatrix even = Entries.ceil(column, drop + (column.exponent() + drop & 1));
    BigInteger[][] roots = new BigInteger[column.rows()][1];
    for (int r = 0; r < roots.length; r++) {
      BigInteger square = even.significand(r, 0);
      BigInteger root = square.sqrt();
      roots[r][0] = root.pow(2).equals(square) ? root : root.add(BigInteger.ONE);
    }
    return column.with(roots, 1, even.exponent() / 2);
  }
}
