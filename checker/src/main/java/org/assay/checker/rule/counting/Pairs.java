// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.util.BitSet;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/** A hint: some of the pairs q <= m of query and maximum, a bit for each, by q, then m. */
@Lemma("R-02")
public final class Pairs {
  public static final Pairs NONE = new Pairs(0, new BitSet());

  private final int vocab;
  private final BitSet bits;

  private Pairs(int vocab, BitSet bits) {
    this.vocab = vocab;
    this.bits = bits;
  }

  /**
   * Reads the bits.
   *
   * @throws Rejection HINT_RANGE if there are not just that many (F-11)
   */
  public static Pairs of(int vocab, Bits bits) throws Rejection {
    int count = vocab * (vocab + 1) / 2;
    bits.requireLength(count); // R-02 (d), L-13 (a)
    BitSet pairs = new BitSet(count);
    for (int pair = 0; pair < count; pair++) {
      pairs.set(pair, bits.flag());
    }
    return new Pairs(vocab, pairs);
  }

  boolean has(int q, int m) {
    return !bits.isEmpty() && bits.get(number(vocab, q, m));
  }

  /** How many pairs come before (q, m). */
  static int number(int vocab, int q, int m) {
    return q * vocab - q * (q - 1) / 2 + m - q;
  }
}
