// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.Lemma;

/** Lemma L-86 (g): an upper bound of the largest singular value of an integer matrix. */
@Lemma("L-86")
public final class Spectrum {
  /** Entries are cut to so many bits before they are multiplied. */
  private static final int ENTRY_BITS = 24;

  /** How often the matrix of products is squared: 2^3 = 8, so the bound is off by n^(1/32). */
  private static final int SQUARINGS = 3;

  /** Larger matrices are not squared, which would take minutes. */
  private static final int MOST = 512;

  private Spectrum() {}

  /** Requires: |entries| < 2^62, at most 4096 rows and columns. */
  public static BigInteger bound(long[][] entries, int columns) {
    int shift = shift(entries);
    long[][] cut = shifted(entries, shift);
    long[][] flat = cut.length <= columns ? cut : transposed(cut, columns);
    BigInteger square =
        flat.length <= MOST
            ? largest(products(flat), SQUARINGS)
            : most(cut).multiply(most(transposed(cut, columns)));
    return root(square).add(BigInteger.valueOf(cut.length + columns)).shiftLeft(shift);
  }

  /** Of a symmetric matrix with entries below 2^62. */
  private static BigInteger largest(long[][] symmetric, int squarings) {
    int shift = shift(symmetric);
    long[][] cut = shifted(symmetric, shift);
    BigInteger bound = squarings == 0 ? most(cut) : root(largest(products(cut), squarings - 1));
    return bound.add(BigInteger.valueOf(cut.length)).shiftLeft(shift);
  }

  /** At least the root. */
  private static BigInteger root(BigInteger square) {
    return square.sqrt().add(BigInteger.ONE);
  }

  /** The largest sum of |entries| of a row. */
  private static BigInteger most(long[][] matrix) {
    long most = 0;
    for (long[] row : matrix) {
      most = Math.max(most, Arrays.stream(row).map(Math::abs).sum());
    }
    return BigInteger.valueOf(most);
  }

  /** By how many bits the entries are longer than wanted. */
  private static int shift(long[][] matrix) {
    long every = 0;
    for (long[] row : matrix) {
      for (long entry : row) {
        every |= Math.abs(entry);
      }
    }
    return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(every) - ENTRY_BITS);
  }

  private static long[][] shifted(long[][] matrix, int shift) {
    return Arrays.stream(matrix)
        .map(row -> Arrays.stream(row).map(entry -> entry >> shift).toArray())
        .toArray(long[][]::new);
  }

  private static long[][] transposed(long[][] matrix, int columns) {
    long[][] transposed = new long[columns][matrix.length];
    for (int j = 0; j < matrix.length; j++) {
      for (int k = 0; k < columns; k++) {
        transposed[k][j] = matrix[j][k];
      }
    }
    return transposed;
  }

  /** The products of all pairs of rows. */
  private static long[][] products(long[][] rows) {
    long[][] products = new long[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = product(rows[i], rows[j]);
        products[j][i] = products[i][j];
      }
    }
    return products;
  }

  private static long product(long[] a, long[] b) {
    long sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
