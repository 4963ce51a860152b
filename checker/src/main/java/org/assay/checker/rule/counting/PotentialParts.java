// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.exact.Rounding;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.execution.FloatLogits;
import org.assay.checker.execution.Sides;
import org.assay.checker.execution.Widening;
import org.assay.checker.margin.Scales;
import org.assay.checker.split.Split;

/**
 * What lemma L-12 needs of a model: attention scores and direct path, each exact or with an error;
 * the rest exact.
 *
 * <p>Shapes: positions [vocab, k], unscaled scores; direct, evou [vocab, vocab], pvou [k, vocab],
 * logits; excess [vocab, 1]: direct[q, m] - direct[q, o] is at most excess[q] above the truth.
 * twice: [vocab], where there are executions, what the logarithms of two weights of a query may
 * move apart, in units of 2^-{@link Exponential#BITS}.
 */
record PotentialParts(
    int dHead,
    Split attention,
    ExactMatrix positions,
    Sides direct,
    ExactMatrix excess,
    Sides evou,
    Sides pvou,
    Optional<List<BigInteger>> twice) {

  /** The same with the errors of an execution. Requires: exact parts. */
  PotentialParts with(FloatErrors errors) {
    FloatLogits logits = errors.logits();
    return new PotentialParts(
        dHead,
        attention,
        positions,
        Sides.of(direct.right(), Optional.of(logits.direct())),
        excess,
        Sides.of(evou.right(), Optional.of(logits.evou())),
        Sides.of(pvou.right(), Optional.of(logits.pvou())),
        Optional.of(errors.scores().twice()));
  }

  /** Whether they are about the reals alone. */
  boolean isExact() {
    return twice.isEmpty();
  }

  Meter meter() {
    return evou.meter();
  }

  int vocab() {
    return evou.rows();
  }

  int k() {
    return pvou.rows();
  }

  /** How much more upper weights of these queries may be than lower ones in an execution. */
  Enclosure stretch(List<Integer> queries) {
    return twice
        .map(some -> queries.stream().map(some::get).reduce(BigInteger::max).orElseThrow())
        .map(largest -> Widening.of(Enclosure.ONE, largest))
        .orElse(Enclosure.ONE);
  }

  /** The p of lemma L-12. */
  int fractionBits(Rational margin) {
    return Scales.blocks(
        k(),
        direct.magnitudeBits(),
        excess.magnitudeBits(),
        evou.magnitudeBits(),
        pvou.magnitudeBits(),
        margin.magnitudeBits());
  }

  /** The excess of a query in units of 2^-bits, rounded up. */
  BigInteger excessUp(int q, int bits) {
    int shift = excess.exponent() + bits;
    return Rounding.up(excess.significand(q, 0), -shift);
  }

  /** What row differences of the scores may be off for a query, in their units, rounded up. */
  BigInteger errorUp(int q) {
    int shift = attention.error().exponent() - attention.known().exponent();
    return Rounding.up(attention.error().significand(q, 0), -shift);
  }

  BigInteger largestError() {
    return IntStream.range(0, vocab())
        .mapToObj(this::errorUp)
        .reduce(BigInteger.ZERO, BigInteger::max);
  }

  /** What position i scores above the last one, in units of the position table. */
  BigInteger position(int q, int i) {
    return positions.significand(q, i).subtract(positions.significand(q, k() - 1));
  }

  /** The least of these over the positions before the last; 0 if there is none. */
  BigInteger leastPosition(int q) {
    return IntStream.range(0, k() - 1)
        .mapToObj(i -> position(q, i))
        .reduce(BigInteger::min)
        .orElse(BigInteger.ZERO);
  }
}
