// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import java.util.Optional;
import org.assay.checker.circuit.Weights;

/**
 * What a proof is about: a model over the reals, or every execution of a profile. An execution
 * changes what a rule may take for true of a model, never the rule (lemma L-44).
 */
public record Premises(Weights weights, Optional<Profile> profile) {
  /** The model over the reals. */
  public static Premises exact(Weights weights) {
    return new Premises(weights, Optional.empty());
  }

  /** Every execution of the profile, and the reals as well. */
  public static Premises of(Weights weights, Profile profile) {
    return new Premises(weights, Optional.of(profile));
  }
}
