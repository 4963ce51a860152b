// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/**
 * The logit tables as 64-bit integers, rounded down to multiples of 2^-bits, and what the sum of
 * three differences (wrong output minus m) must be raised by to be above the true one plus margin
 * (lemma L-05, long rows).
 *
 * <p>Ensures: with {@link Scales#longRows} bits every such sum, raised, is at most 7 · 2^(58 - l) +
 * 10 in absolute value, where l is the number of bits of k.
 */
@Lemma("L-04")
public record LogitTables(long[][] direct, long[][] evou, long[][] pvou, long slack) {
  /** L-05: one for each difference of two floors. */
  private static final BigInteger FLOORS = BigInteger.valueOf(3);

  static LogitTables of(Circuits circuits, Rational margin, int bits) {
    circuits.meter().add(entries(circuits)); // a floor each
    return new LogitTables(
        longs(circuits.direct(), bits),
        longs(circuits.evou(), bits),
        longs(circuits.pvou(), bits),
        margin.ceilScaled(bits).add(FLOORS).longValueExact());
  }

  static long entries(Circuits circuits) {
    return (2L * circuits.vocab() + circuits.k()) * circuits.vocab();
  }

  private static long[][] longs(ExactMatrix table, int bits) {
    return Arrays.stream(table.floorScaled(bits))
        .map(row -> Arrays.stream(row).mapToLong(BigInteger::longValueExact).toArray())
        .toArray(long[][]::new);
  }

  public int vocab() {
    return direct.length;
  }

  /** The position of the query. */
  public int last() {
    return pvou.length - 1;
  }

  /** The logit that output o gets from token t at position i, with the query q, if all do. */
  long value(Rows.Place place, int o) {
    return direct[place.q()][o] + evou[place.t()][o] + pvou[place.i()][o];
  }
}
