// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RationalTest {
  @Test
  void fractionsAreKeptInLowestTerms() {
    Rational half = new Rational(BigInteger.valueOf(-2), BigInteger.valueOf(4));
    assertEquals(BigInteger.valueOf(-1), half.numerator());
    assertEquals(BigInteger.TWO, half.denominator());
    assertThrows(
        IllegalArgumentException.class, () -> new Rational(BigInteger.ONE, BigInteger.ZERO));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Rational(BigInteger.ONE, BigInteger.ONE.negate()));
  }

  @Test
  void ceilingsAreThoseOfTheRationals() {
    Rational third = new Rational(BigInteger.ONE, BigInteger.valueOf(3));
    assertEquals(BigInteger.ONE, third.ceilScaled(0));
    assertEquals(BigInteger.valueOf(3), third.ceilScaled(3));
    assertEquals(BigInteger.ONE, third.ceilScaled(-5));
    Rational two = new Rational(BigInteger.TWO, BigInteger.ONE);
    assertEquals(BigInteger.valueOf(16), two.ceilScaled(3));
    assertEquals(BigInteger.ONE, two.ceilScaled(-1));
    assertEquals(BigInteger.ONE, two.ceilScaled(-2));
    assertEquals(BigInteger.ZERO, Rational.ZERO.ceilScaled(7));
  }

  @Test
  void theMagnitudeIsThatOfAPowerOfTwoAbove() {
    assertEquals(ExactMatrix.NO_MAGNITUDE, Rational.ZERO.magnitudeBits());
    assertEquals(0, new Rational(BigInteger.ONE, BigInteger.valueOf(3)).magnitudeBits());
    assertEquals(1, new Rational(BigInteger.ONE, BigInteger.ONE).magnitudeBits());
    assertEquals(4, new Rational(BigInteger.valueOf(15), BigInteger.ONE).magnitudeBits());
  }
}
