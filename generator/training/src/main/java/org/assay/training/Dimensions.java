// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

/**
 * Sizes of a one-layer, one-head, attention-only transformer that reads {@code k} tokens.
 *
 * <p>Guarantee: all four fit their task (k, dModel, dHead at least 1, vocab at least 2) and the
 * number of weights is at most {@link #MAX_WEIGHTS}.
 */
record Dimensions(int k, int vocab, int dModel, int dHead) {
  /** 256 MiB of weights; training of anything near it would take months on one thread. */
  static final long MAX_WEIGHTS = 1L << 26;

  Dimensions {
    requireAtLeast(1, k, "k");
    requireAtLeast(2, vocab, "vocab");
    requireAtLeast(1, dModel, "d-model");
    requireAtLeast(1, dHead, "d-head");
    long perChannel = 2L * vocab + k + 4L * dHead; // at most 7 * 2^31: no overflow
    if (perChannel > MAX_WEIGHTS / dModel) {
      throw new IllegalArgumentException(
          "number of weights: got (2 * vocab + k + 4 * d-head) * d-model = "
              + (perChannel + " * " + dModel + ", want <= " + MAX_WEIGHTS));
    }
  }

  int weights() {
    return (2 * vocab + k + 4 * dHead) * dModel;
  }

  private static void requireAtLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": got " + value + ", want >= " + least);
    }
  }
}
