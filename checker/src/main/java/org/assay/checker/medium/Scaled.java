// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import org.assay.checker.exact.Lemma;

/** Lemma L-91: encloses x where the disc encloses x / 2^exponent; 0 <= exponent <= 32. */
@Lemma("L-91")
public record Scaled(Disc disc, int exponent) {
  private static final int MOST = 32;

  /** Not known where the exponent is too large. */
  static Scaled of(Disc disc, int exponent) {
    return exponent <= MOST
        ? new Scaled(disc, exponent)
        : new Scaled(Disc.unknown(disc.width()), 0);
  }

  /** The same with a larger exponent. */
  Disc at(int larger) {
    return half(disc, larger - exponent);
  }

  /** Encloses x / 2^k for every x in the disc (L-91 (a)). */
  static Disc half(Disc disc, int k) {
    if (k == 0 || !disc.known()) {
      return disc;
    }
    long[] centre = new long[disc.width()];
    for (int j = 0; j < centre.length; j++) {
      centre[j] = disc.centre()[j] >> k;
    }
    return Disc.of(centre, (disc.radius() >> k) + 1 + Disc.rootAbove(centre.length));
  }
}
