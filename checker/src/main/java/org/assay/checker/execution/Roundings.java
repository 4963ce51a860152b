// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import org.assay.checker.claim.Profile;
import org.assay.checker.exact.Lemma;

/** Lemma L-41. What roundings of a profile may add up to, as multiples of 2^-BITS. */
@Lemma("L-41")
final class Roundings {
  /** Fractional bits of a bound. */
  static final int BITS = 64;

  /** What a result may be flushed from is below 2^-126: phi of the lemmas. */
  static final int FLUSH_BITS = 126;

  private Roundings() {}

  /** So many units of 2^-unitBits. */
  static BigInteger units(Profile profile, long count) {
    return BigInteger.valueOf(count).shiftLeft(BITS - profile.unitBits());
  }

  /**
   * An upper bound of γ_k = k u / (1 - k u): k roundings, in products or quotients, make a factor
   * within 1 ± γ_k.
   */
  static BigInteger gammaUp(Profile profile, int k) {
    long rest = (1L << profile.unitBits()) - k;
    if (k > rest) { // L-41: γ_k <= 1
      throw new IllegalArgumentException("too many roundings: " + k);
    }
    BigInteger[] parts =
        BigInteger.valueOf(k).shiftLeft(BITS).divideAndRemainder(BigInteger.valueOf(rest));
    return parts[0].add(BigInteger.valueOf(parts[1].signum()));
  }
}
