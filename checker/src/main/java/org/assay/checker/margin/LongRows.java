// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/** Lemma L-05, long rows: 64-bit numbers, so small that no sum of k of them overflows. */
@Lemma("L-05")
public final class LongRows implements Rows<long[]> {
  private final LogitTables right; // of the maximum
  private final LogitTables wrong; // of its rivals
  private final Meter meter;

  public LongRows(MarginParts model, Rational margin) {
    Leads leads = Leads.of(model, margin);
    this.right = leads.right();
    this.wrong = leads.wrong();
    this.meter = model.meter();
  }

  @Override
  public int weightBits() {
    return Scales.LONG_WEIGHT; // a product is the high half of the 128-bit one, doubled
  }

  @Override
  public long[] row(Place place, QueryWeights weights) {
    int m = place.m();
    long lo = weights.lo(place.i(), place.t()).longValueExact();
    long hi = weights.hi(place.i(), place.t()).longValueExact();
    long[] d = wrong.direct()[place.q()];
    long[] ov = wrong.evou()[place.t()];
    long[] pv = wrong.pvou()[place.i()];
    long least = right.value(place, m) - right.slack();
    long[] row = new long[d.length - 1];
    meter.add(2 + 8L * row.length);
    for (int o = 0, c = 0; o < d.length; o++) {
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
}
