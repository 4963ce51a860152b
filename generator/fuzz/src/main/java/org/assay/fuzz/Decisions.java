// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;

/**
 * Bytes of a fuzzer as choices, from the first byte on; where they have ended, all are the first.
 */
final class Decisions {
  private final byte[] bytes;
  private int next;

  Decisions(byte[] bytes) {
    this.bytes = bytes;
  }

  /** From 0 to most; as many bytes are read as that needs. */
  int upTo(int most) {
    long value = 0;
    for (long range = most; range > 0 && next < bytes.length; range >>>= 8) {
      value = value << 8 | bytes[next++] & 0xff;
    }
    return (int) (value % (most + 1L));
  }

  <T> T oneOf(List<T> all) {
    return all.get(upTo(all.size() - 1));
  }

  /** At most so many bytes. */
  byte[] bytes(int most) {
    int from = next;
    next = (int) Math.min(bytes.length, from + (long) most);
    return Arrays.copyOfRange(bytes, from, next);
  }

  /** At most so many characters of ASCII. */
  String text(int most) {
    byte[] ascii = bytes(upTo(most));
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] &= 0x7f;
    }
    return new String(ascii, ISO_8859_1);
  }
}
