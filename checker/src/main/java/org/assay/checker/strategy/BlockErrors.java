// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-47: what an execution of the profile may be off by, from above.
 *
 * <p>Shapes: outputs [k · vocab, vocab], the F of the lemma, position by position; direct [vocab,
 * vocab], E0; logits. stretch [vocab]: an upper bound of exp(2 T) for each query.
 */
@Lemma("L-47")
record BlockErrors(ExactMatrix outputs, ExactMatrix direct, List<Enclosure> stretch) {
  /** No execution: nothing is off. */
  static final Enclosure NO_STRETCH =
      new Enclosure(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

  int magnitudeBits() {
    return Math.max(outputs.magnitudeBits(), direct.magnitudeBits());
  }

  /** For token t at position i, in units of 2^-bits, rounded up. */
  long[] ofOutputs(int i, int t, int bits) {
    return ceil(outputs, i * outputs.columns() + t, bits);
  }

  /** The same of the direct path of a query. */
  long[] ofDirect(int q, int bits) {
    return ceil(direct, q, bits);
  }

  /** Above the stretch of each of these queries. Requires: at least one. */
  Enclosure stretch(List<Integer> queries) {
    BigInteger least = stretch.stream().map(Enclosure::exponent).reduce(BigInteger::min).get();
    return queries.stream()
        .map(stretch::get)
        .max(Comparator.comparing(one -> one.hi().shiftLeft(above(one, least))))
        .orElseThrow();
  }

  private static int above(Enclosure one, BigInteger least) {
    return one.exponent().subtract(least).intValueExact();
  }

  private static long[] ceil(ExactMatrix matrix, int row, int bits) {
    int shift = matrix.exponent() + bits;
    long[] entries = new long[matrix.columns()];
    Arrays.setAll(
        entries,
        o -> matrix.significand(row, o).negate().shiftLeft(shift).negate().longValueExact());
    return entries;
  }
}
