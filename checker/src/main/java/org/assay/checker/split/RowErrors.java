// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemma L-30. Bounds the ranges of the rows of a product of factors, [rows, 1]. */
@Lemma("L-30")
final class RowErrors {
  private final List<ExactMatrix> factors;
  private final Map<List<Integer>, ExactMatrix> products = new HashMap<>(); // by [from, to)

  RowErrors(List<ExactMatrix> factors) {
    this.factors = factors;
  }

  /**
   * The least of what nested ranges say of the product grouped in different ways: L-30 (2). A
   * grouping is the numbers of the factors, from 1 on, that begin another group.
   */
  ExactMatrix byGroups(List<List<Integer>> groupings, int meanLevels) {
    Optional<ExactMatrix> least = Optional.empty();
    for (List<Integer> cuts : groupings) {
      ExactMatrix ranges = RowRanges.ofProduct(grouped(cuts), meanLevels);
      least = Optional.of(least.isPresent() ? Entries.least(least.get(), ranges) : ranges);
    }
    return least.orElseThrow();
  }

  private List<ExactMatrix> grouped(List<Integer> cuts) {
    List<ExactMatrix> groups = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      groups.add(product(from, cut));
      from = cut;
    }
    groups.add(product(from, factors.size()));
    return groups;
  }

  /** Neighbouring factors multiplied out, from the outer end of the chain inwards. */
  private ExactMatrix product(int from, int to) {
    if (to - from == 1) {
      return factors.get(from);
    }
    ExactMatrix known = products.get(List.of(from, to));
    if (known != null) {
      return known;
    }
    ExactMatrix product =
        from == 0
            ? product(from, to - 1).times(factors.get(to - 1))
            : factors.get(from).times(product(from + 1, to));
    products.put(List.of(from, to), product);
    return product;
  }

  /** √2 times the spectral norm of a product of two factors, for every row: L-30 (1). */
  ExactMatrix bySpectralNorm() {
    ExactMatrix left = factors.get(0);
    ExactMatrix square = SpectralNorm.squaredUp(left, factors.get(1).transposed());
    ExactMatrix twice = square.plus(square);
    return Entries.ones(left.rows()).on(left.meter()).times(RootUp.of(twice));
  }

  /**
   * The norm of each row of the first factor times the spectral norm of the second and third times
   * the farthest distance of two columns of the last: L-30 (3).
   */
  ExactMatrix byInnerSpectralNorm() {
    ExactMatrix columns = factors.get(3).transposed();
    ExactMatrix about = columns.minusRow(RowRanges.mean(columns));
    ExactMatrix radius = Entries.largest(Entries.squaredNorms(about));
    ExactMatrix inner = SpectralNorm.squaredUp(factors.get(1), factors.get(2).transposed());
    ExactMatrix diameter = Entries.shifted(radius, 2); // squared: twice the radius
    ExactMatrix rows = Entries.squaredNorms(factors.get(0));
    return RootUp.of(rows.times(inner).times(diameter));
  }
}
