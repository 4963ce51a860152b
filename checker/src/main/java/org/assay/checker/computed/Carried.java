// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.medium.Disc;

/**
 * Lemma L-95: the exact row is in a disc, and what any use of the row in an execution finds is at
 * most {@code far} from it, as a length in units of 2^-48.
 *
 * <p>Centres may be larger than those of a disc, which only the comparison of outputs reads.
 */
@Lemma("L-95")
record Carried(Disc exact, long far) {
  static final long MOST_FAR = 1L << 54;

  /** Not known where either is too large, or the disc is not known. */
  static Carried of(Disc exact, BigInteger far) {
    boolean fits = exact.known() && far.compareTo(BigInteger.valueOf(MOST_FAR)) <= 0;
    return fits ? new Carried(exact, far.longValueExact()) : unknown(exact.width());
  }

  static Carried unknown(int width) {
    return new Carried(Disc.unknown(width), 0);
  }

  int width() {
    return exact.width();
  }

  /** Whether it is known and may be computed with. */
  boolean isUsable() {
    return exact.known() && exact.largest() <= Disc.MOST;
  }

  static boolean areUsable(List<Carried> rows) {
    return rows.stream().allMatch(Carried::isUsable);
  }

  /** At least the length of what is found, from one column on. Requires: usable. */
  long reach(int from, int count) {
    return (exact.length(from, count) << Disc.LENGTH_BITS) + exact.radius() + far;
  }

  long reach() {
    return reach(0, width());
  }

  static List<Disc> exact(List<Carried> rows) {
    return rows.stream().map(Carried::exact).toList();
  }
}
