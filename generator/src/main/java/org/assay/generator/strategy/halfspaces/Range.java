// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/** From one number to another. */
record Range(double low, double high) {
  static Range of(double value) {
    return new Range(value, value);
  }

  Range plus(Range other) {
    return new Range(low + other.low, high + other.high);
  }

  /** Of all products. */
  Range times(double factor) {
    return factor < 0
        ? new Range(high * factor, low * factor)
        : new Range(low * factor, high * factor);
  }

  /** Of all quotients. Requires: what divides is above 0. */
  Range over(Range divisor) {
    return new Range(
        low / (low >= 0 ? divisor.high : divisor.low),
        high / (high >= 0 ? divisor.low : divisor.high));
  }

  double leastSquare() {
    return low > 0 ? low * low : high < 0 ? high * high : 0;
  }

  double mostSquare() {
    return Math.max(low * low, high * high);
  }

  Range relu() {
    return new Range(Math.max(0, low), Math.max(0, high));
  }

  /**
   * Of the root of the mean of squares plus epsilon, over entries in these ranges: by their
   * squares, and by how far the entries are from the middle (spec L-59).
   */
  static Range deviation(Range[] entries, double epsilon) {
    double least = 0;
    double most = 0;
    double middle = 0;
    double off = 0;
    for (Range entry : entries) {
      least += entry.leastSquare();
      most += entry.mostSquare();
      middle += Math.pow((entry.low + entry.high) / 2, 2);
      off += Math.pow((entry.high - entry.low) / 2, 2);
    }
    int d = entries.length;
    double centre = Math.sqrt(middle / d + epsilon);
    double radius = Math.sqrt(off / d);
    return new Range(
        Math.max(Math.sqrt(least / d + epsilon), centre - radius),
        Math.min(Math.sqrt(most / d + epsilon), centre + radius));
  }
}
