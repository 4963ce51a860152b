// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-44. What any execution of a profile may do to a model, as upper bounds in the shapes of
 * its circuits: the logarithm of an attention weight moves by at most {@code scores().tokens()[q,
 * t] + scores().positions()[q, i]}, the logits as {@link FloatLogits} says.
 */
@Lemma("L-44")
public record FloatErrors(FloatScores scores, FloatLogits logits) {

  /**
   * @throws Rejection UNSUPPORTED_PROFILE if a weight is no binary32 number or overflow is not
   *     excluded; names the place
   */
  public static FloatErrors of(Weights weights, Profile profile, Meter meter) throws Rejection {
    FloatLogits logits = FloatLogits.of(weights, profile, meter); // its range checks come first
    return new FloatErrors(FloatScores.of(weights, profile, meter), logits);
  }

  /** The circuits with logits that are at most those computed, given the computed attention. */
  public Circuits below(Circuits exact, Meter meter) {
    return with(
        exact,
        exact.direct().minus(logits.direct().values(), meter),
        exact.evou().minus(logits.evou().values(), meter),
        exact.pvou().minus(logits.pvou().values(), meter));
  }

  /** The circuits with logits that are at least those computed, given the computed attention. */
  public Circuits above(Circuits exact, Meter meter) {
    return with(
        exact,
        exact.direct().plus(logits.direct().values(), meter),
        exact.evou().plus(logits.evou().values(), meter),
        exact.pvou().plus(logits.pvou().values(), meter));
  }

  private static Circuits with(
      Circuits exact, ExactMatrix direct, ExactMatrix evou, ExactMatrix pvou) {
    return new Circuits(exact.dHead(), exact.eqke(), exact.eqkp(), direct, evou, pvou);
  }
}
