// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.verdict.Rejection;

/**
 * What a certificate may use as proof. Sealed: the records below are all there is, and each must
 * count for itself.
 */
public sealed interface Strategy permits BruteForce, GroupedCounting {
  /** The public name, spec F-11. */
  String name();

  /**
   * The number of inputs proved correct by more than {@code margin}; recomputed, never read.
   *
   * @throws Rejection LIMIT_EXCEEDED if the work is over the strategy's limit, before it starts
   */
  BigInteger provedCorrect(Circuits circuits, Rational margin, Meter meter) throws Rejection;
}
