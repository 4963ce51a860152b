// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarginTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "0.0, 0", "0/7, 0", "0.1, 1/10", "2/4, 1/2", "6/3, 2", "007, 7", "1.50, 3/2"})
  void isStoredExactlyInLowestTerms(String text, String canonical) {
    assertEquals(canonical, Margin.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-1", "+1", "1e3", "1/0", "1/", "/2", ".5", "5.", "1/2/3", "0.5/2", "x", "١", " 1"
      })
  void whatIsNoMarginIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Margin.parse(text));
  }

  @Test
  void textsBeyondTheFormatsLimitAreRefused() {
    String digits = "1".repeat(999);
    assertEquals(digits, Margin.parse(digits).toString());
    assertThrows(IllegalArgumentException.class, () -> Margin.parse("1".repeat(1001)));
    assertThrows(IllegalArgumentException.class, () -> Margin.parse("0." + "1".repeat(600)));
  }

  @ParameterizedTest
  @CsvSource({
    "1/10, 0",
    "1/10, 40",
    "1/3, -40",
    "7, -3",
    "1/3, 900",
    "123456789123456789, -60",
    "1/9, -1070"
  })
  void theDoubleAboveIsAboveAndClose(String text, int shift) {
    Margin margin = Margin.parse(text);
    BigDecimal above = new BigDecimal(margin.above(shift));
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(shift)));
    BigDecimal p = new BigDecimal(margin.p());
    BigDecimal q = new BigDecimal(margin.q());
    BigDecimal left = above.multiply(q).multiply(shift < 0 ? power : BigDecimal.ONE);
    BigDecimal right = p.multiply(shift < 0 ? BigDecimal.ONE : power);
    assertTrue(left.compareTo(right) >= 0, text);
    if (shift > -1000) {
      assertTrue(left.subtract(right).compareTo(right.multiply(new BigDecimal("1e-14"))) < 0, text);
    }
  }
}
