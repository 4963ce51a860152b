// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.assay.generator.interval.ExactMatrix;

/**
 * The margin delta >= 0 of a claim, in logits: the fraction p/q in lowest terms with q >= 1. Its
 * text is the canonical spelling of spec F-03.
 */
public record Margin(BigInteger p, BigInteger q) {
  private static final int MAX_CHARACTERS = 1000; // F-03 (c)
  private static final Pattern SPELLING = Pattern.compile("[0-9]+(\\.[0-9]+|/[0-9]+)?");

  public Margin {
    if (p.signum() < 0 || q.signum() <= 0) {
      throw new IllegalArgumentException(p + "/" + q + " is not a fraction >= 0");
    }
    BigInteger divisor = p.gcd(q);
    p = p.divide(divisor);
    q = q.divide(divisor);
  }

  /**
   * Reads a decimal or p/q exactly.
   *
   * @throws IllegalArgumentException with got and want
   */
  public static Margin parse(String text) {
    if (text.length() > MAX_CHARACTERS || !SPELLING.matcher(text).matches()) {
      throw wrong(text, "want a decimal or p/q >= 0");
    }
    int slash = text.indexOf('/');
    BigDecimal number = new BigDecimal(slash < 0 ? text : text.substring(0, slash));
    BigInteger divisor = slash < 0 ? BigInteger.ONE : new BigInteger(text.substring(slash + 1));
    if (divisor.signum() == 0) throw wrong(text, "want a denominator >= 1");
    Margin margin =
        new Margin(number.unscaledValue(), divisor.multiply(BigInteger.TEN.pow(number.scale())));
    if (margin.toString().length() > MAX_CHARACTERS) {
      throw wrong(text, "its fraction has more than " + MAX_CHARACTERS + " characters");
    }
    return margin;
  }

  private static IllegalArgumentException wrong(String text, String want) {
    String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
    return new IllegalArgumentException("margin: got " + shown + ", " + want);
  }

  public boolean isZero() {
    return p.signum() == 0;
  }

  /** Some s with delta < 2^s; for delta = 0 that of a zero matrix. */
  public long scale() {
    return p.signum() == 0 ? ExactMatrix.NO_SCALE : p.bitLength() - q.bitLength() + 1L;
  }

  /** A double >= delta · 2^shift. Requires: delta · 2^shift < 2^1000. */
  public double above(long shift) {
    if (p.signum() == 0) return 0;
    // The integer n = ceil(delta · 2^(shift + spare)) has more than 64 bits, so rounding it up
    // loses
    // nothing that a double has.
    int spare = Math.toIntExact(Math.max(0, 64 - scale() - shift));
    int left = Math.toIntExact(shift + spare);
    BigInteger dividend = left >= 0 ? p.shiftLeft(left) : p;
    BigInteger divisor = left >= 0 ? q : q.shiftLeft(-left);
    BigInteger n = dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    int drop = Math.max(0, n.bitLength() - 52);
    long mantissa = n.shiftRight(drop).longValueExact() + 1; // above n / 2^drop
    double above = Math.scalb((double) mantissa, drop - spare);
    return Math.nextUp(above); // scalb is inexact only below 2^-1022
  }

  /**
   * The least integer that is at least delta · 2^shift.
   *
   * @throws ArithmeticException if it is not a long
   */
  public long ceiling(long shift) {
    int left = Math.toIntExact(shift);
    BigInteger dividend = left >= 0 ? p.shiftLeft(left) : p;
    BigInteger divisor = left >= 0 ? q : q.shiftLeft(-left);
    return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor).longValueExact();
  }

  @Override
  public String toString() {
    return q.equals(BigInteger.ONE) ? p.toString() : p + "/" + q;
  }
}
