// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import org.assay.checker.exact.Lemma;
import org.assay.checker.narrow.Powers;

/** Lemma L-87: exp(-u) from four tables. */
@Lemma("L-87")
final class LongPowers {
  /** Fractional bits of the table entries. */
  private static final int BITS = 62;

  private static final int STEP = 8;

  /** exp(-34) is below 2^-48. */
  private static final int MOST = 34;

  /** How much too small a product of the tables is, less than. */
  private static final long SHORT = (1L << 13) + 9;

  private static final int REST_BITS = Disc.BITS - 3 * STEP;

  private final long[][] tables = {Powers.table(MOST, 0, BITS), part(1), part(2), part(3)};

  private static long[] part(int n) {
    return Powers.table(1 << STEP, n * STEP, BITS);
  }

  /** 2^62 exp(-u / 2^48), too small by less than SHORT. Requires: 0 <= u < 34 2^48. */
  private long power(long u) {
    long power = tables[0][(int) (u >> Disc.BITS)];
    for (int n = 1; n < tables.length; n++) {
      int part = (int) (u >> Disc.BITS - n * STEP) & (1 << STEP) - 1;
      power = Products.floor(power, tables[n][part], BITS);
    }
    long rest = u & (1L << REST_BITS) - 1;
    return Products.floor(power, (1L << BITS) - (rest << BITS - Disc.BITS), BITS);
  }

  /** A lower bound of 2^48 exp(-u / 2^48). Requires: u >= 0. */
  long down(long u) {
    return u < (long) MOST << Disc.BITS ? power(u) >> BITS - Disc.BITS : 0; // L-87 (b)
  }

  /** An upper bound of it, at most 2^48. Requires: u >= 0. */
  long up(long u) {
    if (u >= (long) MOST << Disc.BITS) { // L-87 (b)
      return 1;
    }
    return Math.min(1L << Disc.BITS, (power(u) + SHORT >> BITS - Disc.BITS) + 1);
  }
}
