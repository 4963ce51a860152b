// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.junit.jupiter.api.Test;

/** Lemma L-87, and the products of 128 bits of L-86. */
class LongPowersTest {
  private final LongPowers powers = new LongPowers();
  private final Random random = new Random(87);

  private void assertPower(long u) {
    Exponential exponential = Exponential.forArguments(Exponential.BITS + 60);
    BigInteger a = BigInteger.valueOf(-u).shiftLeft(Exponential.BITS - 48);
    Enclosure e = exponential.of(a, a);
    long floor = e.lo().shiftRight(-e.exponent().intValueExact() - 48).longValueExact();
    assertTrue(powers.down(u) <= floor && powers.down(u) >= floor - 2, u + ": down");
    assertTrue(powers.up(u) >= Math.min(1L << 48, floor + 1), u + ": up");
    assertTrue(powers.up(u) <= floor + 3, u + ": up");
  }

  @Test
  void powersAreWithinThreeUnits() {
    for (long u : new long[] {0, 1, 2, (1 << 24) - 1, 1 << 24, (1L << 32) - 1, 1L << 32}) {
      assertPower(u);
    }
    long end = 34L << 48;
    for (long u : new long[] {1L << 40, 1L << 48, (1L << 48) - 1, end - 1, end, end + 1}) {
      assertPower(u);
    }
    for (long u : new long[] {end, 1L << 60, Long.MAX_VALUE}) {
      assertEquals(0, powers.down(u));
      assertEquals(1, powers.up(u));
    }
    for (int run = 0; run < 3000; run++) {
      assertPower(random.nextLong(35L << 48) >> random.nextInt(40));
    }
    assertEquals(1L << 48, powers.up(0));
  }

  @Test
  void productsAreThoseOfIntegers() {
    for (int run = 0; run < 3000; run++) {
      Products sum = new Products();
      BigInteger want = BigInteger.ZERO;
      for (int j = 0; j < 5; j++) {
        long a = random.nextLong() >> 2 + random.nextInt(60);
        long b = random.nextLong() >> 2 + random.nextInt(60);
        BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
        want = want.add(product);
        sum.add(a, b);
        int bits = 1 + random.nextInt(63);
        if (product.shiftRight(bits).bitLength() < 63) {
          assertEquals(product.shiftRight(bits).longValueExact(), Products.floor(a, b, bits));
        }
      }
      assertEquals(want, sum.exact());
      assertEquals(want.shiftRight(48).bitLength() <= 59, sum.isBelow(59), "" + want);
      if (sum.isBelow(59)) {
        assertEquals(want.shiftRight(48).longValueExact(), sum.floor());
      }
    }
  }
}
