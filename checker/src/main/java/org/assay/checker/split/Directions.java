// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: the vectors that the options of a sub-cubic proof read, one after the other. Any entries
 * are sound.
 *
 * <p>Spelled as numbers of 18 bits in two's complement, the most significant first.
 */
public record Directions(List<BigInteger[]> vectors) {
  /** Bits of an entry. */
  static final int WIDTH = 18;

  /**
   * Reads vectors of these lengths from so many bits.
   *
   * @throws Rejection HINT_RANGE if it takes more or fewer
   */
  public static Directions of(List<Integer> lengths, BitSet bits, long length) throws Rejection {
    long want = WIDTH * lengths.stream().mapToLong(n -> n).sum();
    Rejection.require( // R-03 (e), R-06 (d)
        length == want, HINT_RANGE, "directions: got %d bits, want %d", length, want);
    List<BigInteger[]> vectors = new ArrayList<>();
    int next = 0;
    for (int n : lengths) {
      BigInteger[] vector = new BigInteger[n];
      for (int i = 0; i < n; i++) {
        vector[i] = number(bits, next);
        next += WIDTH;
      }
      vectors.add(vector);
    }
    return new Directions(List.copyOf(vectors));
  }

  private static BigInteger number(BitSet bits, int from) {
    int number = bits.get(from) ? -1 : 0;
    for (int i = from + 1; i < from + WIDTH; i++) {
      number = 2 * number + (bits.get(i) ? 1 : 0);
    }
    return BigInteger.valueOf(number);
  }

  /** Those from {@code from} on, so many. */
  public List<BigInteger[]> part(int from, int count) {
    return vectors.subList(from, from + count);
  }
}
