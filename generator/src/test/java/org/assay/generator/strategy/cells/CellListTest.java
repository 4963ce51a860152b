// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.assay.generator.strategy.split.Directions;
import org.junit.jupiter.api.Test;

class CellListTest {
  /** Differences 1, 1, 4: the codes 1, 1 and 00100. */
  @Test
  void differencesAreSpelledInGammaCode() {
    long[] numbers = {0, 1, 5};
    assertEquals(7, CellList.bits(numbers));
    assertEquals("yA", CellList.packed(numbers));
    assertEquals("", CellList.packed(new long[0]));
  }

  /** 2^17 - 1 is 011..1, -1 is 11..1, and 0 is 0. */
  @Test
  void directionsAreSpelledInTwosComplement() {
    int[] along = Directions.along(new double[] {2, -1e-5, 0, -2});
    assertEquals("\"f_____AAAgAB\"", new Directions(List.of(along)).json());
  }
}
