// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.regex.Pattern;

/** An exact number in lowest terms; its text is the canonical spelling of spec F-03. */
public record Fraction(BigInteger p, BigInteger q) {
  private static final int MAX_DIGITS = 400;
  private static final Pattern SPELLING =
      Pattern.compile(
          "-?[0-9]{1,400}(\\.[0-9]{1,400})?([eE][-+]?[0-9]{1,3})?|-?[0-9]{1,400}/[0-9]{1,400}");

  public Fraction {
    if (q.signum() <= 0) throw new IllegalArgumentException("denominator is " + q);
    BigInteger divisor = p.gcd(q);
    p = p.divide(divisor);
    q = q.divide(divisor);
  }

  public static Fraction of(long integer) {
    return new Fraction(BigInteger.valueOf(integer), BigInteger.ONE);
  }

  /** The exact value of a decimal number. */
  public static Fraction of(BigDecimal decimal) {
    BigDecimal plain = decimal.stripTrailingZeros();
    if (Math.abs(plain.scale()) > MAX_DIGITS || plain.precision() > MAX_DIGITS) {
      throw new IllegalArgumentException("got " + decimal + ", want a number of fewer digits");
    }
    return plain.scale() <= 0
        ? new Fraction(plain.toBigIntegerExact(), BigInteger.ONE)
        : new Fraction(plain.unscaledValue(), BigInteger.TEN.pow(plain.scale()));
  }

  /**
   * Reads a decimal, with an exponent or not, or p/q.
   *
   * @throws IllegalArgumentException with got and want
   */
  public static Fraction parse(String text) {
    if (!SPELLING.matcher(text).matches()) {
      throw new IllegalArgumentException("got " + text + ", want a decimal or p/q");
    }
    int slash = text.indexOf('/');
    if (slash < 0) return of(new BigDecimal(text));
    BigInteger q = new BigInteger(text.substring(slash + 1));
    if (q.signum() == 0) throw new IllegalArgumentException("got " + text + ", want q >= 1");
    return new Fraction(new BigInteger(text.substring(0, slash)), q);
  }

  /** Within a few units in the last place. */
  public double near() {
    return new BigDecimal(p).divide(new BigDecimal(q), MathContext.DECIMAL128).doubleValue();
  }

  @Override
  public String toString() {
    return q.equals(BigInteger.ONE) ? p.toString() : p + "/" + q;
  }
}
