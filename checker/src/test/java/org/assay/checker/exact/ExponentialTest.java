// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  private static final long SEED = Long.getLong("seed", 7);
  private static final MathContext DIGITS = new MathContext(120);
  private static final BigDecimal UNIT = power(Exponential.BITS);

  private static BigDecimal power(int bits) {
    return new BigDecimal(BigInteger.ONE.shiftLeft(bits));
  }

  /** e by its series, and powers of it by halving: good to 110 digits for |x| up to 2^40. */
  private static BigDecimal exp(BigDecimal x) {
    int halvings = 60;
    BigDecimal small = x.divide(power(halvings));
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    MathContext more = new MathContext(160);
    for (int j = 1; j < 30; j++) {
      term = term.multiply(small, more).divide(new BigDecimal(j), more);
      sum = sum.add(term, more);
    }
    for (int j = 0; j < halvings; j++) {
      sum = sum.multiply(sum, more);
    }
    return sum;
  }

  /** The real number value · 2^exponent. */
  private static BigDecimal real(BigInteger value, BigInteger exponent) {
    int e = exponent.intValueExact();
    BigDecimal v = new BigDecimal(value);
    return e >= 0 ? v.multiply(power(e)) : v.divide(power(-e));
  }

  private static void assertEncloses(BigInteger a, BigInteger b) {
    Enclosure result = Exponential.forArguments(200).of(a, b);
    BigDecimal low = exp(new BigDecimal(a).divide(UNIT));
    BigDecimal high = exp(new BigDecimal(b).divide(UNIT));
    BigDecimal lo = real(result.lo(), result.exponent());
    BigDecimal hi = real(result.hi(), result.exponent());
    String where = "seed " + SEED + ": exp of [" + a + ", " + b + "]";
    assertTrue(lo.compareTo(low) <= 0, () -> where + " has lo " + lo);
    assertTrue(hi.compareTo(high) >= 0, () -> where + " has hi " + hi);
    // tight: neither end is off by more than 2^-BITS times 700, relatively, beyond the argument's
    // width
    BigDecimal slack = BigDecimal.ONE.add(new BigDecimal(700).divide(UNIT));
    BigDecimal width = new BigDecimal(b.subtract(a)).divide(UNIT);
    BigDecimal growth = BigDecimal.ONE.add(width.multiply(new BigDecimal(3)));
    assertTrue(lo.multiply(slack).compareTo(low) >= 0, () -> where + " is wide below");
    assertTrue(
        hi.compareTo(low.multiply(slack).multiply(growth)) <= 0, () -> where + " is wide above");
    assertTrue(result.lo().bitLength() == Exponential.BITS + 1, where);
    assertTrue(result.hi().compareTo(BigInteger.valueOf(3).shiftLeft(Exponential.BITS)) < 0, where);
  }

  @Test
  void theResultEnclosesTheExponentialOfEveryPointOfTheArgument() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 300; trial++) {
      BigInteger a = new BigInteger(random.nextInt(1, Exponential.BITS + 8), random);
      a = random.nextBoolean() ? a : a.negate();
      int widthBits = random.nextInt(Exponential.BITS - 2);
      assertEncloses(a, a.add(new BigInteger(widthBits, random)));
    }
  }

  @Test
  void zeroAndItsNeighboursAreEnclosed() {
    for (int a = -3; a <= 3; a++) {
      for (int width = 0; width <= 2; width++) {
        assertEncloses(BigInteger.valueOf(a), BigInteger.valueOf((long) a + width));
      }
    }
    Enclosure one = Exponential.forArguments(140).of(BigInteger.ZERO, BigInteger.ZERO);
    assertEquals(BigInteger.ONE.shiftLeft(Exponential.BITS), one.lo());
    assertEquals(BigInteger.valueOf(-Exponential.BITS), one.exponent());
  }

  /** Where the argument reduction changes its multiple of ln 2. */
  @Test
  void multiplesOfTheLogarithmOfTwoAreEnclosedOnBothSides() {
    BigDecimal ln2 =
        new BigDecimal(
            "0.693147180559945309417232121458176568075500134360255254120680009493393621969694715605863326996418687542");
    for (int k = -40; k <= 40; k++) {
      BigInteger near = ln2.multiply(new BigDecimal(k)).multiply(UNIT).toBigInteger();
      for (int off = -2; off <= 2; off++) {
        assertEncloses(near.add(BigInteger.valueOf(off)), near.add(BigInteger.valueOf(off + 1)));
      }
    }
  }

  @Test
  void anArgumentWiderThanTheLemmaAllowsIsABug() {
    BigInteger wide = BigInteger.ONE.shiftLeft(Exponential.BITS);
    Exponential exp = Exponential.forArguments(200);
    assertThrows(IllegalArgumentException.class, () -> exp.of(BigInteger.ZERO, wide));
    assertThrows(IllegalArgumentException.class, () -> exp.of(BigInteger.ONE, BigInteger.ZERO));
  }

  @Test
  void argumentsOfThousandsOfBitsHaveExponentsOfThousandsOfBits() {
    BigInteger huge = BigInteger.ONE.shiftLeft(4000 + Exponential.BITS);
    Exponential exp = Exponential.forArguments(4200);
    Enclosure up = exp.of(huge, huge);
    Enclosure down = exp.of(huge.negate(), huge.negate());
    assertEquals(4001, up.exponent().bitLength());
    assertEquals(-1, down.exponent().signum());
    // exp(x) exp(-x) = 1
    Enclosure product = up.times(down);
    BigInteger one = BigInteger.ONE.shiftLeft(product.exponent().negate().intValueExact());
    assertTrue(product.lo().compareTo(one) <= 0 && one.compareTo(product.hi()) <= 0);
    assertTrue(
        product.hi().subtract(product.lo()).bitLength() < one.bitLength() - Exponential.BITS + 12);
  }
}
