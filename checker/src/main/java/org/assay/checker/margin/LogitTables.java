// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Rational;

/**
 * The logit tables as 64-bit integers, rounded down to multiples of 2^-bits, and what the sum of
 * three differences (wrong output minus m) must be raised by to be above the true one plus margin
 * (lemma L-05, long rows).
 *
 * <p>Ensures: with {@link Scales#longRows} bits every such sum, raised, is at most 7 · 2^(58 - l) +
 * 10 in absolute value, where l is the number of bits of k.
 */
public record LogitTables(long[][] direct, long[][] evou, long[][] pvou, long slack) {
  static LogitTables of(Circuits circuits, Rational margin, int bits) {
    ValueTables tables = ValueTables.rounded(circuits, margin, bits);
    return new LogitTables(
        longs(tables.direct()),
        longs(tables.evou()),
        longs(tables.pvou()),
        tables.slack().longValueExact());
  }

  private static long[][] longs(BigInteger[][] table) {
    return Arrays.stream(table)
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
