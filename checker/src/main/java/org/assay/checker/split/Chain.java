// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-27. A table as what is multiplied out of it and a product of factors that is not: {@code
 * known + factors.get(0) · factors.get(1) · ...}; without {@code known} that is the product.
 *
 * <p>Shapes: known [rows, columns]; the first factor has so many rows, the last so many columns.
 */
@Lemma("L-27")
record Chain(Optional<ExactMatrix> known, List<ExactMatrix> factors) {

  /**
   * Moves a piece of rank one out of a factor. The direction runs along the outer side of the
   * factor: its rows in the first half of the factors, its columns in the second; any is sound.
   */
  Chain peeled(int factor, BigInteger[] direction) {
    ExactMatrix whole = factors.get(factor);
    Peel piece =
        2 * factor < factors.size()
            ? Peel.of(whole, direction)
            : Peel.of(whole.transposed(), direction).transposed();
    ExactMatrix left = piece.column();
    for (int f = factor - 1; f >= 0; f--) {
      left = factors.get(f).times(left);
    }
    ExactMatrix right = piece.row();
    for (int f = factor + 1; f < factors.size(); f++) {
      right = right.times(factors.get(f));
    }
    ExactMatrix term = left.times(right);
    List<ExactMatrix> others = new ArrayList<>(factors);
    others.set(factor, piece.rest());
    return new Chain(
        Optional.of(known.isPresent() ? known.get().plus(term) : term), List.copyOf(others));
  }
}
