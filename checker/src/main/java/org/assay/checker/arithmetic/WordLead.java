// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.arithmetic;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/** Lemma L-68 for outputs in words of 64 bits. */
@Lemma("L-68")
public final class WordLead {
  /** More than a difference of outputs and what it may be off by: outputs of L-95 reach 2^60. */
  private static final BigInteger FAR = BigInteger.ONE.shiftLeft(62);

  private WordLead() {}

  /**
   * What is known of outputs with |2^scale x_o - centre_o| <= radius for all o.
   *
   * @param centre at most 2^60 in absolute value
   * @param radius at most 2^54
   */
  public static Lead of(long[] centre, long radius, int scale, Contest contest) {
    long least = Long.MAX_VALUE;
    for (int other = contest.from(); other <= contest.to(); other++) {
      if (other != contest.right()) {
        least = Math.min(least, centre[contest.right()] - centre[other]);
      }
    }
    Rational margin = contest.margin();
    if (least - 2 * radius > up(margin, scale)) { // L-68 (a)
      return Lead.CERTAIN;
    }
    Rational negated = new Rational(margin.numerator().negate(), margin.denominator());
    return least + 2 * radius <= -up(negated, scale) // L-68 (b)
        ? Lead.REFUTED
        : Lead.OPEN;
  }

  /** ceil(2^scale number), or 2^62 where it is beyond. */
  private static long up(Rational number, int scale) {
    return number.signum() == 0
        ? 0
        : number.ceilScaled(scale).min(FAR).max(FAR.negate()).longValueExact();
  }
}
