// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-43. How far a computed logit may be from the exact one, given the computed attention: at
 * most {@code direct[q, o]} plus the attention-weighted mean of {@code evou[t, o] + pvou[i, o]},
 * the effect of an inexact normalisation included.
 *
 * <p>Shapes: those of the circuits of the same names; unit: logits.
 */
@Lemma("L-43")
public record FloatLogits(UpperBounds direct, UpperBounds evou, UpperBounds pvou) {

  /**
   * @throws Rejection UNSUPPORTED_PROFILE as {@link FloatRange} says
   */
  static FloatLogits of(Weights weights, Profile profile) throws Rejection {
    FloatRange range = FloatRange.of(weights);
    Weights.Projection value = weights.value();
    FloatPath tokens = FloatPath.ofTokens(weights.embed(), value, profile);
    FloatPath positions = FloatPath.ofResiduals(weights.position(), value, profile);
    return new FloatLogits(
        direct(weights, profile, range),
        attended(tokens, weights, profile),
        attended(positions, weights, profile));
  }

  /** E0: of the residual of the query, the biases, and all that may be flushed to zero. */
  private static UpperBounds direct(Weights weights, Profile profile, FloatRange range) {
    int n = weights.dModel();
    UpperBounds unembed = UpperBounds.of(weights.unembed().matrix());
    UpperBounds outputBias = UpperBounds.of(weights.output().bias());
    UpperBounds unembedBias = UpperBounds.of(weights.unembed().bias());
    return UpperBounds.of(Circuits.residual(weights))
        .scaled(Roundings.gammaUp(profile, n + 3))
        .plusRow(outputBias.scaled(Roundings.gammaUp(profile, n + weights.dHead() + 3)))
        .plusAll(16, Roundings.FLUSH_BITS)
        .times(unembed)
        .plusRow(unembedBias.scaled(Roundings.gammaUp(profile, n + 1)))
        .plusRow(flushed(weights, range, unembed.columnSums()));
  }

  /** What results that are flushed to zero may do to each logit, [1, vocab]. */
  private static UpperBounds flushed(Weights weights, FloatRange range, UpperBounds columns) {
    int n = weights.dModel();
    long keys = weights.k() + 1L;
    UpperBounds output = UpperBounds.of(weights.output().matrix());
    UpperBounds mixed =
        range
            .value()
            .plusAll(1, 0)
            .times(output.columnSums().largest())
            .times(one(range, keys * keys, 57));
    UpperBounds head =
        range
            .value()
            .plusAll(2, 0)
            .times(one(range, 16L * (weights.dHead() + 1), Roundings.FLUSH_BITS));
    UpperBounds logits =
        range.sum().plusAll(4, 0).times(one(range, 4L * (n + 2), Roundings.FLUSH_BITS));
    UpperBounds each = range.sum().constant(1, weights.vocab(), 1, 0);
    return mixed.plus(head).times(columns).shifted(1).plus(logits.times(each));
  }

  private static UpperBounds one(FloatRange range, long factor, int bits) {
    return range.sum().constant(1, 1, factor, bits);
  }

  /** E' of a part of the values. */
  private static UpperBounds attended(FloatPath value, Weights weights, Profile profile) {
    int mixing = 2 * weights.k() + weights.dHead() + 1 + profile.normalisation();
    BigInteger behind = Roundings.gammaUp(profile, weights.dModel() + 2 * weights.k() + 2);
    ExactMatrix output = weights.output().matrix();
    return value
        .computed()
        .scaled(Roundings.gammaUp(profile, mixing))
        .plus(value.error())
        .times(UpperBounds.of(output))
        .scaled(BigInteger.ONE.shiftLeft(Roundings.BITS).add(behind))
        .plus(UpperBounds.of(value.exact().times(output)).scaled(behind))
        .times(UpperBounds.of(weights.unembed().matrix()));
  }
}
