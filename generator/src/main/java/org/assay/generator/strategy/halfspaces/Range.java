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

  /** The product of some entries with a vector. */
  interface Product {
    Range with(double[] vector);
  }

  /**
   * Of the root of the mean of squares plus epsilon, over entries in these ranges: by their
   * squares, and by their product with the middle (spec L-59).
   */
  static Range deviation(Range[] entries, double epsilon, Product product) {
    double least = 0;
    double most = 0;
    double size = 0;
    double off = 0;
    double[] middle = new double[entries.length];
    for (int j = 0; j < middle.length; j++) {
      Range entry = entries[j];
      middle[j] = (entry.low + entry.high) / 2;
      least += entry.leastSquare();
      most += entry.mostSquare();
      size += middle[j] * middle[j];
      off += Math.pow((entry.high - entry.low) / 2, 2);
    }
    Range along = product.with(middle);
    least = Math.max(least, 2 * along.low - size);
    most = Math.min(most, 2 * along.high - size + off);
    double d = middle.length;
    return new Range(Math.sqrt(least / d + epsilon), Math.sqrt(most / d + epsilon));
  }
}
