// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Rational;

/**
 * Every scale and width of the integers that stand for logits and weights, with the lemma that
 * allows it. M: all entries are below 2^M in absolute value; l: k is below 2^l.
 */
public final class Scales {
  /** Bits of a weight that is multiplied into the high half of a 128-bit product (L-05, L-12). */
  public static final int LONG_WEIGHT = 63;

  /** Bits of a weight of wide rows (L-05). */
  static final int WIDE_WEIGHT = 192;

  /** A product of two exponentials is below 11 · 2^(2 BITS) before its exponent (L-03, L-21). */
  public static final int PRODUCT = 2 * Exponential.BITS + 4;

  /** Fractional bits of the tables of long rows, less l and M (L-05): sums stay below 2^60. */
  private static final int LONG_ROWS = 58;

  /** Those of a block of queries and outputs (L-12). */
  private static final int BLOCKS = 55;

  /** Those of the leads of rivals, less M: big integers, as fine as is of use (L-36). */
  private static final int RIVALS = 96;

  private Scales() {}

  /** The p of L-05: |Y| < 7 · 2^(p + M) + 10, so k sums of |Y| / 2 + 1 stay below 2^60. */
  public static int longRows(MarginParts model, Rational margin) {
    return Math.min(longRows(model.right(), margin), longRows(model.wrong(), margin));
  }

  public static int longRows(Circuits circuits, Rational margin) {
    return less(
        LONG_ROWS - bits(circuits.k()),
        circuits.direct().magnitudeBits(),
        circuits.evou().magnitudeBits(),
        circuits.pvou().magnitudeBits(),
        margin.magnitudeBits());
  }

  /** The p of L-12 for these magnitudes. */
  public static int blocks(int k, int... magnitudes) {
    return less(BLOCKS - bits(k), magnitudes);
  }

  /** The fractional bits of the leads of L-36. */
  public static int rivals(IntStream magnitudes) {
    return less(RIVALS, magnitudes.toArray());
  }

  /** Bits of a weight such that sums of k of them stay below 2^63 (L-21). */
  public static int sumOfWeights(int k) {
    return LONG_WEIGHT - bits(k);
  }

  private static int less(int bits, int... magnitudes) {
    return bits - IntStream.of(magnitudes).max().orElseThrow();
  }

  /** The least l with number < 2^l. */
  private static int bits(int number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(number);
  }
}
