// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import java.math.BigInteger;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/**
 * What a certificate may use as proof: one of the records that {@code rule.Rules} lists, each with
 * its hints. None is trusted: each must count for itself.
 */
public interface Rule {
  /** Reads the rule that a certificate names, with its hints. */
  interface Reader {
    /**
     * Reads all fields of the object, the name first (spec F-11).
     *
     * @param shape as claimed: whether the model has it is not known yet, so what the hints are for
     *     is checked again in {@code requireLimits}, or fits every model of that shape
     * @throws Rejection UNKNOWN_STRATEGY, or with a code of F-02, F-03 or F-11
     */
    Rule read(JsonReader hints, Claim.Shape shape) throws Rejection;
  }

  /** The public name, spec F-11. */
  String name();

  /**
   * Called before anything is computed from the weights.
   *
   * @throws Rejection LIMIT_EXCEEDED if a model of this size is over the strategy's limits,
   *     HINT_RANGE if the hints are none for it
   */
  void requireLimits(int vocab, int k) throws Rejection;

  /** Whether {@code count} knows token weights; else a claim with them is declined. */
  default boolean isWeighted() {
    return false;
  }

  /**
   * Whether the count of a profile is that of the first line, too: what is right in every execution
   * is right over the reals (lemma L-44), and another count would cost as much again.
   */
  default boolean countsOnce() {
    return false;
  }

  /**
   * The number of inputs proved correct as demanded, or with token weights the sum of their
   * weights; recomputed, never read. Requires: no token weights unless {@code isWeighted}.
   *
   * @throws Rejection LIMIT_EXCEEDED if the circuits would take longer than F-01 (f) allows;
   *     UNSUPPORTED_PROFILE if a weight is no number of the profile, or if overflow is not excluded
   */
  BigInteger count(Premises premises, Demand demand) throws Rejection;
}
