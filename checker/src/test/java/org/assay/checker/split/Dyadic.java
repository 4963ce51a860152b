// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.assay.checker.exact.ExactMatrix;

/** An integer times a power of two. */
public record Dyadic(BigInteger significand, int exponent) implements Comparable<Dyadic> {

  public static Dyadic of(long value) {
    return new Dyadic(BigInteger.valueOf(value), 0);
  }

  public static Dyadic entry(ExactMatrix matrix, int row, int column) {
    return new Dyadic(matrix.significand(row, column), matrix.exponent());
  }

  public Dyadic plus(Dyadic other) {
    int least = Math.min(exponent, other.exponent);
    return new Dyadic(in(least).add(other.in(least)), least);
  }

  public Dyadic minus(Dyadic other) {
    return plus(new Dyadic(other.significand.negate(), other.exponent));
  }

  public Dyadic times(Dyadic other) {
    return new Dyadic(significand.multiply(other.significand), exponent + other.exponent);
  }

  public Dyadic abs() {
    return new Dyadic(significand.abs(), exponent);
  }

  private BigInteger in(int unit) {
    return significand.shiftLeft(exponent - unit);
  }

  /** To 20 digits; for numbers of ordinary size. */
  public BigDecimal decimal() {
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(exponent)));
    BigDecimal value = new BigDecimal(significand);
    return exponent >= 0 ? value.multiply(power) : value.divide(power, new MathContext(20));
  }

  @Override
  public int compareTo(Dyadic other) {
    return minus(other).significand.signum();
  }
}
