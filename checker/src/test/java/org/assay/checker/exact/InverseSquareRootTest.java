// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class InverseSquareRootTest {
  @Test
  void theEndsAreTheNeighboursOfTheRoot() {
    for (int d = 1; d <= 300; d++) {
      for (int bits : new int[] {0, 1, 2, 5, 64, 138}) {
        InverseSquareRoot root = InverseSquareRoot.of(d, bits);
        BigInteger power = BigInteger.ONE.shiftLeft(2 * bits);
        BigInteger below = root.lo().pow(2).multiply(BigInteger.valueOf(d));
        BigInteger above = root.hi().pow(2).multiply(BigInteger.valueOf(d));
        assertTrue(below.compareTo(power) <= 0, "lo of " + d + " at " + bits);
        assertTrue(above.compareTo(power) >= 0, "hi of " + d + " at " + bits);
        boolean exact = below.equals(power);
        assertEquals(
            exact ? BigInteger.ZERO : BigInteger.ONE, root.hi().subtract(root.lo()), "d " + d);
        assertEquals(bits, root.bits());
      }
    }
  }

  @Test
  void powersOfFourAreExact() {
    assertEquals(
        InverseSquareRoot.of(4, 10),
        new InverseSquareRoot(BigInteger.valueOf(512), BigInteger.valueOf(512), 10));
    assertEquals(BigInteger.valueOf(341), InverseSquareRoot.of(9, 10).lo());
    assertEquals(BigInteger.valueOf(342), InverseSquareRoot.of(9, 10).hi());
  }
}
