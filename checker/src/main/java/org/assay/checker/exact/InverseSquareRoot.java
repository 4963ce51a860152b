// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/** Lemma L-02. Encloses 1/√d: {@code lo <= 2^bits / √d <= hi} with hi - lo at most 1. */
@Lemma("L-02")
public record InverseSquareRoot(BigInteger lo, BigInteger hi, int bits) {

  /** Requires: d >= 1, bits >= 0. */
  public static InverseSquareRoot of(int d, int bits) {
    BigInteger power = BigInteger.ONE.shiftLeft(2 * bits);
    BigInteger lo = power.divide(BigInteger.valueOf(d)).sqrt();
    boolean exact = lo.multiply(lo).multiply(BigInteger.valueOf(d)).equals(power);
    return new InverseSquareRoot(lo, exact ? lo : lo.add(BigInteger.ONE), bits);
  }
}
