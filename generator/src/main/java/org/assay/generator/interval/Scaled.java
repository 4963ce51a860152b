// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import java.math.BigInteger;

/**
 * The positive reals between lo · 2^exponent and hi · 2^exponent. The exponent has no limit, so
 * that no exponential overflows or vanishes.
 */
public record Scaled(double lo, double hi, BigInteger exponent) {
  /** Requires: 1/4 <= lo <= hi <= 16, so that products of doubles stay far from their limits. */
  public Scaled {
    if (!(0.25 <= lo && lo <= hi && hi <= 16)) {
      throw new IllegalArgumentException("not a scaled interval: [" + lo + ", " + hi + "]");
    }
  }
}
