// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.binomial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Lemma L-72, number by number. */
class UpwardTest {
  private static Upward of(long significand, int exponent) {
    return new Upward(BigInteger.valueOf(significand), exponent);
  }

  @Test
  void equalNumbersAreAtMostEachOther() {
    assertTrue(of(4, 0).isAtMost(of(1, 2)));
    assertTrue(of(1, 2).isAtMost(of(4, 0)));
  }

  @Test
  void exponentsAreComparedWhereBothAreLarge() {
    assertFalse(of(5, 1).isAtMost(of(1, 3)));
    assertTrue(of(1, 3).isAtMost(of(5, 1)));
    assertFalse(of(1, -1).isAtMost(of(1, -3)));
    assertTrue(of(1, -3).isAtMost(of(1, -1)));
  }

  @Test
  void aFractionIsRoundedUpTo128Bits() {
    BigInteger three = BigInteger.valueOf(3);
    BigInteger third = BigInteger.ONE.shiftLeft(130).divide(three).add(BigInteger.ONE);
    Upward made = Upward.ONE.times(BigInteger.ONE, three);
    assertEquals(new Upward(third, -130), made);
    assertEquals(128, made.significand().bitLength());
  }
}
