// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.assay.checker.exact.Rounding;
import org.assay.checker.margin.Scales;
import org.assay.checker.split.Split;

/**
 * What lemma L-12 needs of a model: attention scores and direct path, each exact or with an error;
 * the rest exact.
 *
 * <p>Shapes: positions [vocab, k], unscaled scores; direct, evou [vocab, vocab], pvou [k, vocab],
 * logits; excess [vocab, 1]: direct[q, m] - direct[q, o] is at most excess[q] above the truth.
 * errors: of an execution, where one is asked for.
 */
record PotentialParts(
    int dHead,
    Split attention,
    ExactMatrix positions,
    ExactMatrix direct,
    ExactMatrix excess,
    ExactMatrix evou,
    ExactMatrix pvou,
    Optional<BlockErrors> errors) {

  PotentialParts with(BlockErrors ofExecution) {
    return new PotentialParts(
        dHead, attention, positions, direct, excess, evou, pvou, Optional.of(ofExecution));
  }

  int vocab() {
    return evou.rows();
  }

  int k() {
    return pvou.rows();
  }

  /** What an execution may be off by for token t at position i, rounded up; 0 without one. */
  long[] outputErrors(int i, int t, int bits) {
    return errors.map(some -> some.ofOutputs(i, t, bits)).orElseGet(() -> new long[vocab()]);
  }

  /** The same of the direct path of a query. */
  long[] directErrors(int q, int bits) {
    return errors.map(some -> some.ofDirect(q, bits)).orElseGet(() -> new long[vocab()]);
  }

  /** How much more upper weights of these queries may be than lower ones in an execution. */
  Enclosure stretch(List<Integer> queries) {
    return errors.map(some -> some.stretch(queries)).orElse(BlockErrors.NONE);
  }

  /** The p of lemma L-12, or of L-47. */
  int fractionBits(Rational margin) {
    return Scales.blocks(
        k(),
        errors.isPresent(),
        direct.magnitudeBits(),
        excess.magnitudeBits(),
        evou.magnitudeBits(),
        pvou.magnitudeBits(),
        margin.magnitudeBits(),
        errors.map(BlockErrors::magnitudeBits).orElse(ExactMatrix.NO_MAGNITUDE));
  }

  /** The excess of a query in units of 2^-bits, rounded up. */
  BigInteger excess(int q, int bits) {
    int shift = excess.exponent() + bits;
    return Rounding.up(excess.significand(q, 0), -shift);
  }

  /** What row differences of the scores may be off for a query, in their units, rounded up. */
  BigInteger error(int q) {
    int shift = attention.error().exponent() - attention.known().exponent();
    return Rounding.up(attention.error().significand(q, 0), -shift);
  }

  BigInteger largestError() {
    return IntStream.range(0, vocab())
        .mapToObj(this::error)
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
