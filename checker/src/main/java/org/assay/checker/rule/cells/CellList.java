// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.Arrays;
import java.util.BitSet;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: numbers of cells, increasing. Spelled as the differences of neighbours (the first one
 * plus 1), each in Elias' gamma code: z zeros, then z + 1 bits of which the first is set.
 */
public final class CellList {
  public static final CellList EMPTY = new CellList(new int[0]);

  private final int[] numbers;

  private CellList(int[] numbers) {
    this.numbers = numbers;
  }

  /**
   * Reads a list from {@code length} bits, of which the last five may be left over.
   *
   * @throws Rejection HINT_RANGE if a code is cut off, a number is 2^31 or more, or six bits or
   *     more are left
   */
  public static CellList of(BitSet bits, int length) throws Rejection {
    int[] numbers = new int[bits.cardinality()]; // no code is without a bit that is set
    int count = 0;
    long number = -1;
    int next = 0;
    for (int one = bits.nextSetBit(0); one >= 0; one = bits.nextSetBit(next)) {
      int zeros = one - next;
      next = one + zeros + 1;
      Rejection.require( // R-05 (b)
          zeros < 32 && next <= length,
          HINT_RANGE,
          "cells: got a code of %d zeros at bit %d of %d",
          zeros,
          one - zeros,
          length);
      number += value(bits, one, next);
      Rejection.require( // R-05 (b)
          number <= Integer.MAX_VALUE, HINT_RANGE, "cells: got %d, want less than 2^31", number);
      numbers[count++] = (int) number;
    }
    Rejection.require( // R-05 (b)
        length - next < 6, HINT_RANGE, "cells: got %d bits, want at most %d", length, next + 5);
    return new CellList(Arrays.copyOf(numbers, count));
  }

  private static long value(BitSet bits, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = 2 * value + (bits.get(i) ? 1 : 0);
    }
    return value;
  }

  boolean contains(long number) {
    return number <= Integer.MAX_VALUE && Arrays.binarySearch(numbers, (int) number) >= 0;
  }

  /** How many cells are listed. */
  public int size() {
    return numbers.length;
  }

  /** The largest number, or -1. */
  int largest() {
    return numbers.length == 0 ? -1 : numbers[numbers.length - 1];
  }
}
