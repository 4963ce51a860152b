// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/**
 * Lemma L-48: a margin for each query, in logits, that no execution of the profile uses up.
 *
 * <p>Shape: margins [vocab, 1].
 */
@Lemma("L-48")
record ProfileMargins(ExactMatrix margins) {

  /**
   * What they are above the margin of the claim, [query], in units of the tables of {@link
   * PureCells}. A margin above 8 times all entries of the circuits is cut there: no cell has it.
   */
  long[] above(Circuits circuits, Rational margin) {
    int bits = LongRows.fractionBits(circuits, margin);
    BigInteger claimed = ValueTables.ceil(margin, bits);
    BigInteger most = BigInteger.ONE.shiftLeft(61 - length(circuits));
    int shift = margins.exponent() + bits;
    long[] raises = new long[circuits.vocab()];
    for (int q = 0; q < raises.length; q++) {
      BigInteger own = margins.significand(q, 0).negate().shiftLeft(shift).negate();
      raises[q] = own.subtract(claimed).max(BigInteger.ZERO).min(most).longValueExact();
    }
    return raises;
  }

  /** The l of the lemma: K < 2^l. */
  private static int length(Circuits circuits) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(circuits.k());
  }
}
