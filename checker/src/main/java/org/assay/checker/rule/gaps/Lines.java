// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * For one maximum, a line for each other output: {@code slope · x + height}, x >= 0. Lemmas L-37 to
 * L-39 bound the largest of them from above.
 */
record Lines(BigInteger[] slopes, BigInteger[] heights) {
  /** At least the value of every line at x, times 2^Ratio.BITS. */
  interface Bound {
    /** Requires: x >= 0, in units of 2^-Ratio.BITS. */
    BigInteger at(BigInteger x);

    /** Operations of one evaluation, at most. */
    long operations();
  }

  int count() {
    return slopes.length;
  }

  BigInteger at(int line, BigInteger x) {
    return slopes[line].multiply(x).add(heights[line].shiftLeft(Ratio.BITS));
  }

  static BigInteger largest(BigInteger[] numbers) {
    return Arrays.stream(numbers).reduce(BigInteger::max).orElseThrow();
  }

  static BigInteger least(BigInteger[] numbers) {
    return Arrays.stream(numbers).reduce(BigInteger::min).orElseThrow();
  }
}
