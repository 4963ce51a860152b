// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import java.math.BigInteger;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.rule.cells.Cubic;
import org.assay.checker.rule.cells.CubicRetest;
import org.assay.checker.rule.counting.GroupedCounting;
import org.assay.checker.rule.counting.PotentialCounting;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.rule.gaps.SubCubic;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * What a certificate may use as proof. Sealed: the records below are all there is, and each must
 * count for itself.
 */
public sealed interface Strategy
    permits BruteForce, GroupedCounting, PotentialCounting, Cubic, CubicRetest, SubCubic {
  /** The public name, spec F-11. */
  String name();

  /**
   * Called before anything is computed from the weights.
   *
   * @throws Rejection LIMIT_EXCEEDED if a model of this size is over the strategy's limits,
   *     HINT_RANGE if the hints are none for it
   */
  void requireLimits(int vocab, int k) throws Rejection;

  /** Whether {@code provedCorrect} knows token weights; else a claim with them is declined. */
  default boolean isWeighted() {
    return false;
  }

  /**
   * The number of inputs proved correct as demanded, or with token weights the sum of their
   * weights; recomputed, never read. Requires: no token weights unless {@code isWeighted}.
   *
   * @throws Rejection LIMIT_EXCEEDED if the circuits would take longer than F-01 (f) allows
   */
  BigInteger provedCorrect(Weights weights, Demand demand, Meter meter) throws Rejection;

  /**
   * The same, and the number of inputs proved correct in every execution of a profile.
   *
   * @throws Rejection UNSUPPORTED_PROFILE if no lemma extends this strategy to executions, or as
   *     {@link FloatErrors} says
   */
  default Counts provedCorrect(Weights weights, Demand demand, Profile profile, Meter meter)
      throws Rejection {
    throw new Rejection( // F-10 (i)
        RejectCode.UNSUPPORTED_PROFILE,
        "strategy %s proves nothing of profile %s",
        name(),
        profile.name());
  }

  /** Inputs proved correct by more than the margin: over the reals, and in every execution. */
  record Counts(BigInteger real, BigInteger computed) {}
}
