// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.function.LongUnaryOperator;
import org.assay.checker.exact.Lemma;

/** Lemma L-41. Rows of 64-bit numbers; whoever calls sees that nothing overflows. */
@Lemma("L-41")
final class LongEntries {
  private LongEntries() {}

  static long[][] mapped(long[][] entries, LongUnaryOperator entry) {
    long[][] mapped = new long[entries.length][];
    for (int r = 0; r < entries.length; r++) {
      long[] row = entries[r];
      mapped[r] = new long[row.length];
      for (int c = 0; c < row.length; c++) {
        mapped[r][c] = entry.applyAsLong(row[c]);
      }
    }
    return mapped;
  }

  /** Drops so many bits, rounding up; fewer than none are appended. */
  static long shiftedUp(long entry, int bits) {
    if (bits <= 0) {
      return entry << -bits;
    }
    return bits < Long.SIZE ? -(-entry >> bits) : Long.signum(entry);
  }

  static long dot(long[] a, long[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
