// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/** Lemma L-86: products of 128 bits, and sums of them. */
@Lemma("L-86")
public final class Products {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(Long.SIZE);

  private long high;
  private long low;

  /** floor(a b / 2^bits), 0 < bits < 64. Requires: it is below 2^63. */
  public static long floor(long a, long b, int bits) {
    return Math.multiplyHigh(a, b) << Long.SIZE - bits | a * b >>> bits;
  }

  /** More than a b / 2^bits, by at most 1. Requires: it is below 2^63, and a, b >= 0. */
  public static long above(long a, long b, int bits) {
    return floor(a, b, bits) + 1;
  }

  /** Adds a b. Requires: the sum stays below 2^127. */
  public void add(long a, long b) {
    long product = a * b;
    low += product;
    high += Math.multiplyHigh(a, b) + (Long.compareUnsigned(low, product) < 0 ? 1 : 0);
  }

  /** Whether |sum / 2^48| is at most 2^bits; 16 <= bits < 63. */
  boolean isBelow(int bits) {
    long most = 1L << bits - Long.SIZE + Disc.BITS;
    return high >= -most && high < most;
  }

  /** floor(sum / 2^48). Requires: it is below 2^63. */
  long floor() {
    return high << Long.SIZE - Disc.BITS | low >>> Disc.BITS;
  }

  public BigInteger exact() {
    BigInteger tail = BigInteger.valueOf(low);
    return BigInteger.valueOf(high).multiply(WORD).add(low < 0 ? tail.add(WORD) : tail);
  }
}
