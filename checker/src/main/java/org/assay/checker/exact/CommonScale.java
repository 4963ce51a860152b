// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;
import java.util.stream.Stream;

/**
 * Block floating point: a power of two as the unit of positive numbers of any size, which are
 * rounded outward to multiples of it.
 */
public final class CommonScale {
  /** Beyond this shift nothing but the last bit of an upper end is left, for every width in use. */
  private static final int MAX_SHIFT = 1 << 10;

  private BigInteger exponent; // of the unit

  /** The unit 2^exponent. */
  public CommonScale(BigInteger exponent) {
    this.exponent = exponent;
  }

  /** A unit so large that {@code up} of each number is below 2^bits. Requires: one number. */
  public static CommonScale below(int bits, Stream<Enclosure> numbers) {
    return new CommonScale(
        numbers
            .map(one -> one.exponent().add(BigInteger.valueOf(one.hi().bitLength() + 1L - bits)))
            .reduce(BigInteger::max)
            .orElseThrow());
  }

  /** Makes the unit 2^exponent if it was less. */
  public void raise(BigInteger least) {
    exponent = exponent.max(least);
  }

  public BigInteger exponent() {
    return exponent;
  }

  /** A lower bound of the number, in units. */
  public BigInteger down(Enclosure number) {
    return number.lo().shiftRight(shift(number));
  }

  /** An upper bound of the number, in units. */
  public BigInteger up(Enclosure number) {
    return Rounding.up(number.hi(), shift(number));
  }

  /** A shift that is cut makes lower bounds smaller and upper bounds larger. */
  private int shift(Enclosure number) {
    return exponent.subtract(number.exponent()).min(BigInteger.valueOf(MAX_SHIFT)).intValueExact();
  }
}
