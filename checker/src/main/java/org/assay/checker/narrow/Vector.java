// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.arithmetic.LargestEntry;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-80: encloses every vector x with |2^scale x_j - centre_j| <= radius for all j. Here
 * |centre_j| <= 2^28, radius <= 2^21 and |scale| <= 2^12; or nothing is known.
 */
@Lemma("L-80")
record Vector(long[] centre, long radius, int scale, boolean known) {
  static final int BITS = 28;
  static final int RADIUS_BITS = 20;
  static final int MOST_SCALE = 1 << 12;

  static Vector unknown(int width) {
    return new Vector(new long[width], 0, 0, false);
  }

  /** A row of a matrix, each entry rounded to the nearest. */
  static Vector of(ExactMatrix matrix, int row) {
    int longest = 0;
    for (BigInteger entry : matrix.significands()[row]) {
      longest = Math.max(longest, entry.bitLength());
    }
    int shift = Math.max(0, longest - Sum.WORD); // L-80 (a)
    long[] entries = new long[matrix.columns()];
    Arrays.setAll(entries, j -> matrix.significand(row, j).shiftRight(shift).longValueExact());
    return new Sum(entries, shift > 0 ? 1 : 0, -matrix.exponent() - shift).rounded();
  }

  int width() {
    return centre.length;
  }

  boolean isZero() {
    return known && radius == 0 && largest() == 0;
  }

  /** The largest |centre|. */
  long largest() {
    return largest(0, centre.length);
  }

  /** The largest |centre| from one column on. */
  long largest(int from, int count) {
    return LargestEntry.of(centre, from, count);
  }

  /** The sum of |centre| from one column on. */
  long sum(int from, int count) {
    long sum = 0;
    for (int j = from; j < from + count; j++) {
      sum += Math.abs(centre[j]);
    }
    return sum;
  }
}
