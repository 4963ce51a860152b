// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.hint;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.BitSet;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/**
 * A hint table of bits in a string, read from its beginning: six bits a character, the first the
 * most significant (F-11). What lies behind the end reads as zeros; {@code end} tells.
 */
public final class Bits {
  private static final int PER_CHARACTER = 6;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final String name;
  private final BitSet bits;
  private final int length;
  private int next;

  /** So many bits; the name is for messages. */
  public Bits(String name, BitSet bits, int length) {
    this.name = name;
    this.bits = bits;
    this.length = length;
  }

  /**
   * The next field, which must have this name.
   *
   * @throws Rejection HINT_RANGE if a character is none of the alphabet, or with a code of F-02
   */
  public static Bits read(JsonReader in, String field) throws Rejection {
    return unpack(field, in.field(field).string());
  }

  static Bits unpack(String name, String text) throws Rejection {
    BitSet bits = new BitSet(text.length() * PER_CHARACTER);
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      Rejection.require( // F-11 (c)
          value >= 0,
          HINT_RANGE,
          "%s: character %d: got %s",
          name,
          i,
          Rejection.quoted(text.substring(i, i + 1)));
      for (int b = 0; b < PER_CHARACTER; b++) {
        bits.set(PER_CHARACTER * i + b, (value >> (PER_CHARACTER - 1 - b) & 1) == 1);
      }
    }
    return new Bits(name, bits, PER_CHARACTER * text.length());
  }

  /** The same table, to be read from another place. */
  public Bits from(int place) {
    Bits other = new Bits(name, bits, length);
    other.next = place;
    return other;
  }

  /** The number of bits read. */
  public int place() {
    return next;
  }

  public boolean flag() {
    return bits.get(next++);
  }

  /** A number of so many bits, at most 63, the most significant first. */
  public long number(int width) {
    long number = 0;
    for (int i = 0; i < width; i++) {
      number = 2 * number + (flag() ? 1 : 0);
    }
    return number;
  }

  /** Steps to the next bit that is set; returns how many zeros were before it, or -1 if none is. */
  public int zeros() {
    int one = bits.nextSetBit(next);
    int zeros = one < 0 ? -1 : one - next;
    next = one < 0 ? next : one;
    return zeros;
  }

  /**
   * @throws Rejection HINT_RANGE if more was read than there is, or six bits or more are left, or
   *     one that is set
   */
  public void end() throws Rejection {
    requireLength(next);
  }

  /**
   * @throws Rejection HINT_RANGE if {@code end} would say so after so many bits
   */
  public void requireLength(long want) throws Rejection {
    Rejection.require(
        length >= want && length - want < PER_CHARACTER && bits.length() <= want,
        HINT_RANGE,
        "%s: got %d bits, want %d and at most five zeros",
        name,
        length,
        want);
  }
}
