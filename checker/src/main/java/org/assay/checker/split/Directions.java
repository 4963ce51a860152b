// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.verdict.Rejection;

/**
 * A hint: the vectors that the options of a sub-cubic proof read, one after the other. Any entries
 * are sound.
 *
 * <p>Spelled as numbers of 18 bits in two's complement, the most significant first.
 */
@Lemma({"R-03", "R-06"})
public record Directions(List<BigInteger[]> vectors) {
  /** Bits of an entry. */
  static final int WIDTH = 18;

  /**
   * Reads vectors of these lengths.
   *
   * @throws Rejection HINT_RANGE if there are not just that many bits
   */
  public static Directions of(List<Integer> lengths, Bits bits) throws Rejection {
    bits.requireLength(WIDTH * lengths.stream().mapToLong(n -> n).sum()); // R-03 (e), R-06 (d)
    List<BigInteger[]> vectors = new ArrayList<>();
    for (int n : lengths) {
      BigInteger[] vector = new BigInteger[n];
      for (int i = 0; i < n; i++) {
        vector[i] =
            BigInteger.valueOf(bits.number(WIDTH) << Long.SIZE - WIDTH >> Long.SIZE - WIDTH);
      }
      vectors.add(vector);
    }
    return new Directions(List.copyOf(vectors));
  }

  /** Those from {@code from} on, so many. */
  public List<BigInteger[]> part(int from, int count) {
    return vectors.subList(from, from + count);
  }
}
