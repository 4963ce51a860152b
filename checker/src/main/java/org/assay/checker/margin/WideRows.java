// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;

/**
 * Lemma L-05, wide rows: integers of any length and exact logit tables, for small models whose
 * logits are too large for the differences that matter to survive in 64 bits.
 */
@Lemma("L-05")
public final class WideRows implements Rows<BigInteger[]> {
  private final Tables right; // of the maximum
  private final Tables wrong; // of its rivals
  private final BigInteger margin;
  private final Meter meter;

  /** In units in which nothing is rounded. */
  private record Tables(BigInteger[][] direct, BigInteger[][] evou, BigInteger[][] pvou) {
    static Tables of(Circuits circuits, int bits) {
      circuits.meter().add(LogitTables.entries(circuits));
      return new Tables(
          circuits.direct().floorScaled(bits),
          circuits.evou().floorScaled(bits),
          circuits.pvou().floorScaled(bits));
    }

    BigInteger value(Place place, int o) {
      return direct[place.q()][o].add(evou[place.t()][o]).add(pvou[place.i()][o]);
    }
  }

  public WideRows(MarginParts model, Rational margin) {
    this.meter = model.meter();
    int bits = Math.max(exactBits(model.right()), exactBits(model.wrong()));
    this.margin = margin.ceilScaled(bits);
    this.right = Tables.of(model.right(), bits);
    this.wrong = model.wrong() == model.right() ? right : Tables.of(model.wrong(), bits);
  }

  /** So many fractional bits that nothing is rounded; 64 at least. */
  private static int exactBits(Circuits circuits) {
    return IntStream.of(
            64,
            -circuits.direct().exponent(),
            -circuits.evou().exponent(),
            -circuits.pvou().exponent())
        .max()
        .getAsInt();
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
    meter.add(2 + 8L * (right.direct.length - 1));
    BigInteger least = right.value(place, m).subtract(margin);
    return IntStream.range(0, right.direct.length)
        .filter(o -> o != m)
        .mapToObj(o -> least.subtract(wrong.value(place, o)))
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
}
