// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.question;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.assay.checker.exact.Lemma;

/** Lemma L-70: the words of a seed, one after another. For one thread. */
@Lemma("L-70")
final class Words {
  private final byte[] seed;
  private final MessageDigest sha256;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long blocks;

  Words(byte[] seed) {
    this.seed = seed.clone();
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) { // every Java platform has it
      throw new IllegalStateException(absent);
    }
  }

  private int next() {
    if (!block.hasRemaining()) {
      sha256.update(seed);
      block =
          ByteBuffer.wrap(sha256.digest(ByteBuffer.allocate(Long.BYTES).putLong(blocks).array()));
      blocks++;
    }
    return block.getInt();
  }

  /** One of 0 to {@code count} - 1. Requires: 1 <= count <= 2^30. */
  int below(int count) {
    if (count == 1) {
      return 0;
    }
    int mask = (Integer.highestOneBit(count - 1) << 1) - 1;
    int drawn = next() & mask;
    while (drawn >= count) {
      drawn = next() & mask;
    }
    return drawn;
  }
}
