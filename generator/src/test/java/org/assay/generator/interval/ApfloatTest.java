// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import static org.assay.generator.interval.Exactly.DIGITS;
import static org.assay.generator.interval.Exactly.decimal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatContext;
import org.apfloat.ApfloatMath;
import org.junit.jupiter.api.Test;

/** What surprises in Apfloat, each beside an enclosure of ours that it does not reach. */
class ApfloatTest {
  /** sqrt(144) is 11.999..., as are most roots of squares; and exp is off by many units. */
  @Test
  void rootsOfSquaresAreEnclosed() {
    Apfloat twelve = new Apfloat(12, Apfloat.INFINITE);
    assertTrue(
        ApfloatMath.sqrt(new Apfloat(144, 20)).compareTo(twelve) < 0, "no surprise any more");
    for (int n = 1; n <= 200; n++) {
      for (long bits : new long[] {1, 96}) {
        Interval root = new Outward(bits).inverseRoot(n * n);
        BigDecimal times = BigDecimal.valueOf(n);
        String what = "1/sqrt(" + n * n + ") with " + bits + " bits: " + root;
        assertTrue(decimal(root.lo()).multiply(times).compareTo(BigDecimal.ONE) <= 0, what);
        assertTrue(decimal(root.hi()).multiply(times).compareTo(BigDecimal.ONE) >= 0, what);
      }
    }
  }

  /** With a precision, 1.00000000000000000001 - 1 is an exact 0. */
  @Test
  void whatNearlyCancelsIsKept() {
    Apfloat gone = new Apfloat("1.00000000000000000001", 20).subtract(new Apfloat(1, 20));
    assertEquals(0, gone.signum(), "no surprise any more");
    assertEquals(Apfloat.INFINITE, gone.precision(), "no surprise any more");
    Interval one = Interval.point(Outward.exact(1));
    for (long k = 1; k < 3000; k += 7) {
      Apfloat little = Outward.exact(BigInteger.ONE, -k);
      Interval more = Interval.point(one.lo().add(little));
      for (long bits : new long[] {1, 24, 96}) {
        Interval left = more.minus(one, new Outward(bits));
        assertEquals(0, left.lo().compareTo(little), () -> "1 + 2^-n - 1: " + left);
        assertEquals(0, left.hi().compareTo(little), () -> "1 + 2^-n - 1: " + left);
      }
    }
  }

  /** The default radix is one for all threads, and for all who share the process with us. */
  @Test
  void anotherDefaultRadixChangesNothing() throws Exception {
    List<Object> before = enclosures();
    int radix = ApfloatContext.getGlobalContext().getDefaultRadix();
    try {
      for (int other : new int[] {2, 36}) {
        Thread elsewhere =
            new Thread(() -> ApfloatContext.getGlobalContext().setDefaultRadix(other));
        elsewhere.start();
        elsewhere.join();
        assertEquals(other, new Apfloat("1").radix(), "no surprise any more");
        assertEquals(before, enclosures(), "radix " + other);
      }
    } finally {
      ApfloatContext.getGlobalContext().setDefaultRadix(radix);
    }
  }

  private static List<Object> enclosures() {
    List<Object> all = new ArrayList<>();
    for (int n = 1; n < 40; n++) {
      all.add(decimal(new Outward(70).inverseRoot(n).lo()));
      all.add(decimal(new Outward(70).inverse(BigInteger.valueOf(n)).hi()));
      all.add(new Exponential(6, n).of(Outward.exact(n * 0.7 - 13)));
    }
    all.add(decimal(new Outward(70).logOfTwo().lo()));
    return all;
  }

  /** Where the reduced argument is smallest, largest, or just past a multiple of ln 2. */
  @Test
  void exponentialsAtTheEdgesOfTheReductionAreEnclosed() {
    double log2 = Math.log(2);
    for (int k = -60; k <= 60; k += 7) {
      for (double off : new double[] {0, 1e-300, 1e-17, 1e-9, 1.0 / 64, 0.5, 1 - 1e-16}) {
        for (double sign : new double[] {-1, 1}) {
          double score = Math.nextUp(k * log2) + sign * off * log2;
          Scaled got = new Exponential(7, 1).of(Outward.exact(score));
          BigDecimal want = Exactly.exp(new BigDecimal(score)).round(DIGITS);
          BigDecimal lo = Exactly.times2(new BigDecimal(got.lo()), got.exponent().intValue());
          BigDecimal hi = Exactly.times2(new BigDecimal(got.hi()), got.exponent().intValue());
          String what = "exp(" + score + "): " + got;
          assertTrue(lo.compareTo(want) <= 0 && want.compareTo(hi) <= 0, what);
        }
      }
    }
  }
}
