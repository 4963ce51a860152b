// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatErrors;
import org.assay.checker.execution.FloatLogits;
import org.assay.checker.execution.UpperBounds;
import org.assay.checker.execution.Widening;

/**
 * Lemma L-47: what executions of a profile may do to logits and to the weights of each query.
 *
 * <p>Shape: twice [vocab], twice what the logarithm of a weight may be off by, in units of
 * 2^-{@link Exponential#BITS}.
 */
@Lemma("L-47")
record BlockErrors(FloatLogits logits, List<BigInteger> twice) {
  /** The stretch where nothing is off: 1. */
  static final Enclosure NONE =
      new Enclosure(
          BigInteger.ONE.shiftLeft(Exponential.BITS),
          BigInteger.ONE.shiftLeft(Exponential.BITS),
          BigInteger.valueOf(-Exponential.BITS));

  static BlockErrors of(FloatErrors errors, Meter meter) {
    UpperBounds shifts = errors.scores().largest(meter).shifted(1);
    List<BigInteger> twice =
        IntStream.range(0, shifts.rows())
            .mapToObj(q -> shifts.ceilScaled(q, Exponential.BITS)[0])
            .toList();
    return new BlockErrors(errors.logits(), twice);
  }

  int magnitudeBits() {
    return Math.max(
        logits.direct().magnitudeBits(),
        Math.max(logits.evou().magnitudeBits(), logits.pvou().magnitudeBits()));
  }

  /** For token t at position i, in units of 2^-bits, rounded up. */
  long[] ofOutputs(int i, int t, int bits) {
    BigInteger[] ofToken = logits.evou().ceilScaled(t, bits);
    BigInteger[] ofPosition = logits.pvou().ceilScaled(i, bits);
    long[] sums = new long[ofToken.length];
    Arrays.setAll(sums, o -> ofToken[o].add(ofPosition[o]).longValueExact());
    return sums;
  }

  /** The same of the direct path of a query. */
  long[] ofDirect(int q, int bits) {
    return Arrays.stream(logits.direct().ceilScaled(q, bits))
        .mapToLong(BigInteger::longValueExact)
        .toArray();
  }

  /** Encloses exp(2 T) for the largest T of these queries. Requires: at least one. */
  Enclosure stretch(List<Integer> queries) {
    return Widening.of(NONE, Collections.max(queries.stream().map(twice::get).toList()));
  }
}
