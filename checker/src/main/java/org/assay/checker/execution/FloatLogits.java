// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
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
  static FloatLogits of(Weights weights, Profile profile, Meter meter) throws Rejection {
    FloatRange range = FloatRange.of(weights, meter);
    Weights.Projection value = weights.head().value();
    FloatPath tokens = FloatPath.ofTokens(weights.embed(), value, profile, meter);
    FloatPath positions = FloatPath.ofResiduals(weights.position(), value, profile, meter);
    return new FloatLogits(
        direct(weights, profile, range, meter),
        attended(tokens, weights, profile, meter),
        attended(positions, weights, profile, meter));
  }

  /** E0: of the residual of the query, the biases, and all that may be flushed to zero. */
  private static UpperBounds direct(
      Weights weights, Profile profile, FloatRange range, Meter meter) {
    int n = weights.dModel();
    UpperBounds unembed = UpperBounds.of(weights.unembed());
    UpperBounds outputBias = UpperBounds.of(weights.head().output().bias());
    UpperBounds unembedBias = UpperBounds.of(weights.unembedBias());
    return UpperBounds.of(Circuits.residual(weights, meter))
        .scaled(profile.gamma(n + 3), meter)
        .plusRow(outputBias.scaled(profile.gamma(n + weights.dHead() + 3), meter), meter)
        .plusAll(16, Profile.FLUSH_BITS, meter)
        .times(unembed, meter)
        .plusRow(unembedBias.scaled(profile.gamma(n + 1), meter), meter)
        .plusRow(flushed(weights, range, unembed.columnSums(meter), meter), meter);
  }

  /** What results that are flushed to zero may do to each logit, [1, vocab]. */
  private static UpperBounds flushed(
      Weights weights, FloatRange range, UpperBounds columns, Meter meter) {
    int n = weights.dModel();
    long keys = weights.k() + 1L;
    UpperBounds output = UpperBounds.of(weights.head().output().matrix());
    UpperBounds mixed =
        range
            .value()
            .plusAll(1, 0, meter)
            .times(output.columnSums(meter).largest(meter), meter)
            .times(single(keys * keys, 57), meter);
    UpperBounds head =
        range
            .value()
            .plusAll(2, 0, meter)
            .times(single(16L * (weights.dHead() + 1), Profile.FLUSH_BITS), meter);
    UpperBounds logits =
        range.sum().plusAll(4, 0, meter).times(single(4L * (n + 2), Profile.FLUSH_BITS), meter);
    UpperBounds each = UpperBounds.constant(1, weights.vocab(), 1, 0);
    return mixed
        .plus(head, meter)
        .times(columns, meter)
        .shifted(1)
        .plus(logits.times(each, meter), meter);
  }

  private static UpperBounds single(long factor, int bits) {
    return UpperBounds.constant(1, 1, factor, bits);
  }

  /** E' of a part of the values. */
  private static UpperBounds attended(
      FloatPath value, Weights weights, Profile profile, Meter meter) {
    int mixing = 2 * weights.k() + weights.dHead() + 5;
    BigInteger behind = profile.gamma(weights.dModel() + 2 * weights.k() + 2);
    ExactMatrix output = weights.head().output().matrix();
    return value
        .computed(meter)
        .scaled(profile.gamma(mixing), meter)
        .plus(value.error(), meter)
        .times(UpperBounds.of(output), meter)
        .scaled(BigInteger.ONE.shiftLeft(Profile.BITS).add(behind), meter)
        .plus(UpperBounds.of(value.exact().times(output, meter)).scaled(behind, meter), meter)
        .times(UpperBounds.of(weights.unembed()), meter);
  }
}
