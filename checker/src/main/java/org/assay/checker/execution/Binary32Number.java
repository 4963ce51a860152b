// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/** Lemma L-41 (a): the numbers of IEEE 754 binary32. */
@Lemma("L-41")
public final class Binary32Number {
  private static final int SIGNIFICAND = 24;
  private static final int LEAST_EXPONENT = -149;
  private static final int MAGNITUDE = 128;

  private Binary32Number() {}

  /** Whether {@code significand · 2^exponent} is one of them, and finite. */
  public static boolean holds(BigInteger significand, int exponent) {
    int zeros = Math.max(0, significand.getLowestSetBit()); // -1 for zero
    int bits = significand.abs().bitLength();
    return bits == 0
        || bits - zeros <= SIGNIFICAND
            && exponent + zeros >= LEAST_EXPONENT
            && bits + exponent <= MAGNITUDE;
  }
}
