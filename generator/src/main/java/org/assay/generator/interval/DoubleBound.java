// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import org.apfloat.Apfloat;

/** Doubles below and above an exact number, at most a few units in the last place away. */
final class DoubleBound {
  private DoubleBound() {}

  /**
   * The result is <= x. {@code doubleValue} is only a guess: what it rounds to is not specified.
   */
  static double below(Apfloat x) {
    double guess = finite(x.doubleValue());
    while (Outward.exact(guess).compareTo(x) > 0) guess = Math.nextDown(guess);
    return guess;
  }

  /** The result is >= x. */
  static double above(Apfloat x) {
    return -below(x.negate());
  }

  private static double finite(double guess) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, guess));
  }
}
