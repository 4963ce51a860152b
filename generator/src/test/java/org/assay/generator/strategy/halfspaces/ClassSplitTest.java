// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassSplitTest {
  private static final int MAX = 64;
  private int asked;

  /** Loses all of itself where one second token is among others. */
  private ClassSearch.Narrowed found(int low, int high, int bad) {
    asked++;
    boolean isLost = low <= bad && bad < high && high - low > 1;
    return new ClassSearch.Narrowed(null, Map.of(), new Slope[0], isLost ? 1 : 0);
  }

  /** No cut but the last gains anything. */
  @Test
  void oneSecondTokenIsSetApart() {
    for (int bad = 0; bad < MAX; bad++) {
      int token = bad;
      asked = 0;
      ClassSplit split = ClassSplit.of((low, high) -> found(low, high, token), MAX, 0);
      assertEquals(0, split.loss(), "second token " + bad);
      assertEquals(13, asked, "one whole and six times two halves");
      ClassSplit pruned = split.pruned(0.1);
      assertEquals(7, pruned.slices().count());
      assertTrue(split.pruned(0.2).halves().isEmpty(), "0.2 for each of six more");
    }
  }

  /** What loses as much however it is cut is not cut for ever, nor what loses little. */
  @Test
  void cutsComeToAnEnd() {
    asked = 0;
    ClassSearch.Narrowed much = new ClassSearch.Narrowed(null, Map.of(), new Slope[0], 1);
    ClassSplit split =
        ClassSplit.of(
            (low, high) -> {
              asked++;
              return much;
            },
            MAX,
            0.5);
    assertEquals(33, asked, "one whole and 16 times two halves");
    assertEquals(17, split.slices().count());
    assertEquals(List.of(), ClassSplit.of((low, high) -> much, MAX, 1).halves());
  }

  /** Slices follow one another, and together are the class. */
  @Test
  void slicesAreAllSecondTokens() {
    int next = 0;
    for (ClassSplit slice :
        ClassSplit.of((low, high) -> found(low, high, 37), MAX, 0).slices().toList()) {
      assertEquals(next, slice.low());
      next = slice.high();
    }
    assertEquals(MAX, next);
  }
}
