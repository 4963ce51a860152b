// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/**
 * Lemma L-05, wide rows: integers of any length and exact logit tables, for small models whose
 * logits are too large for the differences that matter to survive in 64 bits.
 */
@Lemma("L-05")
public final class WideRows implements Rows<BigInteger[]> {
  private final ValueTables right; // of the maximum
  private final ValueTables wrong; // of its rivals
  private final Meter meter;

  public WideRows(MarginParts model, Rational margin) {
    this.meter = model.meter();
    int bits = Math.max(ValueTables.exactBits(model.right()), ValueTables.exactBits(model.wrong()));
    this.right = ValueTables.exact(model.right(), margin, bits);
    this.wrong =
        model.wrong() == model.right() ? right : ValueTables.exact(model.wrong(), margin, bits);
  }

  @Override
  public int weightBits() {
    return Scales.WIDE_WEIGHT;
  }

  @Override
  public BigInteger[] row(Place place, QueryWeights weights) {
    int m = place.m();
    BigInteger lo = weights.lo(place.i(), place.t());
    BigInteger hi = weights.hi(place.i(), place.t());
    meter.add(2 + 8L * (right.direct().length - 1));
    BigInteger least = value(right, place, m).subtract(right.slack());
    return IntStream.range(0, right.direct().length)
        .filter(o -> o != m)
        .mapToObj(o -> least.subtract(value(wrong, place, o)))
        .map(bracket -> bracket.multiply(bracket.signum() >= 0 ? lo : hi).negate())
        .toArray(BigInteger[]::new);
  }

  @Override
  public BigInteger[] sum(BigInteger[] a, BigInteger[] b) {
    return IntStream.range(0, a.length).mapToObj(o -> a[o].add(b[o])).toArray(BigInteger[]::new);
  }

  @Override
  public BigInteger[] max(BigInteger[] a, BigInteger[] b) {
    return IntStream.range(0, a.length).mapToObj(o -> a[o].max(b[o])).toArray(BigInteger[]::new);
  }

  @Override
  public boolean sumIsNegative(BigInteger[] a, BigInteger[] b) {
    return isNegative(sum(a, b));
  }

  @Override
  public boolean isNegative(BigInteger[] row) {
    return Arrays.stream(row).allMatch(entry -> entry.signum() < 0);
  }

  private static BigInteger value(ValueTables tables, Place place, int o) {
    return tables
        .direct()[place.q()][o]
        .add(tables.evou()[place.t()][o])
        .add(tables.pvou()[place.i()][o]);
  }
}
