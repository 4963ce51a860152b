// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-25. How much the entries of one row of a matrix, or of a product of matrices, differ at
 * most, for each row: columns [rows, 1].
 */
@Lemma("L-25")
public final class RowRanges {
  /** Significant bits that a range of a product is rounded up to. */
  private static final int BITS = 64;

  /** Significant bits of a mean. */
  private static final int MEAN_BITS = 40;

  private RowRanges() {}

  /** The largest minus the smallest entry of each row, exact. */
  public static ExactMatrix of(ExactMatrix matrix) {
    matrix.meter().add(matrix.rows() * (2L * matrix.columns() - 1)); // least, most, difference
    BigInteger[][] ranges = new BigInteger[matrix.rows()][1];
    for (int r = 0; r < ranges.length; r++) {
      BigInteger least = matrix.significand(r, 0);
      BigInteger most = least;
      for (int c = 1; c < matrix.columns(); c++) {
        least = least.min(matrix.significand(r, c));
        most = most.max(matrix.significand(r, c));
      }
      ranges[r][0] = most.subtract(least);
    }
    return matrix.with(ranges, 1, matrix.exponent());
  }

  /**
   * Bounds the ranges of a product that is not multiplied out. The rows of the first {@code
   * meanLevels} factors are taken as their mean row and what they differ from it.
   */
  public static ExactMatrix ofProduct(List<ExactMatrix> factors, int meanLevels) {
    ExactMatrix first = factors.get(0);
    if (factors.size() == 1) {
      return of(first);
    }
    List<ExactMatrix> others = factors.subList(1, factors.size());
    ExactMatrix ranges = ofProduct(others, Math.max(0, meanLevels - 1));
    if (meanLevels == 0) {
      return weightedUp(first, ranges);
    }
    ExactMatrix mean = mean(first);
    ExactMatrix product = mean;
    for (ExactMatrix factor : others) {
      product = product.times(factor);
    }
    return weightedUp(first.minusRow(mean), ranges).plusRow(of(product));
  }

  /** |factor| · ranges, rounded up: L-25 (2). */
  public static ExactMatrix weightedUp(ExactMatrix factor, ExactMatrix ranges) {
    ExactMatrix sums = Entries.absolute(factor).times(ranges);
    sums.meter().add(sums.rows()); // rounded
    return Entries.ceil(sums, sums.significandBits() - BITS);
  }

  /** About the mean of the rows: [1, columns]. */
  public static ExactMatrix mean(ExactMatrix matrix) {
    ExactMatrix sums = Entries.ones(matrix.rows()).on(matrix.meter()).transposed().times(matrix);
    int shift = Math.max(0, MEAN_BITS - matrix.significandBits());
    return Entries.divided(sums, BigInteger.valueOf(matrix.rows()), shift);
  }
}
