// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

class NumbersTest {
  private static void assertMalformed(String text) {
    Rejection why = assertThrows(Rejection.class, () -> Numbers.rational(text), text);
    assertEquals(RejectCode.MALFORMED_NUMBER, why.code());
  }

  @Test
  void theOnlySpellingOfANumberRoundTrips() throws Rejection {
    for (String text : new String[] {"0", "1", "-1", "1/2", "-3/2", "10", "7/1000000007"}) {
      assertEquals(text, Numbers.rational(text).toString());
    }
    assertEquals(-1, Numbers.rational("-3/2").signum());
  }

  @Test
  void everyOtherSpellingIsMalformed() {
    String[] texts = {
      "", "-", "+1", "-0", "00", "01", "1/1", "2/4", "0/2", "1/0", "1/-2", "1/02", "1/", "/2",
      "1/2/3", " 1", "1 ", "1.0", "1e3", "0x1", "١", "1/+2", "--1"
    };
    for (String text : texts) {
      assertMalformed(text);
    }
  }

  @Test
  void aThousandCharactersAreTheLimit() throws Rejection {
    String digits = "1".repeat(1000);
    assertEquals(new BigInteger(digits), Numbers.rational(digits).numerator());
    Rejection why = assertThrows(Rejection.class, () -> Numbers.rational(digits + "1"));
    assertEquals("MALFORMED_NUMBER: number has 1001 characters, limit is 1000", why.getMessage());
  }

  @Test
  void anIntegerIsNoFraction() throws Rejection {
    assertEquals(BigInteger.valueOf(-12), Numbers.integer("-12"));
    assertThrows(Rejection.class, () -> Numbers.integer("1/2"));
  }
}
