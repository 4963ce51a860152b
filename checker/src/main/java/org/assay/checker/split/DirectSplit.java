// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import org.assay.checker.exact.ExactMatrix;

/**
 * Bounds differences of the direct path: for all q and m != o, direct[q, o] - direct[q, m] <=
 * common[o] - common[m] + excess of (q, m).
 *
 * <p>Shapes: common [1, vocab]; excesses [vocab, vocab], or [vocab, 1] if the same for each m.
 */
public record DirectSplit(ExactMatrix common, ExactMatrix excesses) {

  /** In units of {@code excesses().exponent()}. */
  public BigInteger excess(int q, int m) {
    return excesses.significand(q, excesses.columns() == 1 ? 0 : m);
  }
}
