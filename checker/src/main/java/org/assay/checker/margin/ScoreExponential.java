// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Rounding;

/** Encloses exp(score / √dHead) for exact scores. Source: lemmas L-02, L-03. */
public final class ScoreExponential {
  private final InverseSquareRoot scale;
  private final Exponential exp;
  private final int exponent;

  /** For scores in units of 2^exponent, of an absolute value below 2^magnitudeBits. */
  public ScoreExponential(int dHead, int magnitudeBits, int exponent) {
    this.exponent = exponent;
    int integerBits = Math.max(0, magnitudeBits);
    this.scale = InverseSquareRoot.of(dHead, Exponential.BITS + 2 + integerBits);
    this.exp = Exponential.forArguments(Exponential.BITS + integerBits + 1);
  }

  /** Encloses the exponential of each score. */
  public Enclosure[] of(BigInteger[] significands) {
    return Arrays.stream(significands).map(this::of).toArray(Enclosure[]::new);
  }

  /** Encloses exp(significand · 2^exponent / √dHead). */
  public Enclosure of(BigInteger significand) {
    int shift = exponent - scale.bits() + Exponential.BITS;
    BigInteger first = significand.multiply(scale.lo());
    BigInteger second = significand.multiply(scale.hi());
    BigInteger lo = first.min(second).shiftLeft(shift); // shifts to the right round down
    BigInteger hi = Rounding.up(first.max(second), -shift);
    return exp.of(lo, hi);
  }
}
