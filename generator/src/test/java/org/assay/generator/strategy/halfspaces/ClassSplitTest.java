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

  /** Half of the loss remains with each cut, down to single tokens. */
  private static ClassSearch.Narrowed gaining(int low, int high) {
    return new ClassSearch.Narrowed(null, Map.of(), new Slope[0], Math.pow(high - low, 2));
  }

  /** What loses something however it is cut is not cut for ever, nor what loses little. */
  @Test
  void cutsComeToAnEnd() {
    asked = 0;
    ClassSplit split =
        ClassSplit.of(
            (low, high) -> {
              asked++;
              return gaining(low, high);
            },
            MAX,
            0.5);
    assertEquals(33, asked, "one whole and 16 times two halves");
    assertEquals(17, split.slices().count());
    assertEquals(List.of(), ClassSplit.of(ClassSplitTest::gaining, MAX, MAX * MAX).halves());
  }

  /** Where single second tokens lose what two together lose, that is the last cut. */
  @Test
  void whatIsLostIsNotCutOn() {
    asked = 0;
    ClassSplit split =
        ClassSplit.of(
            (low, high) -> {
              asked++;
              double loss = Math.scalb(1.0, high - MAX) - Math.scalb(1.0, low - MAX);
              return new ClassSearch.Narrowed(null, Map.of(), new Slope[0], loss);
            },
            MAX,
            0);
    assertEquals(13, asked, "one whole and six times two halves");
    assertEquals(7, split.slices().count());
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
