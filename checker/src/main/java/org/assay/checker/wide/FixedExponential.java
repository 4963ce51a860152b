// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/** Lemma L-61. Encloses exp of numbers that are not positive, relative to about 2^-bits. */
@Lemma("L-61")
final class FixedExponential {
  /** More bits of ln 2 than of the argument: g of the lemma. */
  private static final int GUARD = 32;

  private final int bits; // w of the lemma
  private final BigInteger ln2; // l of the lemma: l <= 2^(w+g) ln 2 < l + 1
  private final BigInteger least;

  FixedExponential(int bits) {
    this.bits = bits;
    this.ln2 = Exponential.ln2Down(bits + GUARD, GUARD);
    this.least = BigInteger.valueOf(-4L * bits).shiftLeft(bits);
  }

  /** exp(a / 2^bits). Requires: a <= 0. */
  Enclosure of(BigInteger a) {
    if (a.signum() > 0) {
      throw new IllegalArgumentException("argument is positive: " + a);
    }
    if (a.compareTo(least) < 0) { // L-61 (b): below 2^(-4w), and above 0
      return new Enclosure(BigInteger.ZERO, BigInteger.ONE, BigInteger.valueOf(-4L * bits));
    }
    BigInteger k = Fixed.downBy(a.shiftLeft(GUARD), ln2);
    BigInteger r = low(a, k);
    while (r.signum() < 0) {
      k = k.subtract(BigInteger.ONE);
      r = low(a, k);
    }
    BigInteger most = k.multiply(ln2).min(k.multiply(ln2.add(BigInteger.ONE)));
    BigInteger u = Rounding.up(a.shiftLeft(GUARD).subtract(most), GUARD);
    if (u.bitLength() > bits) { // L-61 (a): 0 <= r <= u < 2^w
      throw new IllegalStateException("argument was not reduced: " + a);
    }
    BigInteger term = BigInteger.ONE.shiftLeft(bits);
    BigInteger sum = BigInteger.ZERO;
    int terms = 0;
    for (; term.signum() > 0; terms++) {
      sum = sum.add(term);
      term = term.multiply(r).shiftRight(bits).divide(BigInteger.valueOf(terms + 1L));
    }
    BigInteger top = sum.add(BigInteger.valueOf(2L * terms + 4));
    BigInteger growth = Rounding.up(top.multiply(u.subtract(r)).shiftLeft(1), bits);
    return new Enclosure(sum, top.add(growth), k.subtract(BigInteger.valueOf(bits)));
  }

  private BigInteger low(BigInteger a, BigInteger k) {
    BigInteger most = k.multiply(ln2).max(k.multiply(ln2.add(BigInteger.ONE)));
    return a.shiftLeft(GUARD).subtract(most).shiftRight(GUARD);
  }

  /** floor(2^bits exp(a / 2^bits)) or less. */
  BigInteger down(BigInteger a) {
    Enclosure e = of(a);
    return e.lo().shiftRight(shift(e));
  }

  /** ceil(2^bits exp(a / 2^bits)) or more. */
  BigInteger up(BigInteger a) {
    Enclosure e = of(a);
    return Rounding.up(e.hi(), shift(e));
  }

  private int shift(Enclosure e) {
    return e.exponent().negate().intValueExact() - bits;
  }
}
