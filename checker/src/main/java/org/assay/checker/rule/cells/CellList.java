// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: numbers of cells, increasing. Spelled as the differences of neighbours (the first one
 * plus 1), each in Elias' gamma code: z zeros, then z + 1 bits of which the first is set.
 */
@Lemma("R-05")
public final class CellList {
  public static final CellList EMPTY = new CellList(new int[0]);

  private final int[] numbers;

  private CellList(int[] numbers) {
    this.numbers = numbers;
  }

  /**
   * Reads a list to the end of the bits.
   *
   * @throws Rejection HINT_RANGE if a code is cut off, a number is 2^31 or more, or six bits or
   *     more are left
   */
  public static CellList of(Bits bits) throws Rejection {
    IntStream.Builder numbers = IntStream.builder();
    long number = -1;
    for (int zeros = bits.zeros(); zeros >= 0; zeros = bits.zeros()) {
      Rejection.require( // R-05 (b)
          zeros < 32,
          HINT_RANGE,
          "cells: got a code of %d zeros before bit %d",
          zeros,
          bits.place());
      number += bits.number(zeros + 1);
      Rejection.require( // R-05 (b)
          number <= Integer.MAX_VALUE, HINT_RANGE, "cells: got %d, want less than 2^31", number);
      numbers.add((int) number);
    }
    bits.end(); // R-05 (b)
    return new CellList(numbers.build().toArray());
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
