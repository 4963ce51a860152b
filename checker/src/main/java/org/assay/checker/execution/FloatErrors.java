// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.Optional;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-44. What any execution of a profile may do to a model, as upper bounds in the shapes of
 * its circuits: the logarithm of an attention weight moves by at most {@code scores().tokens()[q,
 * t] + scores().positions()[q, i]}, the logits as {@link FloatLogits} says.
 */
@Lemma("L-44")
public record FloatErrors(FloatScores scores, FloatLogits logits) {

  /**
   * None over the reals.
   *
   * @throws Rejection as below
   */
  public static Optional<FloatErrors> of(Premises premises) throws Rejection {
    return premises.profile().isPresent()
        ? Optional.of(of(premises.weights(), premises.profile().get()))
        : Optional.empty();
  }

  /**
   * @throws Rejection UNSUPPORTED_PROFILE if a weight is no binary32 number or overflow is not
   *     excluded; names the place
   */
  public static FloatErrors of(Weights weights, Profile profile) throws Rejection {
    FloatLogits logits = FloatLogits.of(weights, profile); // its range checks come first
    return new FloatErrors(FloatScores.of(weights, profile), logits);
  }

  /** The circuits, with logits of which the computed ones are at least and at most. */
  public Circuits[] around(Circuits exact) {
    Sides direct = Sides.of(exact.direct(), Optional.of(logits.direct()));
    Sides evou = Sides.of(exact.evou(), Optional.of(logits.evou()));
    Sides pvou = Sides.of(exact.pvou(), Optional.of(logits.pvou()));
    return new Circuits[] {
      with(exact, direct.right(), evou.right(), pvou.right()),
      with(exact, direct.wrong(), evou.wrong(), pvou.wrong())
    };
  }

  private static Circuits with(
      Circuits exact, ExactMatrix direct, ExactMatrix evou, ExactMatrix pvou) {
    return new Circuits(exact.dHead(), exact.eqke(), exact.eqkp(), direct, evou, pvou);
  }
}
