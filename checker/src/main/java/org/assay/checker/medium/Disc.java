// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import org.assay.checker.arithmetic.LargestEntry;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-86: encloses every vector x such that 2^48 x - centre has a length (the root of the sum
 * of squares) of at most radius. Here |centre_j| <= 2^56 and radius <= 2^40; or nothing is known.
 */
@Lemma("L-86")
public record Disc(long[] centre, long radius, boolean known) {
  /** Fractional bits. */
  public static final int BITS = 48;

  public static final long MOST = 1L << 56;
  static final long MOST_RADIUS = 1L << 40;

  /** Sums of |centre| are in units of 2^16. */
  static final int UNIT_BITS = 16;

  /** Lengths are in units of 2^32. */
  public static final int LENGTH_BITS = 32;

  public static Disc unknown(int width) {
    return new Disc(new long[width], 0, false);
  }

  /** Not known where it is too large. Requires: |centre_j| < 2^63, radius >= 0. */
  public static Disc of(long[] centre, long radius) {
    boolean known = radius <= MOST_RADIUS;
    for (long entry : centre) {
      known &= entry <= MOST && entry >= -MOST;
    }
    return known ? new Disc(centre, radius, true) : unknown(centre.length);
  }

  public int width() {
    return centre.length;
  }

  /** The largest |centre|. */
  public long largest() {
    return largest(0, centre.length);
  }

  /** The largest |centre| from one column on. */
  long largest(int from, int count) {
    return LargestEntry.of(centre, from, count);
  }

  /** At least the sum of |centre| from one column on, over 2^16; at most 2^53. */
  long reach(int from, int count) {
    long sum = 0;
    for (int j = from; j < from + count; j++) {
      sum += (Math.abs(centre[j]) >> UNIT_BITS) + 1;
    }
    return sum;
  }

  /** At least the length of the centre from one column on, over 2^32; at most 2^31. */
  public long length(int from, int count) {
    long squares = 0;
    for (int j = from; j < from + count; j++) {
      long entry = (Math.abs(centre[j]) >> LENGTH_BITS) + 1;
      squares += entry * entry;
    }
    return rootAbove(squares);
  }

  /** The least integer that is not below the root. Requires: 0 <= square <= 2^61. */
  public static long rootAbove(long square) {
    long root = 0;
    long rest = square;
    for (int bit = 30; bit >= 0; bit--) {
      long more = (root << 1) + (1L << bit) << bit;
      if (rest >= more) {
        rest -= more;
        root += 1L << bit;
      }
    }
    return rest > 0 ? root + 1 : root;
  }
}
