// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-67 (c): rows that depend on one token, by that token. For several threads: whoever comes
 * second computes the same.
 */
@Lemma("L-67")
public final class Memory<V> {
  private final ConcurrentHashMap<Key, V> rows = new ConcurrentHashMap<>();
  private final AtomicLong room = new AtomicLong(1L << 18); // numbers

  /** A row of a step for a token. */
  public record Key(int step, int row, int token) {}

  /**
   * The row, made where it is not known yet.
   *
   * @param width how many numbers it has
   */
  public V row(Key key, int width, Supplier<V> made) {
    V known = rows.get(key);
    if (known != null) {
      return known;
    }
    V row = made.get();
    boolean kept = row != null && room.addAndGet(-width) >= 0 && rows.putIfAbsent(key, row) == null;
    if (!kept && row != null) {
      room.addAndGet(width);
    }
    return row;
  }
}
