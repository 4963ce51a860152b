// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * What every parser must stand: only {@link Rejection} escapes, and what it accepts it can spell.
 */
public final class Mangle {
  private Mangle() {}

  /** Parses, and spells what it read; the spelling must be the bytes. */
  public interface Parser {
    byte[] roundTrip(byte[] bytes) throws Rejection;
  }

  /** A call that should be rejected. */
  public interface Attempt {
    void run() throws Rejection;
  }

  public static void rejects(RejectCode code, Attempt attempt) {
    Rejection why = assertThrows(Rejection.class, attempt::run);
    assertEquals(code, why.code(), why.getMessage());
  }

  /** Every part that begins at the beginning, and every part that ends at the end. */
  public static void everyProperPartIsRejected(byte[] good, Parser parser) {
    for (int i = 0; i < good.length; i++) {
      byte[] prefix = Arrays.copyOf(good, i);
      assertThrows(Rejection.class, () -> parser.roundTrip(prefix));
      byte[] suffix = Arrays.copyOfRange(good, i + 1, good.length);
      assertThrows(Rejection.class, () -> parser.roundTrip(suffix));
    }
  }

  /** Every byte one up, one down, a bit further, doubled, and left out. */
  public static void everyChangedByteIsRejectedOrRoundTrips(byte[] good, Parser parser) {
    for (int i = 0; i < good.length; i++) {
      for (int change : new int[] {1, -1, 2, 0x10, 0x20, 0x80}) {
        roundTripsIfAccepted(with(good, i, good[i] + change), parser);
      }
      roundTripsIfAccepted(spliced(good, i + 1, i), parser);
      roundTripsIfAccepted(spliced(good, i, i + 1), parser);
    }
  }

  public static byte[] with(byte[] good, int index, int value) {
    byte[] changed = good.clone();
    changed[index] = (byte) value;
    return changed;
  }

  /**
   * The first {@code head} bytes, then those from {@code tail} on: one doubled, or one left out.
   */
  private static byte[] spliced(byte[] good, int head, int tail) {
    byte[] result = Arrays.copyOf(good, head + good.length - tail);
    System.arraycopy(good, tail, result, head, good.length - tail);
    return result;
  }

  private static void roundTripsIfAccepted(byte[] changed, Parser parser) {
    byte[] spelled;
    try {
      spelled = parser.roundTrip(changed);
    } catch (Rejection expected) {
      return;
    }
    assertArrayEquals(changed, spelled);
  }
}
