// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assay.checker.claim.Rule;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The hint of R-05, and what its sizes may be. */
class CellListTest {
  private static final int MOST = Integer.MAX_VALUE;

  @Test
  void aListIsReadAsItWasWritten() throws Rejection {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      TreeSet<Integer> numbers = new TreeSet<>();
      int size = random.nextInt(12);
      while (numbers.size() < size) {
        numbers.add(random.nextInt(1 << random.nextInt(1, 31)) % MOST);
      }
      String bits = CellLists.bits(List.copyOf(numbers));
      CellList list = CellLists.of(bits + "0".repeat(random.nextInt(6)));
      assertEquals(size, list.size());
      assertEquals(numbers.isEmpty() ? -1 : numbers.last(), list.largest());
      for (int number : numbers) {
        assertTrue(list.contains(number));
        assertEquals(numbers.contains(number + 1), list.contains(number + 1L));
        assertEquals(numbers.contains(number - 1), list.contains(number - 1L));
        assertFalse(list.contains(number + (1L << 32)));
      }
    }
  }

  @Test
  void theFormIsGammaCode() throws Rejection {
    assertEquals("101000100", CellLists.bits(List.of(0, 2, 6))); // 1, 2 = 010, 4 = 00100
    CellList list = CellLists.of("101000100");
    assertEquals(3, list.size());
    assertTrue(list.contains(0) && list.contains(2) && list.contains(6));
    assertEquals(0, CellList.EMPTY.size());
    assertEquals(-1, CellList.EMPTY.largest());
    assertFalse(CellList.EMPTY.contains(0));
  }

  @Test
  void theLargestNumberIsTwoToThe31MinusOne() throws Rejection {
    assertEquals(MOST, CellLists.of(List.of(MOST)).largest());
    assertTrue(CellLists.of(List.of(MOST)).contains(MOST));
    assertEquals(MOST, CellLists.of(List.of(MOST - 1, MOST)).largest());
    String most = CellLists.bits(List.of(MOST));
    assertRejected(most + "1", "cells: got 2147483648, want less than 2^31");
    assertRejected("1" + most, "cells: got 2147483648, want less than 2^31");
    assertRejected("0".repeat(32) + "1".repeat(33), "cells: got a code of 32 zeros before bit 32");
    assertRejected("0".repeat(31) + "1".repeat(32), "cells: got 4294967294, want less than 2^31");
  }

  @Test
  void whatIsLeftAreAtMostFiveZeros() throws Rejection {
    assertEquals(0, CellLists.of("00000").size());
    assertRejected("000000", "cells: got 6 bits, want 0 and at most five zeros");
    assertEquals(1, CellLists.of("100000").size());
    assertRejected("1000000", "cells: got 7 bits, want 1 and at most five zeros");
    assertEquals(1, CellLists.of("010").size());
    assertRejected("01", "cells: got 2 bits, want 3 and at most five zeros");
    assertRejected("11001", "cells: got 5 bits, want 7 and at most five zeros");
    assertRejected("110010", "cells: got 6 bits, want 7 and at most five zeros");
    assertEquals(3, CellLists.of("1100100").size());
  }

  private static void assertRejected(String bits, String message) {
    Rejection why = assertThrows(Rejection.class, () -> CellLists.of(bits));
    assertEquals(RejectCode.HINT_RANGE, why.code());
    assertEquals("HINT_RANGE: " + message, why.getMessage());
  }

  @Test
  void noMoreCellsThanThereAreOrMayBe() throws Rejection {
    CubicRetest last = new CubicRetest(CellLists.of(List.of(10))); // v = 3, k = 3: 11 cells
    last.requireLimits(3, 3);
    CubicRetest beyond = new CubicRetest(CellLists.of(List.of(0, 11)));
    assertLimits(beyond, 3, 3, "HINT_RANGE: number of a cell: got 11, want < 11");
    beyond.requireLimits(4, 3);
    List<Integer> many = IntStream.range(0, 9216).boxed().toList();
    new CubicRetest(CellLists.of(many)).requireLimits(32, 3);
    List<Integer> more = IntStream.range(0, 9217).boxed().toList();
    CubicRetest over = new CubicRetest(CellLists.of(more));
    assertLimits(over, 32, 3, "HINT_RANGE: cells: got 9217, want <= 9216");
  }

  @Test
  void modelsOverTheLimitAreDeclined() throws Rejection {
    for (Rule rule : List.of(new Cubic(), new CubicRetest(CellList.EMPTY))) {
      rule.requireLimits(512, 32);
      rule.requireLimits(256, 256);
      String start = "LIMIT_EXCEEDED: " + rule.name() + " cells: got ";
      assertLimits(rule, 512, 33, start + "4429185024, want <= 4294967296");
      String pairs = "LIMIT_EXCEEDED: " + rule.name() + " pairs of tokens: got ";
      assertLimits(rule, 513, 1, pairs + "263169, want <= 262144");
    }
    assertEquals("cubic", new Cubic().name());
    assertEquals("cubic-retest", new CubicRetest(CellList.EMPTY).name());
  }

  private static void assertLimits(Rule rule, int vocab, int k, String message) {
    Rejection why = assertThrows(Rejection.class, () -> rule.requireLimits(vocab, k));
    assertEquals(message, why.getMessage());
  }

  /** The numbers of cells are 0, 1, 2, ... in the order of the format. */
  @Test
  void cellsAreNumberedInOrder() {
    for (int vocab = 1; vocab < 7; vocab++) {
      for (int last = 0; last < 5; last++) {
        Cells cells = new Cells(vocab, last);
        List<Long> numbers = new ArrayList<>();
        for (int m = 0; m < vocab; m++) {
          for (int n = 1; n <= last; n++) {
            for (int k = 0; k < m; k++) {
              for (int q = 0; q <= m; q++) {
                if (n <= cells.mostOthers(q, m)) {
                  numbers.add(cells.number(q, m, n, k));
                }
              }
            }
          }
        }
        assertEquals(IntStream.range(0, numbers.size()).mapToObj(i -> (long) i).toList(), numbers);
        assertEquals(numbers.size(), cells.count());
      }
    }
    assertEquals(3, new Cells(4, 3).mostOthers(2, 2));
    assertEquals(2, new Cells(4, 3).mostOthers(1, 2));
    assertEquals(0, new Cells(4, 0).mostOthers(1, 2));
    assertEquals(0, new Cells(4, 3).mostOthers(0, 0));
  }
}
