// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import org.apfloat.Apfloat;

/**
 * A closed interval [lo, hi] of reals; the endpoints are exact and have radix 2.
 *
 * <p>Guarantee: if x lies in this and y lies in other, then x op y lies in the result.
 */
record Interval(Apfloat lo, Apfloat hi) {
  Interval {
    if (!isExact(lo) || !isExact(hi) || lo.compareTo(hi) > 0) {
      throw new IllegalArgumentException(
          "not an interval with exact endpoints: [" + lo + ", " + hi + "]");
    }
  }

  static Interval point(Apfloat x) {
    return new Interval(x, x);
  }

  private static boolean isExact(Apfloat x) {
    return x.radix() == 2 && x.precision() == Apfloat.INFINITE;
  }

  Interval plus(Interval other, Outward round) {
    return round.enclose(lo.add(other.lo), hi.add(other.hi));
  }

  Interval minus(Interval other, Outward round) {
    return round.enclose(lo.subtract(other.hi), hi.subtract(other.lo));
  }

  /** Encloses x · y. */
  Interval times(Interval other, Outward round) {
    Interval product = product(other);
    return round.enclose(product.lo, product.hi);
  }

  /** Encloses x · y + z with one rounding. */
  Interval timesPlus(Interval factor, Interval summand, Outward round) {
    Interval product = product(factor);
    return round.enclose(product.lo.add(summand.lo), product.hi.add(summand.hi));
  }

  /** A bilinear function on a rectangle has its extremes in the corners. */
  private Interval product(Interval other) {
    if (lo.signum() >= 0 && other.lo.signum() >= 0) {
      return new Interval(lo.multiply(other.lo), hi.multiply(other.hi));
    }
    Apfloat first = lo.multiply(other.lo);
    Apfloat min = first;
    Apfloat max = first;
    for (Apfloat corner :
        new Apfloat[] {lo.multiply(other.hi), hi.multiply(other.lo), hi.multiply(other.hi)}) {
      if (corner.compareTo(min) < 0) min = corner;
      if (corner.compareTo(max) > 0) max = corner;
    }
    return new Interval(min, max);
  }
}
