// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.circuit.Weights.Projection;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-42. How far the logarithm of a computed attention weight may be from the exact score, up
 * to what is the same for all positions: at most {@code tokens[q, t] + positions[q, i]}.
 *
 * <p>Shapes: tokens [vocab, vocab], positions [vocab, k]; unit: natural logarithm of a weight.
 */
@Lemma("L-42")
public record FloatScores(UpperBounds tokens, UpperBounds positions) {

  /**
   * Twice the largest T of each query, in units of 2^-{@link Exponential#BITS}: what the logarithms
   * of two attention weights may move apart.
   */
  public List<BigInteger> twice() {
    UpperBounds twice = tokens.rowMaxima().plus(positions.rowMaxima()).shifted(1);
    return IntStream.range(0, twice.rows())
        .mapToObj(q -> twice.ceilScaled(q, Exponential.BITS)[0])
        .toList();
  }

  static FloatScores of(Weights weights, Profile profile) {
    Projection key = weights.key();
    ExactMatrix residual = Circuits.residual(weights);
    FloatPath query = FloatPath.ofResiduals(residual, weights.query(), profile);
    FloatPath token = FloatPath.ofTokens(weights.embed(), key, profile);
    FloatPath position = FloatPath.ofResiduals(weights.position(), key, profile);

    int h = weights.dHead();
    long flushed = 16L * h;
    UpperBounds queries = query.computed();
    UpperBounds slope =
        queries
            .scaled(Roundings.gammaUp(profile, h + 6))
            .plus(query.error())
            .plusAll(flushed, Roundings.FLUSH_BITS);
    UpperBounds keyError = position.error().plusAll(flushed, Roundings.FLUSH_BITS);
    BigInteger scale = InverseSquareRoot.of(h, Roundings.BITS).hi();
    UpperBounds tokens =
        slope
            .timesTransposed(token.computed())
            .plus(query.size().timesTransposed(token.error()))
            .scaled(scale);
    UpperBounds positions =
        slope
            .timesTransposed(position.computed())
            .plus(queries.timesTransposed(keyError))
            .scaled(scale)
            .plusAll(32L * (h + 1), Roundings.FLUSH_BITS);
    UpperBounds largest =
        largest(query.size(), token.size(), scale)
            .plus(largest(query.size(), position.size(), scale))
            .plus(tokens.rowMaxima())
            .plus(positions.rowMaxima());
    UpperBounds softmax = softmax(largest.shifted(1), weights.k(), profile);
    return new FloatScores(tokens, positions.plusColumn(softmax));
  }

  /** Of scaled products of rows the largest for each row of queries. */
  private static UpperBounds largest(UpperBounds queries, UpperBounds keys, BigInteger scale) {
    return queries.timesTransposed(keys).scaled(scale).rowMaxima();
  }

  /** What the subtraction of a shift and the exponentials add, for arguments up to this size. */
  private static UpperBounds softmax(UpperBounds argument, int k, Profile profile) {
    long units = 2L * ((k + 1L) * profile.exp0() + profile.exp1());
    return argument
        .scaled(Roundings.units(profile, 2L + 2L * profile.exp1()))
        .plusAll(units, profile.unitBits())
        .plusAll(2L * (k + 1), Roundings.FLUSH_BITS);
  }
}
