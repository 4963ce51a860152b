// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-54: an input is wrong only if {@code constant} plus a mean of each head's numbers, by
 * place, is at most 0. {@code lows} are lower bounds of these means on the class, {@code level} is
 * the constant plus their sum.
 */
@Lemma("L-54")
record HalfSpace(long constant, long[][] heads, long[] lows, long level) {

  static HalfSpace of(long constant, long[][] heads, ClassHeads of) {
    long[] lows = new long[heads.length];
    Arrays.setAll(lows, h -> of.least(h, heads[h]));
    return new HalfSpace(constant, heads, lows, constant + Arrays.stream(lows).sum());
  }

  /** Whether it has no input of the class. */
  boolean isEmpty() {
    return level > 0; // L-54 (b)
  }

  /** What each head's mean must exceed; with the constant they add up to 0. */
  long[] thresholds(int[] shares) {
    int all = Arrays.stream(shares).sum();
    long[] thresholds = new long[lows.length];
    long rest = -constant;
    for (int h = 1; h < thresholds.length; h++) {
      long share = all == 0 ? part(1, thresholds.length) : part(shares[h], all);
      thresholds[h] = lows[h] + share;
      rest -= thresholds[h];
    }
    thresholds[0] = rest; // L-54 (a)
    return thresholds;
  }

  private long part(int share, int all) {
    BigInteger whole = BigInteger.valueOf(-level).multiply(BigInteger.valueOf(share));
    return whole.divide(BigInteger.valueOf(all)).longValueExact();
  }
}
