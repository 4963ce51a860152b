// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/**
 * The logit tables rounded down to multiples of 2^-bits, and what a difference of three pairs of
 * entries must be lowered by to stay below the true bracket minus the margin (lemma L-05).
 *
 * <p>Shapes: direct, evou [vocab, vocab], pvou [k, vocab]; unit: 2^-bits logits.
 */
@Lemma("L-04")
record ValueTables(
    BigInteger[][] direct, BigInteger[][] evou, BigInteger[][] pvou, BigInteger slack) {

  /** Tables in which nothing was rounded need no slack but the margin. */
  static ValueTables exact(Circuits circuits, Rational margin, int bits) {
    return of(circuits, margin, bits, 0);
  }

  /** So many fractional bits that nothing is rounded; 64 at least. */
  static int exactBits(Circuits circuits) {
    int least =
        Math.min(
            circuits.direct().exponent(),
            Math.min(circuits.evou().exponent(), circuits.pvou().exponent()));
    return Math.max(64, -least);
  }

  static ValueTables rounded(Circuits circuits, Rational margin, int bits) {
    return of(circuits, margin, bits, 3); // L-05: one for each difference of two floors
  }

  private static ValueTables of(Circuits circuits, Rational margin, int bits, int floors) {
    long rows = 2L * circuits.vocab() + circuits.k();
    circuits.meter().add(rows * circuits.vocab()); // a floor each
    return new ValueTables(
        circuits.direct().floorScaled(bits),
        circuits.evou().floorScaled(bits),
        circuits.pvou().floorScaled(bits),
        margin.ceilScaled(bits).add(BigInteger.valueOf(floors)));
  }
}
