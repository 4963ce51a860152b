// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.medium.Disc;
import org.assay.checker.medium.Limbs;
import org.assay.checker.medium.Spectrum;

/** Lemma L-95: weights of a step, and how much their product enlarges an error and a rounding. */
@Lemma("L-95")
final class Weighed {
  private final ExactMatrix exact;
  private final Limbs limbs;
  private volatile BigInteger absolute;

  Weighed(ExactMatrix exact) {
    this.exact = exact;
    this.limbs = new Limbs(exact);
  }

  Limbs limbs() {
    return limbs;
  }

  Disc row(int row) {
    return limbs.row(row);
  }

  /** A row as a vector of an execution, which nothing has rounded. */
  Carried carried(int row) {
    return Carried.of(row(row), BigInteger.ZERO);
  }

  /** At least 2^48 times the largest singular value of the absolute values; made once. */
  BigInteger absolute() {
    if (absolute == null) {
      absolute = bound(exact);
    }
    return absolute;
  }

  /** Requires: the entries are those of a product that is known. */
  private static BigInteger bound(ExactMatrix exact) {
    long[][] entries = new long[exact.rows()][];
    for (int row = 0; row < entries.length; row++) {
      entries[row] =
          Arrays.stream(exact.floorScaled(row, Disc.BITS))
              .mapToLong(entry -> entry.longValueExact())
              .map(entry -> Math.abs(entry) + 1) // at least the absolute value of the weight
              .toArray();
    }
    return Spectrum.bound(entries, exact.columns());
  }
}
