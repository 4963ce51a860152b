// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.util.BitSet;
import java.util.List;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/** Writes lists of cells. */
public final class CellLists {
  private CellLists() {}

  /** Bits as text, for example 1 for the cell 0, 010 for the cell 1. */
  static String bits(List<Integer> numbers) {
    StringBuilder bits = new StringBuilder();
    int before = -1;
    for (int number : numbers) {
      String difference = Integer.toBinaryString(number - before);
      bits.append("0".repeat(difference.length() - 1)).append(difference);
      before = number;
    }
    return bits.toString();
  }

  public static CellList of(List<Integer> numbers) throws Rejection {
    return of(bits(numbers));
  }

  public static CellList of(String bits) throws Rejection {
    BitSet set = new BitSet();
    for (int i = 0; i < bits.length(); i++) {
      set.set(i, bits.charAt(i) == '1');
    }
    return CellList.of(new Bits("cells", set, bits.length()));
  }
}
