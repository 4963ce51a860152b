// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static String decimal(long correct, long total) {
    return Report.decimalDown(BigInteger.valueOf(correct), BigInteger.valueOf(total));
  }

  @Test
  void theDecimalIsRoundedDown() {
    assertEquals("0.6666666666", decimal(2, 3));
    assertEquals("0.9999999999", decimal(99_999_999_999L, 100_000_000_000L));
    assertEquals("0.0000000000", decimal(0, 5));
    assertEquals("0.0000000000", decimal(1, 20_000_000_000L));
    assertEquals("0.0000000001", decimal(1, 10_000_000_000L));
    assertEquals("1.0000000000", decimal(7, 7));
  }
}
