// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.wide.Ball;
import org.assay.checker.wide.Wide;

/**
 * Lemma L-56: both ends of gelu, gelu-tanh or silu at the multiples of 2^-GRID_BITS, and heights of
 * lines below and above it. Values are in units of 2^-VALUE_BITS.
 */
@Lemma("L-56")
final class Curve {
  static final int GRID_BITS = 8;

  /** Of a number of the grid. */
  static final int MOST_BITS = 28;

  static final int VALUE_BITS = TwoLines.SLOPE_BITS + GRID_BITS;

  /** Beyond 16 the function is the larger of 0 and its argument, but for less than 2^-18. */
  private static final int EDGE = 16 << GRID_BITS;

  /** By how much it is off a chord of the grid, and beyond the edge: at most 2^-18. */
  private static final long SPARE = 1L << VALUE_BITS - 18;

  private final long[] lo = new long[2 * EDGE + 1];
  private final long[] hi = new long[2 * EDGE + 1];
  private final Meter meter;

  Curve(Activation function, Meter meter) {
    this.meter = meter;
    BigInteger[] points = new BigInteger[lo.length];
    for (int j = 0; j < points.length; j++) {
      points[j] = BigInteger.valueOf(j - EDGE).shiftLeft(Units.BITS - GRID_BITS);
    }
    Ball values = new Wide(Units.BITS).activated(new Ball(points, BigInteger.ZERO), function);
    Units units = new Units(VALUE_BITS, 0);
    for (int j = 0; j < points.length; j++) {
      lo[j] = units.down(values, j);
      hi[j] =
          -units.down(new Ball(new BigInteger[] {values.centre()[j].negate()}, values.radius()), 0);
    }
  }

  /** A lower bound at a point of the grid. */
  long lo(int point) {
    return Math.abs(point) <= EDGE ? lo[point + EDGE] : far(point) - SPARE;
  }

  private long hi(int point) {
    return Math.abs(point) <= EDGE ? hi[point + EDGE] : far(point);
  }

  private static long far(int point) {
    return (long) Math.max(point, 0) << TwoLines.SLOPE_BITS;
  }

  /** The largest height, rounded down, of a line of this slope that is nowhere above. */
  long heightDown(int from, int to, long slope) {
    long least = Math.min(lo(from) - slope * from, lo(to) - slope * to);
    for (int point = Math.max(from, -EDGE); point <= Math.min(to, EDGE); point++) {
      least = Math.min(least, lo[point + EDGE] - slope * point);
    }
    meter.add(2L * points(from, to));
    return least - SPARE;
  }

  private static int points(int from, int to) {
    return 2 + Math.max(0, Math.min(to, EDGE) - Math.max(from, -EDGE) + 1);
  }

  /** The least height, rounded up, of a line of this slope that is nowhere below. */
  long heightUp(int from, int to, long slope) {
    long most = Math.max(hi(from) - slope * from, hi(to) - slope * to);
    for (int point = Math.max(from, -EDGE); point <= Math.min(to, EDGE); point++) {
      most = Math.max(most, hi[point + EDGE] - slope * point);
    }
    meter.add(2L * points(from, to));
    return most + SPARE;
  }
}
