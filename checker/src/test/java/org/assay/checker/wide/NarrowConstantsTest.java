// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** The constants that L-85 writes out are those of L-62. */
class NarrowConstantsTest {
  @Test
  void theyAreRoundedDown() {
    Constants constants = new Constants(128);
    assertEquals(
        BigInteger.valueOf(1_839_796_536_686_825_613L), constants.densityLow.shiftRight(128 - 62));
    assertEquals(
        BigInteger.valueOf(1_839_796_536_686_825_613L), constants.densityHigh.shiftRight(128 - 62));
    assertEquals(BigInteger.valueOf(428_361_011), constants.slopeLow.shiftRight(128 - 28));
    assertEquals(BigInteger.valueOf(428_361_011), constants.slopeHigh.shiftRight(128 - 28));
    assertEquals(96_024_731L, (8943L << 31) / 200_000);
  }
}
