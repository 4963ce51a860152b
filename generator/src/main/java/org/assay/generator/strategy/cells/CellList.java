// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import org.assay.generator.strategy.PackedBits;

/** The hint {@code cells} of spec F-11: increasing numbers, as gamma codes of their differences. */
final class CellList {
  private CellList() {}

  /** The bits that these numbers take. */
  static long bits(long[] increasing) {
    long bits = 0;
    long before = -1;
    for (long number : increasing) {
      bits += 2L * length(number - before) - 1;
      before = number;
    }
    return bits;
  }

  private static int length(long difference) {
    return Long.SIZE - Long.numberOfLeadingZeros(difference);
  }

  static String packed(long[] increasing) {
    PackedBits bits = new PackedBits();
    long before = -1;
    for (long number : increasing) {
      int difference = Math.toIntExact(number - before);
      bits.add(0, length(difference) - 1);
      bits.add(difference, length(difference));
      before = number;
    }
    return bits.toString();
  }
}
