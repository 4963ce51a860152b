// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.function.DoubleUnaryOperator;

/**
 * Two lines around a function on a range: lower (u) <= f(u) <= upper (u).
 *
 * @param lowerSlope of the lower line
 * @param lowerShift what it adds
 */
record Lines(double lowerSlope, double lowerShift, double upperSlope, double upperShift) {
  private static final Lines SAME = new Lines(1, 0, 1, 0);
  private static final Lines NONE = new Lines(0, 0, 0, 0);
  private static final int POINTS = 64; // at which a smooth function is looked at
  private static final int THIRDS = 40;

  /**
   * Around max(u, 0).
   *
   * @param slope of the lower line where the sign is open
   */
  static Lines relu(Range range, Slope slope) {
    if (range.low() >= 0) return SAME;
    if (range.high() <= 0) return NONE;
    double chord = range.high() / (range.high() - range.low());
    return new Lines(slope.of(range, chord), 0, chord, -chord * range.low());
  }

  /** Around a smooth function, both as steep as its chord. */
  static Lines smooth(Range range, DoubleUnaryOperator function) {
    double width = range.high() - range.low();
    double rise = function.applyAsDouble(range.high()) - function.applyAsDouble(range.low());
    double slope = width == 0 ? 0 : rise / width;
    DoubleUnaryOperator above = u -> function.applyAsDouble(u) - slope * u;
    return new Lines(
        slope, least(range, above), slope, -least(range, u -> -above.applyAsDouble(u)));
  }

  /** By points, and thirds of what is between the neighbours of the best. */
  private static double least(Range range, DoubleUnaryOperator function) {
    double step = (range.high() - range.low()) / POINTS;
    double best = range.low();
    for (int i = 1; i <= POINTS; i++) {
      double u = range.low() + step * i;
      if (function.applyAsDouble(u) < function.applyAsDouble(best)) best = u;
    }
    double low = Math.max(range.low(), best - step);
    double high = Math.min(range.high(), best + step);
    for (int i = 0; i < THIRDS; i++) {
      double third = (high - low) / 3;
      boolean isLeft = function.applyAsDouble(low + third) < function.applyAsDouble(high - third);
      if (isLeft) high -= third;
      else low += third;
    }
    return Math.min(function.applyAsDouble(best), function.applyAsDouble((low + high) / 2));
  }
}
