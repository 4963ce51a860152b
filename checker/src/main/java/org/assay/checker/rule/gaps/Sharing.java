// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.exact.Lemma;

/** A gap cell with the corners of how attention is shared over its inputs (lemma L-35). */
@Lemma("L-35")
record Sharing(GapCell cell, List<Corner> corners) {
  /** Weights relative to those of the tokens that are m, in units of 2^-Ratio.BITS. */
  record Corner(BigInteger query, BigInteger rest) {
    private static final BigInteger ONE = BigInteger.ONE.shiftLeft(Ratio.BITS);

    /** All attention goes to the tokens that are m. */
    static final Corner ALONE = new Corner(BigInteger.ZERO, BigInteger.ZERO);

    /** The weight of all tokens: one over the attention on those that are m. */
    BigInteger all() {
      return ONE.add(query).add(rest);
    }
  }

  /** The largest weight of all tokens. */
  BigInteger most() {
    return corners.stream().map(Corner::all).reduce(BigInteger::max).orElseThrow();
  }
}
