// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommonScaleTest {
  private static Enclosure enclosure(long lo, long hi, long exponent) {
    return new Enclosure(
        BigInteger.valueOf(lo), BigInteger.valueOf(hi), BigInteger.valueOf(exponent));
  }

  private static void assertEnds(long down, long up, CommonScale scale, Enclosure number) {
    assertEquals(BigInteger.valueOf(down), scale.down(number));
    assertEquals(BigInteger.valueOf(up), scale.up(number));
  }

  @Test
  void numbersShareThePowerOfTwoAboveTheLargest() {
    Enclosure large = enclosure(3, 5, 0); // 5 < 8 = 2^(4 - 1)
    Enclosure[] small = {
      enclosure(3, 5, -60), enclosure(8, 8, -60), enclosure(1, 1, Long.MIN_VALUE)
    };
    CommonScale scale = CommonScale.below(63, Stream.of(small[0], large, small[1], small[2]));
    assertEnds(3L << 59, 5L << 59, scale, large);
    assertEnds(1, 3, scale, small[0]); // 3/2, 5/2
    assertEnds(4, 4, scale, small[1]);
    assertEnds(0, 1, scale, small[2]);
    CommonScale more = CommonScale.below(63, Stream.of(large, enclosure(1, 1, 4))); // 16 < 2^5
    assertEnds(3L << 57, 5L << 57, more, large);
  }

  @Test
  void theUnitOnlyGrows() {
    CommonScale scale = new CommonScale(BigInteger.valueOf(-3));
    assertEnds(24, 40, scale, enclosure(3, 5, 0));
    scale.raise(BigInteger.valueOf(-4));
    assertEquals(BigInteger.valueOf(-3), scale.exponent());
    scale.raise(BigInteger.ONE);
    assertEnds(1, 3, scale, enclosure(3, 5, 0));
  }

  @Test
  void bitsAreDroppedOutward() {
    assertEquals(enclosure(1, 3, 1), enclosure(3, 5, 0).dropping(1));
    assertEquals(enclosure(3, 5, 0), enclosure(3, 5, 0).dropping(0));
    assertEquals(BigInteger.valueOf(-2), Rounding.up(BigInteger.valueOf(-5), 1));
    assertEquals(BigInteger.valueOf(-10), Rounding.up(BigInteger.valueOf(-5), -1));
  }
}
