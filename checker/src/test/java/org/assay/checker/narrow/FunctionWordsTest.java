// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import static org.assay.checker.arithmetic.Points.activated;
import static org.assay.checker.arithmetic.Points.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lemmas L-82 and L-85. */
class FunctionWordsTest {
  private final Powers powers = new Powers();
  private final FunctionWords functions = new FunctionWords(powers);
  private final Random random = new Random(85);

  private void assertPower(long u) {
    Exponential exponential = Exponential.forArguments(Exponential.BITS + 40);
    BigInteger a = BigInteger.valueOf(-u).shiftLeft(Exponential.BITS - Powers.FINE);
    Enclosure e = exponential.of(a, a);
    int down = -e.exponent().intValueExact() - Powers.BITS;
    BigInteger floor = e.lo().shiftRight(down);
    long below = floor.longValueExact() - powers.down(u);
    assertTrue(below >= 0 && below < Powers.ERROR, u + ": " + below + " below");
    assertEquals(Math.min(1L << 31, powers.down(u) + 7), powers.up(u));
  }

  @Test
  void powersAreWithinSevenUnits() {
    for (long u : new long[] {0, 1, 2, (1 << 14) - 1, 1 << 14, (1 << 22) - 1, 1 << 22, 1 << 30}) {
      assertPower(u);
    }
    long end = 22L << 30;
    for (long u : new long[] {end - 1, end, end + 1, 1L << 40, 1L << 61}) {
      assertTrue(u >= 1L << 40 || powers.down(u) == 0, "" + u);
      assertEquals(0, powers.down(u));
      assertEquals(7, powers.up(u));
    }
    for (int run = 0; run < 5000; run++) {
      assertPower(random.nextLong() >>> 30 + random.nextInt(30));
      assertPower((random.nextLong() >>> 1) % end);
    }
    assertEquals(1L << 31, powers.down(0));
  }

  @ParameterizedTest
  @EnumSource(names = {"GELU", "GELU_TANH", "SILU"})
  void everyEntryIsEnclosedClosely(Activation function) {
    for (int run = 0; run < 4000; run++) {
      int scale = random.nextInt(34) - 2;
      long centre = (random.nextLong() >> 35 + random.nextInt(20)) % (1 << 28);
      Vector made = functions.of(new Vector(new long[] {centre}, 0, scale, true), function);
      double x = centre * Math.pow(2, -scale);
      double off = activated(x, function) - made.centre()[0] * Math.pow(2, -made.scale());
      double radius = made.radius() * Math.pow(2, -made.scale());
      String where = function + " of " + x + ": off by " + off + ", radius " + radius;
      double blur = Math.abs(x) * 1e-13; // of the doubles
      assertTrue(Math.abs(off) <= radius + blur, where);
      assertTrue(radius <= Math.abs(x) * 1.5e-7 + 1e-18, where);
    }
  }

  @Test
  void theNodesAndTheEndsOfTheTable() {
    for (int i = 0; i < 512; i++) {
      for (long u : new long[] {(long) i << 24, ((long) i + 1 << 24) - 1}) {
        FunctionWords.Share share = NormalTable.share(u);
        double want = normal(u * Math.pow(2, -30)) * Math.pow(2, 31);
        assertTrue(share.least() <= want + 1e-3 && want <= share.most() + 1e-3, i + ": " + share);
        assertTrue(share.most() - share.least() <= 16 && share.most() <= 1L << 31, "" + share);
      }
    }
    BigInteger half = BigInteger.valueOf(NormalTable.DENSITY);
    assertEquals(60, half.bitLength() - 1);
  }

  @Test
  void aRadiusGrowsByFiveHalves() {
    Vector x = new Vector(new long[] {1 << 27, 0}, 1000, 27, true);
    Vector made = functions.of(x, Activation.SILU);
    double grown = made.radius() * Math.pow(2, 27 - made.scale());
    assertTrue(grown >= 2500 && grown <= 2520, "" + grown);
    assertThrows(IllegalArgumentException.class, () -> functions.of(x, Activation.RELU));
  }
}
