// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/** Lemma L-05, long rows: 64-bit numbers, so small that no sum of k of them overflows. */
@Lemma("L-05")
public final class LongRows implements Rows<long[]> {
  private final int vocab;
  private final LogitTables right; // of the maximum
  private final LogitTables wrong; // of its rivals

  public LongRows(MarginParts model, Rational margin, Meter meter) {
    Leads leads = Leads.of(model, margin, meter);
    this.vocab = leads.vocab();
    this.right = leads.right();
    this.wrong = leads.wrong();
  }

  /** The least of both sides. */
  public static int fractionBits(Circuits right, Circuits wrong, Rational margin) {
    return Math.min(fractionBits(right, margin), fractionBits(wrong, margin));
  }

  /**
   * The p of the lemma. All entries and the margin are below 2^M, so |Y| < 7 · 2^(p + M) + 10; with
   * k < 2^l and p = 58 - l - M, k sums of |Y| / 2 + 1 stay below 2^60.
   */
  public static int fractionBits(Circuits circuits, Rational margin) {
    int magnitude =
        Math.max(
            Math.max(circuits.direct().magnitudeBits(), circuits.evou().magnitudeBits()),
            Math.max(circuits.pvou().magnitudeBits(), magnitudeBits(margin)));
    int length = Integer.SIZE - Integer.numberOfLeadingZeros(circuits.k());
    return 58 - length - magnitude;
  }

  public int vocab() {
    return vocab;
  }

  @Override
  public int weightBits() {
    return 63; // a product with 63 fractional bits is the high half of the 128-bit one, doubled
  }

  /** Operations: 7 per entry. */
  @Override
  public long[] row(Place place, QueryWeights weights) {
    int m = place.m();
    long lo = weights.lo(place.i(), place.t()).longValueExact();
    long hi = weights.hi(place.i(), place.t()).longValueExact();
    long[] d = wrong.direct()[place.q()];
    long[] ov = wrong.evou()[place.t()];
    long[] pv = wrong.pvou()[place.i()];
    long maximum =
        right.direct()[place.q()][m] + right.evou()[place.t()][m] + right.pvou()[place.i()][m];
    long least = maximum - right.slack();
    long[] row = new long[vocab - 1];
    for (int o = 0, c = 0; o < vocab; o++) {
      if (o != m) {
        long bracket = least - (d[o] + ov[o] + pv[o]);
        row[c++] = -Math.multiplyHigh(bracket >= 0 ? lo : hi, bracket);
      }
    }
    return row;
  }

  @Override
  public long[] sum(long[] a, long[] b) {
    long[] sum = new long[a.length];
    for (int o = 0; o < sum.length; o++) {
      sum[o] = a[o] + b[o];
    }
    return sum;
  }

  @Override
  public long[] max(long[] a, long[] b) {
    long[] max = new long[a.length];
    for (int o = 0; o < max.length; o++) {
      max[o] = Math.max(a[o], b[o]);
    }
    return max;
  }

  @Override
  public boolean sumIsNegative(long[] a, long[] b) {
    long signs = -1;
    for (int o = 0; o < a.length; o++) {
      signs &= a[o] + b[o];
    }
    return signs < 0;
  }

  @Override
  public boolean isNegative(long[] row) {
    return sumIsNegative(row, new long[row.length]);
  }

  public static int magnitudeBits(Rational margin) {
    return margin.signum() == 0
        ? ExactMatrix.NO_MAGNITUDE
        : margin.numerator().bitLength() - margin.denominator().bitLength() + 1;
  }

  static long[][] longs(BigInteger[][] table) {
    return Arrays.stream(table)
        .map(row -> Arrays.stream(row).mapToLong(BigInteger::longValueExact).toArray())
        .toArray(long[][]::new);
  }
}
