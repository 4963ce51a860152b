// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.InverseSquareRoot;

/** Encloses exp(score / √dHead) for exact scores. Source: lemmas L-02, L-03. */
public final class ScoreExponential {
  private final InverseSquareRoot scale;
  private final Exponential exp;

  /** For scores of an absolute value below 2^magnitudeBits. */
  public ScoreExponential(int dHead, int magnitudeBits) {
    int integerBits = Math.max(0, magnitudeBits);
    this.scale = InverseSquareRoot.of(dHead, Exponential.BITS + 2 + integerBits);
    this.exp = Exponential.forArguments(Exponential.BITS + integerBits + 1);
  }

  /** Encloses exp(significand · 2^exponent / √dHead). */
  public Enclosure of(BigInteger significand, int exponent) {
    int shift = exponent - scale.bits() + Exponential.BITS;
    BigInteger first = significand.multiply(scale.lo());
    BigInteger second = significand.multiply(scale.hi());
    BigInteger lo = first.min(second).shiftLeft(shift); // shifts to the right round down
    BigInteger hi = first.max(second).negate().shiftLeft(shift).negate();
    return exp.of(lo, hi);
  }
}
