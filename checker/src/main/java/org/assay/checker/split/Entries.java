// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.function.UnaryOperator;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rounding;

/** Matrices entry by entry: where something is rounded, and in which direction. */
public final class Entries {
  private Entries() {}

  /** A column of ones. */
  public static ExactMatrix ones(int rows) {
    return mapped(ExactMatrix.zero(rows, 1), 0, zero -> BigInteger.ONE);
  }

  public static ExactMatrix absolute(ExactMatrix matrix) {
    return mapped(matrix, matrix.exponent(), BigInteger::abs);
  }

  /** Drops so many bits, rounding up; fewer than none are appended. */
  public static ExactMatrix ceil(ExactMatrix matrix, int bits) {
    return mapped(matrix, matrix.exponent() + bits, entry -> Rounding.up(entry, bits));
  }

  /** Drops so many bits, rounding down; fewer than none are appended. */
  public static ExactMatrix floor(ExactMatrix matrix, int bits) {
    return mapped(matrix, matrix.exponent() + bits, entry -> entry.shiftRight(bits));
  }

  /**
   * About the matrix divided by a number, with so many bits more than it has; zero if the number
   * is.
   */
  public static ExactMatrix divided(ExactMatrix matrix, BigInteger divisor, int bits) {
    matrix.meter().add((long) matrix.rows() * matrix.columns());
    int exponent = matrix.exponent() - bits;
    if (divisor.signum() == 0) {
      return mapped(matrix, exponent, entry -> BigInteger.ZERO);
    }
    BigInteger scaled = divisor.shiftLeft(Math.max(0, -bits));
    return mapped(matrix, exponent, entry -> entry.shiftLeft(Math.max(0, bits)).divide(scaled));
  }

  /** The smaller entry of two matrices of one shape. */
  public static ExactMatrix least(ExactMatrix a, ExactMatrix b) {
    int exponent = Math.min(a.exponent(), b.exponent());
    a.meter().add((long) a.rows() * a.columns());
    BigInteger[][] least = new BigInteger[a.rows()][];
    for (int r = 0; r < least.length; r++) {
      least[r] = a.floorScaled(r, -exponent); // nothing is lost: no exponent is less
      BigInteger[] other = b.floorScaled(r, -exponent);
      for (int c = 0; c < other.length; c++) {
        least[r][c] = least[r][c].min(other[c]);
      }
    }
    return a.with(least, a.columns(), exponent);
  }

  /** Times a power of two. */
  public static ExactMatrix shifted(ExactMatrix matrix, int bits) {
    return mapped(matrix, matrix.exponent() + bits, entry -> entry);
  }

  /** The sum of the squares of each row, [rows, 1]. */
  public static ExactMatrix squaredNorms(ExactMatrix matrix) {
    matrix.meter().add(matrix.rows() * (2L * matrix.columns() - 1));
    BigInteger[][] norms = new BigInteger[matrix.rows()][1];
    for (int r = 0; r < norms.length; r++) {
      norms[r][0] = BigInteger.ZERO;
      for (int c = 0; c < matrix.columns(); c++) {
        norms[r][0] = norms[r][0].add(matrix.significand(r, c).pow(2));
      }
    }
    return matrix.with(norms, 1, 2 * matrix.exponent());
  }

  /** The largest entry of a column that is not negative, [1, 1]. */
  public static ExactMatrix largest(ExactMatrix column) {
    column.meter().add(column.rows() - 1L);
    BigInteger largest = BigInteger.ZERO;
    for (int r = 0; r < column.rows(); r++) {
      largest = largest.max(column.significand(r, 0));
    }
    return column.with(new BigInteger[][] {{largest}}, 1, column.exponent());
  }

  private static ExactMatrix mapped(
      ExactMatrix matrix, int exponent, UnaryOperator<BigInteger> entry) {
    BigInteger[][] entries = new BigInteger[matrix.rows()][matrix.columns()];
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.columns(); c++) {
        entries[r][c] = entry.apply(matrix.significand(r, c));
      }
    }
    return matrix.with(entries, matrix.columns(), exponent);
  }
}
