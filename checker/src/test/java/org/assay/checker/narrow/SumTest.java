// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.exact.ExactMatrix;
import org.junit.jupiter.api.Test;

/**
 * Lemma L-80 on small numbers, before anything is rounded: no radius is one too small. Rounding to
 * 28 bits would hide it.
 */
class SumTest {
  private static final int DOWN = 3;

  /** Units of a sum whose last bits were cut: both ends of c +- r are within its radius. */
  private static void assertHolds(Sum sum, long c, long r) {
    long unit = 1L << DOWN;
    String where = c + " +- " + r + ": " + sum.entry(0) + " +- " + sum.radius();
    assertTrue(Math.abs(c + r - unit * sum.entry(0)) <= unit * sum.radius(), where);
    assertTrue(Math.abs(c - r - unit * sum.entry(0)) <= unit * sum.radius(), where);
  }

  /** An entry of so many bits that it is cut before it is rounded, and looks exact then. */
  @Test
  void whatWasCutIsNotExact() {
    BigInteger entry = BigInteger.ONE.shiftLeft(80).add(BigInteger.ONE);
    Vector row = Vector.of(ExactMatrix.of(new BigInteger[][] {{entry}}, 1, 0), 0);
    assertTrue(row.known() && row.radius() > 0, "" + row.radius());
  }

  @Test
  void aFinerVectorIsCutWithinTheRadius() {
    Vector coarse = new Vector(new long[] {0}, 0, 0, true);
    for (long c = -16; c <= 16; c++) {
      for (long r = 0; r <= 16; r++) {
        Sum sum = Sum.over(List.of(coarse), 1);
        sum.add(new Vector(new long[] {c}, r, sum.scale() + DOWN, true), 0);
        assertHolds(sum, c, r);
      }
    }
  }

  @Test
  void aFinerSumIsCutWithinTheRadius() {
    Vector coarse = new Vector(new long[] {1}, 0, 0, true);
    for (long c = -16; c <= 16; c++) {
      for (long r = 0; r <= 16; r++) {
        Sum sum = new Sum(new long[] {c}, r, 33 + DOWN);
        sum.addAtAnyScale(coarse);
        assertEquals(33, sum.scale());
        long more = 1L << 33 + DOWN;
        assertHolds(sum, c + more, r);
      }
    }
  }

  @Test
  void theLargestTermsOfASumFit() {
    long most = 1L << 61;
    Vector coarse = new Vector(new long[] {1 << 28, -1 << 28}, 1 << 21, 0, true);
    Sum sum = new Sum(new long[] {most, -most}, most, 33);
    sum.addAtAnyScale(coarse);
    assertEquals(1L << 62, sum.entry(0));
    assertEquals(-1L << 62, sum.entry(1));
    assertEquals(most + (1L << 54), sum.radius());
  }

  @Test
  void aMeanIsWithinTheRadius() {
    for (int n = 1; n <= 5; n++) {
      for (long c = -12; c <= 12; c++) {
        for (long r = 0; r <= 12; r++) {
          Sum sum = new Sum(new long[] {c}, r, 0);
          sum.divide(n);
          String where = c + " +- " + r + " over " + n;
          assertTrue(Math.abs(c + r - n * sum.entry(0)) <= n * sum.radius(), where);
          assertTrue(Math.abs(c - r - n * sum.entry(0)) <= n * sum.radius(), where);
        }
      }
    }
  }

  /** What is rounded to 28 bits stays within the radius, and the radius is the least one. */
  @Test
  void roundingTakesTheLeastRadius() {
    for (long c = (1L << 30) - 9; c <= (1L << 30) - 1; c++) {
      for (long r = 0; r <= 9; r++) {
        Vector made = new Sum(new long[] {c}, r, 0).rounded();
        assertEquals(-2, made.scale());
        long far =
            Math.max(
                Math.abs(c + r - 4 * made.centre()[0]), Math.abs(c - r - 4 * made.centre()[0]));
        long least = c % 4 == 0 ? (r + 3) / 4 : (r + 2 + 3) / 4;
        assertEquals(least, made.radius(), c + " +- " + r);
        assertTrue(far <= 4 * made.radius(), c + " +- " + r);
      }
    }
  }
}
