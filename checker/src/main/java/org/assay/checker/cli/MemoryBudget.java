// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.util.concurrent.Semaphore;
import org.assay.checker.foreign.TensorNames;

/**
 * How much of the heap the checks that run side by side may take, by estimate. Unit: MiB. A check
 * that needs more than there is runs alone; so does one that ran out of memory beside others.
 */
final class MemoryBudget {
  private static final int MEBIBYTE = 1 << 20;

  /** Bytes of tables for each pair of tokens, and of exact numbers for each byte of the model. */
  private static final long PER_PAIR = 600;

  private static final long PER_BYTE = 40;
  private static final long LEAST = 32;

  private final int all;
  private final Semaphore free;

  /** Of a heap of so many bytes a quarter is left for what is not estimated. */
  MemoryBudget(long heap) {
    all = (int) Math.max(1, Math.min(heap / 4 * 3 / MEBIBYTE, Integer.MAX_VALUE));
    free = new Semaphore(all, true);
  }

  /** What a check of this model takes; at most all. */
  int estimate(byte[] model) {
    long vocab = Math.min(TensorNames.of(model).size("embed.W_E", 0), MEBIBYTE);
    long bytes = PER_PAIR * vocab * vocab + PER_BYTE * model.length;
    return (int) Math.min(all, LEAST + bytes / MEBIBYTE);
  }

  /** Everything: no other check runs beside. */
  int all() {
    return all;
  }

  void take(int mebibytes) {
    free.acquireUninterruptibly(mebibytes);
  }

  void give(int mebibytes) {
    free.release(mebibytes);
  }
}
