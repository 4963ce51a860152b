// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Lemma;

/** Lemma L-82: exp(-u) from three tables. */
@Lemma("L-82")
public final class Powers {
  /** {@code down(u) <= 2^31 exp(-u / 2^30) < down(u) + ERROR}. */
  static final int ERROR = 7;

  /** Fractional bits of the argument. */
  static final int FINE = 30;

  /** Fractional bits of the value. */
  static final int BITS = 31;

  private static final int STEP = 8;
  private static final int MOST = 22;

  private final long[] whole = table(MOST, 0, BITS);
  private final long[] large = table(1 << STEP, STEP, BITS);
  private final long[] small = table(1 << STEP, 2 * STEP, BITS);

  Powers() {}

  /**
   * floor(2^places exp(-i / 2^bits)) or one less than it, for every i below {@code count}.
   *
   * @param count at most 2^8
   */
  public static long[] table(int count, int bits, int places) {
    Exponential exponential = Exponential.forArguments(Exponential.BITS + STEP);
    long[] table = new long[count];
    for (int i = 0; i < count; i++) {
      BigInteger argument = BigInteger.valueOf(-i).shiftLeft(Exponential.BITS - bits);
      Enclosure e = exponential.of(argument, argument);
      table[i] = e.lo().shiftRight(-e.exponent().intValueExact() - places).longValueExact();
    }
    return table;
  }

  /** Requires: u >= 0. */
  long down(long u) {
    if (u >= (long) MOST << FINE) { // L-82 (b)
      return 0;
    }
    long power = whole[(int) (u >> FINE)] * large[part(u >> FINE - STEP)] >> BITS;
    power = power * small[part(u >> FINE - 2 * STEP)] >> BITS;
    long rest = u & (1L << FINE - 2 * STEP) - 1;
    return power * ((1L << BITS) - 2 * rest) >> BITS;
  }

  private static int part(long u) {
    return (int) u & (1 << STEP) - 1;
  }

  /** An upper bound of 2^31 exp(-u / 2^30), at most 2^31. Requires: u >= 0. */
  long up(long u) {
    return Math.min(1L << BITS, down(u) + ERROR);
  }
}
