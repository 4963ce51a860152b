// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

/** A packed table of spec F-11: six bits in a character, the most significant first. */
public final class PackedBits {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int WIDTH = 6;

  private final StringBuilder text = new StringBuilder();
  private int open; // bits of the character that is not complete
  private int length;

  public void add(boolean bit) {
    open = 2 * open + (bit ? 1 : 0);
    length++;
    if (length % WIDTH == 0) {
      text.append(ALPHABET.charAt(open));
      open = 0;
    }
  }

  /** The lowest {@code width} bits of a number. */
  public void add(int number, int width) {
    for (int bit = width - 1; bit >= 0; bit--) add((number >> bit & 1) == 1);
  }

  /** The last character is filled with zeros. */
  @Override
  public String toString() {
    int missing = Math.floorMod(-length, WIDTH);
    return missing == 0 ? text.toString() : text.toString() + ALPHABET.charAt(open << missing);
  }
}
