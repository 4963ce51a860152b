// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/**
 * Lemma L-56: a line below a function and one above it, from one argument to another. Slopes are in
 * units of 2^-SLOPE_BITS; heights in units of the arguments.
 */
@Lemma("L-56")
record TwoLines(Line below, Line above) {
  static final int SLOPE_BITS = 30;
  private static final long ONE = 1L << SLOPE_BITS;
  private static final Line ZERO = new Line(0, 0);
  private static final Line SAME = new Line(ONE, 0);

  /** slope · x + height. */
  record Line(long slope, long height) {}

  /** Of a neuron between two arguments; {@code slope} is a code below. */
  interface Liner {
    Optional<TwoLines> lines(long low, long high, int slope);
  }

  Line line(int side) {
    return side == Neurons.BELOW ? below : above;
  }

  /** What the slope of the lower line is: the hint's codes. */
  static final int DEFAULT = 0;

  static final int FLAT = 1;
  static final int CHORD = 2;
  static final int STEEP = 3;

  /** TwoLines of max(x, 0). Requires: low <= high, fewer than 60 bits. */
  static TwoLines ofRelu(long low, long high, int slope) {
    if (high <= 0) {
      return new TwoLines(ZERO, ZERO);
    }
    if (low >= 0) {
      return new TwoLines(SAME, SAME);
    }
    BigInteger width = BigInteger.valueOf(high - low);
    BigInteger rise = BigInteger.valueOf(high).shiftLeft(SLOPE_BITS);
    long chord = rise.add(width).subtract(BigInteger.ONE).divide(width).longValueExact();
    BigInteger height = BigInteger.valueOf(-low).multiply(BigInteger.valueOf(chord));
    Line above = new Line(chord, Rounding.up(height, SLOPE_BITS).longValueExact());
    boolean isSteep = slope == STEEP || slope == DEFAULT && high >= -low;
    return new TwoLines(slope == CHORD ? new Line(chord, 0) : isSteep ? SAME : ZERO, above);
  }

  /**
   * TwoLines of a smooth function; nothing where the arguments are too large.
   *
   * @param scale of the arguments: they are in units of 2^-scale
   */
  static Optional<TwoLines> ofCurve(Curve curve, long low, long high, int scale, int slope) {
    BigInteger first = shifted(BigInteger.valueOf(low), Curve.GRID_BITS - scale);
    BigInteger last = shifted(BigInteger.valueOf(high).negate(), Curve.GRID_BITS - scale).negate();
    if (first.bitLength() > Curve.MOST_BITS || last.bitLength() > Curve.MOST_BITS) { // L-56 (a)
      return Optional.empty();
    }
    int from = first.intValueExact();
    int to = Math.max(from + 1, last.intValueExact());
    long chord = Math.floorDiv(curve.lo(to) - curve.lo(from), to - from);
    long flat = slope == FLAT ? 0 : slope == STEEP ? ONE : chord;
    return Optional.of(
        new TwoLines(
            new Line(flat, height(curve.heightDown(from, to, flat), scale)),
            new Line(chord, -height(-curve.heightUp(from, to, chord), scale))));
  }

  /** In units of the arguments, rounded down. */
  private static long height(long value, int scale) {
    return shifted(BigInteger.valueOf(value), scale - Curve.VALUE_BITS).longValueExact();
  }

  /** Times 2^bits, rounded down. */
  private static BigInteger shifted(BigInteger number, int bits) {
    return number.shiftLeft(bits);
  }
}
