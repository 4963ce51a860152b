// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;

/**
 * Lemmas L-03, L-14. Encloses exp of an enclosed number, to about {@code BITS - 10} bits.
 *
 * <p>Ensures: for the result r of {@code of(a, b)} and all x with a <= 2^BITS x <= b: exp(x) lies
 * in r, {@code r.lo() >= 2^BITS} and {@code r.hi() < 3.3 · 2^BITS}, before {@code r.exponent()}.
 */
@Lemma({"L-03", "L-14"})
public final class Exponential {
  /** Fractional bits of the argument and of the result: P of the lemma. */
  public static final int BITS = 136;

  /** Terms of the Taylor series: N of the lemma; 40! > 2^159. */
  private static final int TERMS = 40;

  /** Bits that each of two tables takes off the argument (L-14). */
  private static final int TABLE = 8;

  /** What {@code tabled} loses at most, in units of 2^-BITS (L-14). */
  private static final int LOSS = 320;

  /** floor(2^BITS / n!) for n = 0 to 7: c of L-14. */
  private static final BigInteger[] COEFFICIENTS = coefficients(8);

  // 2^BITS exp(i / 2^8) and 2^BITS exp(i / 2^16), from below; an entry is made when it is asked for
  private static final BigInteger[] COARSE = new BigInteger[1 << TABLE];
  private static final BigInteger[] FINE = new BigInteger[1 << TABLE];

  private final int width; // w of the lemma
  private final BigInteger ln2; // l of the lemma: l <= 2^w ln 2 < l + 1

  private Exponential(int width) {
    this.width = width;
    this.ln2 = ln2Down(width, 64);
  }

  /** For arguments of at most {@code argumentBits} bits, including the fractional ones. */
  public static Exponential forArguments(int argumentBits) {
    return new Exponential(BITS + argumentBits + 8);
  }

  /** Encloses exp(x) for all x with a <= 2^BITS x <= b. */
  public Enclosure of(BigInteger a, BigInteger b) {
    int extra = width - BITS;
    BigInteger k = floorDivide(a.shiftLeft(extra), ln2);
    BigInteger r = reducedLow(a, k);
    while (r.signum() < 0) { // k was too large by the width of ln 2
      k = k.subtract(BigInteger.ONE);
      r = reducedLow(a, k);
    }
    BigInteger u =
        Rounding.up(b.shiftLeft(extra).subtract(k.multiply(ln2).min(k.multiply(ln2Hi()))), extra);
    if (u.compareTo(r) < 0 || u.bitLength() > BITS) { // L-03: 0 <= r <= u < 2^P
      throw new IllegalArgumentException("argument too wide or too long: [" + a + ", " + b + "]");
    }
    BigInteger lo = tabled(r);
    BigInteger top = lo.add(BigInteger.valueOf(LOSS));
    BigInteger growth = Rounding.up(top.multiply(u.subtract(r)).shiftLeft(1), BITS);
    return new Enclosure(lo, top.add(growth), k.subtract(BigInteger.valueOf(BITS)));
  }

  private BigInteger ln2Hi() {
    return ln2.add(BigInteger.ONE);
  }

  /** floor of 2^BITS times a lower bound of x - k ln 2. */
  private BigInteger reducedLow(BigInteger a, BigInteger k) {
    int extra = width - BITS;
    BigInteger most = k.multiply(ln2).max(k.multiply(ln2Hi()));
    return a.shiftLeft(extra).subtract(most).shiftRight(extra);
  }

  /** L-14: a lower bound of 2^BITS exp(r / 2^BITS), at most LOSS below it. */
  private static BigInteger tabled(BigInteger r) {
    int leading = r.shiftRight(BITS - 2 * TABLE).intValueExact();
    BigInteger rest = r.subtract(BigInteger.valueOf(leading).shiftLeft(BITS - 2 * TABLE));
    BigInteger sum = COEFFICIENTS[COEFFICIENTS.length - 1];
    for (int n = COEFFICIENTS.length - 2; n >= 0; n--) {
      sum = COEFFICIENTS[n].add(sum.multiply(rest).shiftRight(BITS));
    }
    BigInteger coarse = entry(COARSE, leading >> TABLE, TABLE);
    BigInteger fine = entry(FINE, leading & ((1 << TABLE) - 1), 2 * TABLE);
    return coarse.multiply(fine).shiftRight(BITS).multiply(sum).shiftRight(BITS);
  }

  /** A lower bound of 2^BITS exp(index / 2^shift); threads that make it at once make the same. */
  private static BigInteger entry(BigInteger[] table, int index, int shift) {
    BigInteger entry = table[index];
    if (entry == null) {
      entry = taylorDown(BigInteger.valueOf(index).shiftLeft(BITS - shift));
      table[index] = entry;
    }
    return entry;
  }

  private static BigInteger[] coefficients(int count) {
    BigInteger[] result = new BigInteger[count];
    result[0] = BigInteger.ONE.shiftLeft(BITS);
    for (int n = 1; n < count; n++) {
      result[n] =
          result[n - 1].divide(BigInteger.valueOf(n)); // floor of a floor: that of 2^BITS/n!
    }
    return result;
  }

  /** Step 3 of the lemma: a lower bound of 2^BITS exp(r / 2^BITS), at most 2 TERMS + 1 below it. */
  private static BigInteger taylorDown(BigInteger r) {
    BigInteger term = BigInteger.ONE.shiftLeft(BITS);
    BigInteger sum = term;
    for (int j = 1; j < TERMS; j++) {
      term = term.multiply(r).shiftRight(BITS).divide(BigInteger.valueOf(j));
      sum = sum.add(term);
    }
    return sum;
  }

  /**
   * The integer l with l <= 2^width ln 2 < l + 1, from 2 artanh(1/3) with {@code guard} more bits.
   */
  public static BigInteger ln2Down(int width, int guard) {
    BigInteger power = BigInteger.ONE.shiftLeft(width + guard + 1).divide(BigInteger.valueOf(3));
    BigInteger sum = BigInteger.ZERO;
    for (int j = 0; power.signum() > 0; j++) {
      sum = sum.add(power.divide(BigInteger.valueOf(2L * j + 1)));
      power = power.divide(BigInteger.valueOf(9));
    }
    BigInteger most = sum.add(BigInteger.valueOf(width + guard + 1L));
    BigInteger lo = sum.shiftRight(guard);
    return lo.equals(most.shiftRight(guard)) ? lo : ln2Down(width, 2 * guard);
  }

  private static BigInteger floorDivide(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }
}
