// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;

/**
 * Fixed-point integers for positive weights of any size: multiples of 2^-63 of one power of two
 * that is above all of them.
 */
final class WeightScale {
  private static final int BITS = 63;

  /** Beyond this shift nothing but the last bit of an upper end is left. */
  private static final int MAX_SHIFT = 1 << 10;

  private BigInteger top; // every weight is below 2^(top - 1)

  /** Makes room for a weight. Requires: nothing was scaled yet. */
  Enclosure admit(Enclosure weight) {
    BigInteger bound = weight.exponent().add(BigInteger.valueOf(weight.hi().bitLength() + 1L));
    top = top == null ? bound : top.max(bound);
    return weight;
  }

  /** A lower bound of a weight that was admitted. */
  long lo(Enclosure weight) {
    return weight.lo().shiftRight(shift(weight)).longValueExact();
  }

  /** An upper bound of a weight that was admitted, below 2^63. */
  long hi(Enclosure weight) {
    return weight.hi().negate().shiftRight(shift(weight)).negate().longValueExact();
  }

  private int shift(Enclosure weight) {
    BigInteger shift = top.subtract(weight.exponent()).subtract(BigInteger.valueOf(BITS));
    return shift.min(BigInteger.valueOf(MAX_SHIFT)).intValueExact();
  }
}
