// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/**
 * Streams of random numbers that depend on the run's seed and on their purpose, and on nothing
 * else.
 *
 * <p>{@link Random} because its algorithm, nextInt and nextGaussian included, is fixed by its
 * documentation, so that another JDK draws the same numbers.
 */
final class Streams {
  private Streams() {}

  static Random of(long seed, String purpose) {
    byte[] text = ("assay-training/" + purpose + "/" + seed).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return new Random(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) { // every Java platform has SHA-256
      throw new AssertionError(e);
    }
  }
}
