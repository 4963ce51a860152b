// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.BitSet;
import org.assay.checker.verdict.Rejection;

/**
 * A hint table of bits in a string: six bits a character, the first the most significant (F-11).
 */
public final class PackedBits {
  public static final int PER_CHARACTER = 6;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private PackedBits() {}

  /** The bits that a string stands for. */
  public static int length(String text) {
    return PER_CHARACTER * text.length();
  }

  /**
   * @throws Rejection HINT_RANGE if a character is none of the alphabet
   */
  public static BitSet unpack(String text) throws Rejection {
    BitSet bits = new BitSet(text.length() * PER_CHARACTER);
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      Rejection.require( // F-11 (c)
          value >= 0,
          HINT_RANGE,
          "character %d: got %s",
          i,
          Rejection.quoted(text.substring(i, i + 1)));
      for (int b = 0; b < PER_CHARACTER; b++) {
        bits.set(PER_CHARACTER * i + b, (value >> (PER_CHARACTER - 1 - b) & 1) == 1);
      }
    }
    return bits;
  }
}
