// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.util.BitSet;
import org.assay.checker.verdict.Rejection;

/** A hint: some of the pairs q <= m of query and maximum, a bit for each, by q, then m. */
public final class Pairs {
  public static final Pairs NONE = new Pairs(0, new BitSet());

  private final int vocab;
  private final BitSet bits;

  private Pairs(int vocab, BitSet bits) {
    this.vocab = vocab;
    this.bits = bits;
  }

  /**
   * Reads the bits, of which the last five may be left over.
   *
   * @throws Rejection HINT_RANGE if bits are missing, or if six or more are left, or one that is
   *     set
   */
  public static Pairs of(int vocab, BitSet bits, int length) throws Rejection {
    int want = vocab * (vocab + 1) / 2;
    Rejection.require( // R-02 (d)
        length >= want && length - want < 6 && bits.length() <= want,
        HINT_RANGE,
        "scaled: got %d bits, want %d and at most five zeros",
        length,
        want);
    return new Pairs(vocab, bits);
  }

  boolean has(int q, int m) {
    return !bits.isEmpty() && bits.get(number(vocab, q, m));
  }

  /** How many pairs come before (q, m). */
  static int number(int vocab, int q, int m) {
    return q * vocab - q * (q - 1) / 2 + m - q;
  }
}
