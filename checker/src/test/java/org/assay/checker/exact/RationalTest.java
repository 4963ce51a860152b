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
}
