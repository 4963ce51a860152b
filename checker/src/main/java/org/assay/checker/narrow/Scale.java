// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/**
 * Lemma L-83 (a): |2^exponent scale - centre| <= 2, |centre| <= 2^61; and the number in place of
 * masked scores, within 2 of 2^30 times it, where there is one and it is below 2^30.
 */
@Lemma("L-83")
record Scale(long centre, int exponent, Optional<Long> masked, boolean known) {
  private static final int BITS = 60;
  private static final int MOST_EXPONENT = 1 << 12;

  static Scale of(Softmax softmax) {
    Rational factor = softmax.factor();
    int exponent = BITS + (factor.signum() == 0 ? 0 : -factor.magnitudeBits());
    BigInteger centre = floor(factor, softmax.root(), exponent);
    boolean all = softmax.masked().isEmpty();
    BigInteger masked = all ? BigInteger.ZERO : masked(softmax);
    boolean known =
        Math.abs(exponent) <= MOST_EXPONENT && masked.bitLength() < AttentionWords.SCORE_BITS;
    return new Scale(
        known ? centre.longValueExact() : 0,
        exponent,
        all ? Optional.empty() : Optional.of(known ? masked.longValueExact() : 0),
        known);
  }

  private static BigInteger masked(Softmax softmax) {
    Rational number = softmax.masked().orElseThrow();
    Rational factor = softmax.factor();
    Rational whole =
        softmax.scaled()
            ? new Rational(
                number.numerator().multiply(factor.numerator()),
                number.denominator().multiply(factor.denominator()))
            : number;
    return floor(whole, softmax.scaled() ? softmax.root() : 1, Powers.FINE);
  }

  /** Within 2 of 2^bits number / √root. */
  private static BigInteger floor(Rational number, int root, int bits) {
    int fine = Math.max(0, bits) + number.numerator().bitLength();
    BigInteger inverse = InverseSquareRoot.of(root, fine).lo();
    return new Rational(number.numerator().multiply(inverse), number.denominator())
        .ceilScaled(bits - fine);
  }
}
