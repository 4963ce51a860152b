// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.util.List;
import org.assay.checker.exact.Entries;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;

/**
 * Lemma L-30. Bounds the ranges of the rows of a product of factors, [rows, 1], where more is done
 * than to nest ranges.
 */
@Lemma("L-30")
final class RowErrors {
  private RowErrors() {}

  /** The ranges of the product itself. */
  static ExactMatrix byMultiplyingOut(List<ExactMatrix> factors, Meter meter) {
    return RowRanges.of(factors.get(0).times(factors.get(1), meter), meter);
  }

  /** √2 times the spectral norm of a product of two factors, for every row: L-30 (1). */
  static ExactMatrix bySpectralNorm(List<ExactMatrix> factors, Meter meter) {
    ExactMatrix left = factors.get(0);
    ExactMatrix square = SpectralNorm.squared(left, factors.get(1).transposed(), meter);
    ExactMatrix twice = square.plus(square, meter);
    return Entries.ones(left.rows()).times(RootUp.of(twice, meter), meter);
  }

  /** The least of the ranges of the product broken at each of its three places: L-30 (2). */
  static ExactMatrix bySubproducts(List<ExactMatrix> factors, int meanLevels, Meter meter) {
    ExactMatrix last2 = factors.get(2).times(factors.get(3), meter);
    ExactMatrix first2 = factors.get(0).times(factors.get(1), meter);
    ExactMatrix last3 = factors.get(1).times(last2, meter);
    ExactMatrix first3 = first2.times(factors.get(2), meter);
    ExactMatrix at1 = RowRanges.ofProduct(List.of(factors.get(0), last3), meanLevels, meter);
    ExactMatrix at2 = RowRanges.ofProduct(List.of(first2, last2), meanLevels, meter);
    ExactMatrix at3 = RowRanges.ofProduct(List.of(first3, factors.get(3)), meanLevels, meter);
    return Entries.least(Entries.least(at1, at2, meter), at3, meter);
  }

  /**
   * The norm of each row of the first factor times the spectral norm of the second and third times
   * the farthest distance of two columns of the last: L-30 (3).
   */
  static ExactMatrix byInnerSpectralNorm(List<ExactMatrix> factors, Meter meter) {
    ExactMatrix columns = factors.get(3).transposed();
    ExactMatrix about = columns.minusRow(RowRanges.mean(columns, meter), meter);
    ExactMatrix radius = Entries.largest(Entries.squaredNorms(about, meter), meter);
    ExactMatrix inner = SpectralNorm.squared(factors.get(1), factors.get(2).transposed(), meter);
    ExactMatrix diameter = Entries.shifted(radius, 2); // squared: twice the radius
    ExactMatrix rows = Entries.squaredNorms(factors.get(0), meter);
    return RootUp.of(rows.times(inner, meter).times(diameter, meter), meter);
  }
}
