// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** L-67 (c): what is kept, and how much. */
class MemoryTest {
  private static final int ALL = 1 << 18;

  private final Memory<String> memory = new Memory<>();
  private int made;

  private static Memory.Key key(int token) {
    return new Memory.Key(1, 2, token);
  }

  private String row(int token, int width) {
    return memory.row(key(token), width, () -> "row " + made++);
  }

  private void assertKept(int token, int width) {
    assertEquals(row(token, width), row(token, width), "token " + token);
  }

  private void assertNotKept(int token, int width) {
    int before = made;
    row(token, width);
    row(token, width);
    assertEquals(before + 2, made, "token " + token);
  }

  @Test
  void rowsThatFitExactlyAreKeptAndNoMore() {
    assertKept(0, ALL - 1);
    assertNotKept(1, 2);
    assertKept(2, 1);
    assertNotKept(3, 1);
    assertEquals("row 0", row(0, ALL - 1));
  }

  @Test
  void whatDoesNotFitTakesNoRoom() {
    assertNotKept(0, ALL + 1);
    assertKept(1, ALL);
  }

  @Test
  void aRowThatMayBeUndefinedIsNotKeptAndTakesNoRoom() {
    assertNull(memory.row(key(0), ALL, () -> null));
    assertKept(0, ALL);
  }

  @Test
  void whoeverComesSecondTakesNoRoom() {
    String later = memory.row(key(0), ALL / 2, () -> row(0, ALL / 2) + " again");
    assertEquals("row 0 again", later);
    assertEquals("row 0", row(0, ALL / 2));
    assertKept(1, ALL / 2);
    assertNotKept(2, 1);
  }
}
