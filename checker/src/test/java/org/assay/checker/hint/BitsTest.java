// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.hint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

class BitsTest {
  private static String spelled(String text) throws Rejection {
    Bits bits = Bits.unpack("hint", text);
    StringBuilder spelled = new StringBuilder();
    for (int i = 0; i < 6 * text.length(); i++) {
      spelled.append(bits.flag() ? '1' : '0');
    }
    bits.end();
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
      Rejection why = assertThrows(Rejection.class, () -> Bits.unpack("hint", text), text);
      assertEquals(RejectCode.HINT_RANGE, why.code());
      assertTrue(why.getMessage().startsWith("HINT_RANGE: hint: character "), why.getMessage());
    }
  }

  @Test
  void numbersAreReadFromTheBeginningOrFromAPlace() throws Rejection {
    Bits bits = Bits.unpack("hint", "ABg"); // 000000000001100000
    assertEquals(3, bits.number(13));
    assertEquals(13, bits.place());
    assertEquals(0, bits.number(0));
    assertEquals(0, bits.number(5));
    bits.end();
    assertEquals(1, bits.from(11).number(1));
    assertEquals(18, bits.place());
  }

  @Test
  void zerosAreSkippedToTheNextOne() throws Rejection {
    Bits bits = Bits.unpack("hint", "ABg");
    assertEquals(11, bits.zeros());
    assertEquals(11, bits.place());
    assertEquals(0, bits.zeros());
    assertEquals(3, bits.number(2));
    assertEquals(-1, bits.zeros());
    assertEquals(13, bits.place());
    bits.end();
  }

  @Test
  void whatIsLeftAreAtMostFiveZeros() throws Rejection {
    BitSet some = new BitSet();
    some.set(1);
    for (int length = 2; length <= 7; length++) {
      Bits bits = new Bits("hint", some, length);
      bits.requireLength(2);
      bits.number(2);
      bits.end();
    }
    assertEnd(some, 1, 2, "hint: got 1 bits, want 2 and at most five zeros");
    assertEnd(some, 8, 2, "hint: got 8 bits, want 2 and at most five zeros");
    assertEnd(some, 3, 1, "hint: got 3 bits, want 1 and at most five zeros");
  }

  private static void assertEnd(BitSet bits, int length, int read, String message) {
    Bits table = new Bits("hint", bits, length);
    table.number(read);
    Rejection why = assertThrows(Rejection.class, table::end);
    assertEquals("HINT_RANGE: " + message, why.getMessage());
  }
}
