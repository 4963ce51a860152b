// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-41. Queries, keys or values: the exact ones and how far a computed one may be from it,
 * entry by entry. Keys and values are sums of a token part and a position part, and so are these.
 *
 * <p>Shapes: both [rows, dHead].
 */
@Lemma("L-41")
record FloatPath(ExactMatrix exact, UpperBounds error) {

  /** Of tokens: without what a token does not change. */
  static FloatPath ofTokens(ExactMatrix embed, Projection map, Profile profile) {
    return new FloatPath(
        embed.times(map.matrix()), UpperBounds.of(embed).times(factors(map.matrix(), profile)));
  }

  /** Of positions, or of residuals: with the bias and all that is the same for every row. */
  static FloatPath ofResiduals(ExactMatrix rows, Projection map, Profile profile) {
    ExactMatrix exact = rows.times(map.matrix()).plusRow(map.bias());
    UpperBounds error = UpperBounds.of(rows).times(factors(map.matrix(), profile));
    return new FloatPath(exact, error.plusRow(constant(map, profile)));
  }

  /** Bounds exact entries. */
  UpperBounds size() {
    return UpperBounds.of(exact);
  }

  /** Bounds computed entries. */
  UpperBounds computed() {
    return size().plus(error);
  }

  /** γ_(n+2) |W| + 4 φ: the error is at most |r| times this, and the constant. */
  private static UpperBounds factors(ExactMatrix matrix, Profile profile) {
    BigInteger gamma = Roundings.gammaUp(profile, matrix.rows() + 2);
    return UpperBounds.of(matrix).scaled(gamma).plusAll(4, Roundings.FLUSH_BITS);
  }

  /** γ_(n+1) |b| + 16 φ (Σ|W| + 2 (n + 2)). */
  private static UpperBounds constant(Projection map, Profile profile) {
    int n = map.matrix().rows();
    UpperBounds flushed =
        UpperBounds.of(map.matrix())
            .columnSums()
            .plusAll(2L * (n + 2), 0)
            .shifted(4 - Roundings.FLUSH_BITS);
    return UpperBounds.of(map.bias()).scaled(Roundings.gammaUp(profile, n + 1)).plus(flushed);
  }
}
