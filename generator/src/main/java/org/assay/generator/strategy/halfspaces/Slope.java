// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/**
 * Of the lower line around a neuron whose sign is open, in the order of their codes (spec R-08).
 */
enum Slope {
  /** 1 where more of the range is above 0 than below, else 0. */
  DEFAULT,
  ZERO,
  CHORD,
  ONE;

  double of(Range range, double chord) {
    return switch (this) {
      case DEFAULT -> range.high() >= -range.low() ? 1 : 0;
      case ZERO -> 0;
      case CHORD -> chord;
      case ONE -> 1;
    };
  }

  static Slope[] all(int count, Slope slope) {
    Slope[] slopes = new Slope[count];
    java.util.Arrays.fill(slopes, slope);
    return slopes;
  }
}
