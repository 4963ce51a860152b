// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

/** How large a vector in words of 64 bits is. */
public final class LargestEntry {
  private LargestEntry() {}

  /** The largest |entry| of some from one on; 0 of none. Requires: none is -2^63. */
  public static long of(long[] entries, int from, int count) {
    long largest = 0;
    for (int j = from; j < from + count; j++) {
      largest = Math.max(largest, Math.abs(entries[j]));
    }
    return largest;
  }
}
