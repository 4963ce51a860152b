// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.binomial;

import java.math.BigInteger;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-71: what the probability of a success is at least, with confidence 1 - 2^-confidence,
 * after so many independent trials.
 *
 * <p>Cost: 64 tails, each of some ten standard deviations of terms of 128 bits (L-72).
 */
@Lemma({"L-71", "L-72"})
public final class ClopperPearson {
  /** Bits behind the point of a bound. */
  public static final int FRACTION = 64;

  private final int trials;
  private final int successes;
  private final int confidence;

  /**
   * @param trials at least 1, at most 2^20
   * @param successes from 0 to {@code trials}
   */
  public ClopperPearson(int trials, int successes, int confidence) {
    this.trials = trials;
    this.successes = successes;
    this.confidence = confidence;
  }

  /** The bound, unit 2^-64; below the exact one by less than about one unit. */
  public BigInteger bound() {
    BigInteger least = BigInteger.ZERO;
    BigInteger above = // no more than the share of successes
        BigInteger.valueOf(successes).shiftLeft(FRACTION).divide(BigInteger.valueOf(trials));
    Upward choices = choices();
    while (above.subtract(least).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = least.add(above).shiftRight(1);
      if (tail(choices, middle).isAtMostPowerOfTwo(-confidence)) {
        least = middle;
      } else {
        above = middle;
      }
    }
    return least;
  }

  /** binom(trials, successes), rounded up. */
  private Upward choices() {
    Upward choices = Upward.ONE;
    for (int i = 1; i <= Math.min(successes, trials - successes); i++) {
      choices = choices.times(BigInteger.valueOf(trials - i + 1), BigInteger.valueOf(i));
    }
    return choices;
  }

  /**
   * So many successes or more, with probability {@code a} 2^-64 each; rounded up. Requires: 0 < a,
   * a trials < 2^64 successes.
   */
  private Upward tail(Upward choices, BigInteger a) {
    BigInteger c = BigInteger.ONE.shiftLeft(FRACTION).subtract(a);
    int failures = trials - successes;
    Upward term =
        choices
            .times(Upward.of(a).power(successes))
            .times(Upward.of(c).power(failures))
            .timesPowerOfTwo(-FRACTION * trials);
    Upward sum = term;
    for (int j = 1; j <= failures; j++) {
      BigInteger x = BigInteger.valueOf(failures - j + 1).multiply(a);
      BigInteger y = BigInteger.valueOf(successes + j).multiply(c);
      if (term.timesPowerOfTwo(FRACTION).isAtMost(sum)) {
        return sum.plus(term.times(x, y.subtract(x)));
      }
      term = term.times(x, y);
      sum = sum.plus(term);
    }
    return sum;
  }
}
