// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import static org.assay.generator.interval.Exactly.DIGITS;
import static org.assay.generator.interval.Exactly.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.apfloat.Apfloat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The enclosures of irrational numbers contain the values of a second computation, tightly. */
class EnclosuresTest {
  private static final BigDecimal TIGHT = new BigDecimal("1e-14");

  @Test
  void inverseContainsTheQuotient() {
    for (int n = 1; n < 200; n++) {
      Interval got = new Outward(80).inverse(BigInteger.valueOf(n));
      assertContains(got, BigDecimal.ONE.divide(BigDecimal.valueOf(n), DIGITS), "1/" + n);
    }
  }

  @Test
  void inverseRootContainsTheRoot() {
    for (int d = 1; d < 200; d++) {
      BigDecimal root = BigDecimal.valueOf(d).sqrt(DIGITS);
      Interval got = new Outward(96).inverseRoot(d);
      assertContains(got, BigDecimal.ONE.divide(root, DIGITS), "1/sqrt " + d);
    }
  }

  @Test
  void logOfTwoIsTheInverseOfExp() {
    Interval got = new Outward(100).logOfTwo();
    BigDecimal two = BigDecimal.valueOf(2);
    assertTrue(Exactly.exp(decimal(got.lo())).compareTo(two) < 0);
    assertTrue(Exactly.exp(decimal(got.hi())).compareTo(two) > 0);
    assertContains(got, new BigDecimal("0.693147180559945309417232121458176568075500134"), "ln 2");
  }

  @Test
  @Tag("long")
  void exponentialContainsExpOfTheScaledScore() {
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      int d = 1 + random.nextInt(40);
      double score = random.nextGaussian() * Math.scalb(1, random.nextInt(14) - 6);
      if (i == 0) score = 0;
      Scaled got = new Exponential(20, d).of(Outward.exact(score));
      BigDecimal root = BigDecimal.valueOf(d).sqrt(DIGITS);
      BigDecimal want = Exactly.exp(new BigDecimal(score).divide(root, DIGITS));
      BigDecimal lo = Exactly.times2(new BigDecimal(got.lo()), got.exponent().intValue());
      BigDecimal hi = Exactly.times2(new BigDecimal(got.hi()), got.exponent().intValue());
      String what = "exp(" + score + "/sqrt " + d + "): " + got + ", want " + want;
      assertTrue(lo.compareTo(want) <= 0 && want.compareTo(hi) <= 0, what);
      assertTrue(hi.subtract(lo).compareTo(want.multiply(TIGHT)) <= 0, what);
    }
  }

  @Test
  void exponentialOfAHugeScoreKeepsItsExponent() {
    Apfloat huge = Outward.exact(0x1p1000);
    Scaled got = new Exponential(1001, 1).of(huge);
    Scaled inverse = new Exponential(1001, 1).of(huge.negate());
    assertTrue(got.exponent().bitLength() >= 1000, got::toString);
    BigInteger sum = got.exponent().add(inverse.exponent()); // exp(x) · exp(-x) = 1
    assertTrue(sum.equals(BigInteger.ZERO) || sum.equals(BigInteger.ONE.negate()), sum::toString);
    double lo = Math.scalb(got.lo() * inverse.lo(), sum.intValue());
    double hi = Math.scalb(got.hi() * inverse.hi(), sum.intValue());
    assertTrue(lo <= 1 && 1 <= hi && hi - lo < 1e-14, lo + " to " + hi);
  }

  @Test
  @Tag("long")
  void doublesBelowAreBelowAndClose() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      Apfloat x =
          Outward.exact(IntervalTest.weight(random))
              .multiply(Outward.exact(IntervalTest.weight(random)))
              .add(Outward.exact(IntervalTest.weight(random)));
      double below = DoubleBound.below(x);
      assertTrue(new BigDecimal(below).compareTo(decimal(x)) <= 0, x::toString);
      double above = Math.nextUp(Math.nextUp(Math.nextUp(below)));
      assertTrue(new BigDecimal(above).compareTo(decimal(x)) > 0, x::toString);
    }
  }

  @Test
  void productsOfMatricesAreExact() {
    double[][] left = {{1e300, 3, -1e300}, {0.1, Double.MIN_VALUE, 0}};
    double[][] right = {{1}, {0.1}, {1}};
    ExactMatrix product = ExactMatrix.of(left).times(ExactMatrix.of(right));
    BigDecimal tenth = new BigDecimal(0.1);
    assertEquals(0, decimal(product.entry(0, 0)).compareTo(tenth.multiply(BigDecimal.valueOf(3))));
    BigDecimal second = tenth.add(tenth.multiply(new BigDecimal(Double.MIN_VALUE)));
    assertEquals(0, decimal(product.entry(1, 0)).compareTo(second));
  }

  private static void assertContains(Interval got, BigDecimal want, String what) {
    BigDecimal lo = decimal(got.lo());
    BigDecimal hi = decimal(got.hi());
    BigDecimal last = new BigDecimal("1e-100"); // the oracle is rounded too
    assertTrue(
        lo.compareTo(want.add(last)) <= 0 && want.subtract(last).compareTo(hi) <= 0,
        () -> what + ": got [" + lo + ", " + hi + "], want " + want);
    assertTrue(hi.subtract(lo).compareTo(want.multiply(TIGHT)) <= 0, what);
  }
}
