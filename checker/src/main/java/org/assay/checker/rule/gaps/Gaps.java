// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: for each pair q <= m of query and maximum and each c = 1..k - 1, a gap in 0..vocab - 1,
 * where 0 says that the cell is not to be tried. Any gap is sound, lemma L-33.
 *
 * <p>Spelled as numbers of as many bits as vocab - 1 has, the most significant first, pairs by q,
 * then m.
 */
@Lemma("L-33")
public final class Gaps {
  private final int vocab;
  private final int k;
  private final int[] gaps;

  private Gaps(int vocab, int k, int[] gaps) {
    this.vocab = vocab;
    this.k = k;
    this.gaps = gaps;
  }

  /**
   * Reads gaps.
   *
   * @throws Rejection HINT_RANGE if there are not just that many bits (F-11), or if a gap is none
   */
  public static Gaps of(int vocab, int k, Bits bits) throws Rejection {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(vocab - 1);
    long cells = (long) vocab * (vocab + 1) / 2 * Math.max(k - 1, 0); // k is 0 in no model
    bits.requireLength(width * cells); // R-06 (b)
    int[] gaps = new int[width == 0 ? 0 : (int) cells];
    for (int cell = 0; cell < gaps.length; cell++) {
      gaps[cell] = (int) bits.number(width);
      Rejection.require( // R-06 (c)
          gaps[cell] < vocab, HINT_RANGE, "gap: got %d, want < %d", gaps[cell], vocab);
    }
    return new Gaps(vocab, k, gaps);
  }

  /** The length of the inputs. */
  int k() {
    return k;
  }

  /** Requires: q <= m < vocab, 1 <= c < k. */
  int gap(int q, int m, int c) {
    int pair = q * vocab - q * (q - 1) / 2 + m - q;
    return gaps[pair * (k - 1) + c - 1];
  }
}
