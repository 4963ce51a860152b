// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/**
 * The logit tables rounded down to multiples of 2^-bits, and what a difference of three pairs of
 * entries must be lowered by to stay below the true bracket minus the margin (lemma L-05).
 *
 * <p>Shapes: direct, evou [vocab, vocab], pvou [k, vocab]; unit: 2^-bits logits.
 */
public record ValueTables(
    BigInteger[][] direct, BigInteger[][] evou, BigInteger[][] pvou, BigInteger slack) {

  /** Tables in which nothing was rounded need no slack but the margin. */
  static ValueTables exact(Circuits circuits, Rational margin, int bits, Meter meter) {
    return of(circuits, margin, bits, 0, meter);
  }

  /** So many fractional bits that nothing is rounded; 64 at least. */
  static int exactBits(Circuits circuits) {
    int least =
        Math.min(
            circuits.direct().exponent(),
            Math.min(circuits.evou().exponent(), circuits.pvou().exponent()));
    return Math.max(64, -least);
  }

  static ValueTables rounded(Circuits circuits, Rational margin, int bits, Meter meter) {
    return of(circuits, margin, bits, 3, meter); // L-05: one for each difference of two floors
  }

  private static ValueTables of(
      Circuits circuits, Rational margin, int bits, int floors, Meter meter) {
    meter.add(2L * circuits.vocab() * circuits.vocab() + (long) circuits.k() * circuits.vocab());
    return new ValueTables(
        floor(circuits.direct(), bits),
        floor(circuits.evou(), bits),
        floor(circuits.pvou(), bits),
        ceil(margin, bits).add(BigInteger.valueOf(floors)));
  }

  private static BigInteger[][] floor(ExactMatrix matrix, int bits) {
    return IntStream.range(0, matrix.rows())
        .mapToObj(r -> matrix.floorScaled(r, bits))
        .toArray(BigInteger[][]::new);
  }

  /** ceil(2^bits · value), also for negative bits. */
  public static BigInteger ceil(Rational value, int bits) {
    BigInteger dividend = value.numerator().shiftLeft(Math.max(0, bits));
    BigInteger divisor = value.denominator().shiftLeft(Math.max(0, -bits));
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
  }
}
