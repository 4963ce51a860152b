// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/** Rounding up; shifts of a big integer to the right round down. */
public final class Rounding {
  private Rounding() {}

  /** ceil(value / 2^bits), exact for bits <= 0. */
  public static BigInteger up(BigInteger value, int bits) {
    return value.negate().shiftRight(bits).negate();
  }
}
