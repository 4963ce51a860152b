// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

class PackedBitsTest {
  private static String spelled(String text) throws Rejection {
    BitSet bits = PackedBits.unpack(text);
    StringBuilder spelled = new StringBuilder();
    for (int i = 0; i < 6 * text.length(); i++) {
      spelled.append(bits.get(i) ? '1' : '0');
    }
    assertEquals(spelled.lastIndexOf("1") + 1, bits.length());
    return spelled.toString();
  }

  @Test
  void eachCharacterIsSixBitsTheFirstTheMostSignificant() throws Rejection {
    assertEquals("", spelled(""));
    assertEquals("000000000001100000", spelled("ABg"));
    assertEquals("011001011010110011", spelled("Zaz"));
    assertEquals("110100111101111110111111", spelled("09-_"));
  }

  @Test
  void anotherCharacterIsOutOfRange() {
    for (String text : new String[] {"+", "A/", "=", "A ", "\u00e9"}) {
      Rejection why = assertThrows(Rejection.class, () -> PackedBits.unpack(text), text);
      assertEquals(RejectCode.HINT_RANGE, why.code());
    }
  }

  @Test
  void jsonTextIsAscii() {
    assertEquals("\" ~\\u007f\\u0000\\\"\\\\\\u00e9\"", JsonText.quote(" ~\u007f\u0000\"\\\u00e9"));
  }
}
