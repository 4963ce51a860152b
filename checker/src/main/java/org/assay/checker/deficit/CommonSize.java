// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.deficit;

import java.util.Arrays;
import org.assay.checker.exact.Lemma;

/** Lemma L-13: one positive factor for the terms of each of some sums, so that all are alike. */
@Lemma("L-13")
public final class CommonSize {
  private static final int FACTOR_BITS = 20;
  private static final int PART_BITS = 42;

  /** Sums of less than 1/64 of the most stay as they are. */
  private static final int UNLIKE_BITS = 6;

  private CommonSize() {}

  /** ceil(factor · entry / 2^20), without an overflow. */
  public static long productUp(long factor, long entry) {
    long one = 1L << FACTOR_BITS;
    long low = factor * (entry & one - 1) + one - 1;
    return factor * (entry >> FACTOR_BITS) + (low >> FACTOR_BITS);
  }

  /** The p_o of the lemma for the S_o. */
  public static long[] factors(long[] parts) {
    long most = Arrays.stream(parts).max().orElse(0);
    int drop = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(most) - PART_BITS);
    long least = Arrays.stream(parts).min().orElse(0) >> drop;
    long common = Math.max(1, Math.max(least, most >> drop >> UNLIKE_BITS));
    return Arrays.stream(parts).map(part -> factor(part >> drop, common)).toArray();
  }

  private static long factor(long part, long common) {
    return (common << FACTOR_BITS) / Math.max(part, common);
  }
}
