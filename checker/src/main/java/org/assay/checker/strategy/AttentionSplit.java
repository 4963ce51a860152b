// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;

/**
 * Unscaled attention scores A = {@code scores} + R of queries with key tokens, [vocab, vocab], and
 * a bound of R's row differences: |R[q,i] - R[q,j]| <= {@code error[q]} · 2^errorExponent.
 */
record AttentionSplit(ExactMatrix scores, BigInteger[] error, int errorExponent) {
  static AttentionSplit exact(Circuits circuits) {
    BigInteger[] none = new BigInteger[circuits.vocab()];
    Arrays.fill(none, BigInteger.ZERO);
    return new AttentionSplit(circuits.eqke(), none, 0);
  }
}
