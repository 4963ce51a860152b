// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.util.Optional;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Premises;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.verdict.Rejection;

/**
 * Lemma L-44: what the separable form of a margin (L-04) may take for true of a model. Logits of
 * the maximum are read from the tables on the right, those of its rivals from those on the wrong
 * side; every attention weight is between its two ends. Over the reals both sides are the circuits.
 */
@Lemma("L-44")
public record MarginParts(Circuits right, Circuits wrong, AttentionWeights weights) {
  /**
   * @throws Rejection LIMIT_EXCEEDED or UNSUPPORTED_PROFILE
   */
  public static MarginParts of(Premises premises) throws Rejection {
    Circuits circuits = Circuits.of(premises.weights());
    return of(circuits, FloatErrors.of(premises));
  }

  /** The same, of a model whose circuits are known. */
  public static MarginParts of(Circuits circuits, Optional<FloatErrors> errors) {
    MarginParts exact = exact(circuits);
    if (errors.isEmpty()) {
      return exact;
    }
    Circuits[] sides = errors.get().around(circuits);
    return new MarginParts(sides[0], sides[1], exact.weights.widened(errors.get().scores()));
  }

  /** Over the reals. */
  public static MarginParts exact(Circuits circuits) {
    return new MarginParts(circuits, circuits, AttentionWeights.of(circuits));
  }

  public Meter meter() {
    return right.meter();
  }

  public int vocab() {
    return right.vocab();
  }

  public int k() {
    return right.k();
  }
}
