// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.ExactMatrix;
import org.junit.jupiter.api.Test;

/** Lemma L-81 before the product is rounded, with weights that are cut by as much as can be. */
class MatrixTest {
  private static final BigInteger ODD = BigInteger.ONE.shiftLeft(31).add(BigInteger.TWO);

  @Test
  void halfAUnitOfAWeightIsWithinTheRadius() {
    Matrix weight = new Matrix(ExactMatrix.of(new BigInteger[][] {{ODD}}, 1, 0));
    for (long c : new long[] {0, 1, -1, 5, 1 << 28, -1 << 28}) {
      for (long r : new long[] {0, 1, 7, 1 << 20}) {
        Sum sum = weight.times(new Vector(new long[] {c}, r, 0, true));
        assertEquals(-2, sum.scale());
        for (long end : new long[] {c - r, c + r}) {
          BigInteger off =
              ODD.multiply(BigInteger.valueOf(end))
                  .subtract(BigInteger.valueOf(sum.entry(0)).shiftLeft(2));
          BigInteger most = BigInteger.valueOf(sum.radius()).shiftLeft(2);
          assertTrue(off.abs().compareTo(most) <= 0, end + ": off by " + off + ", want " + most);
        }
      }
    }
  }

  /** Weights a quarter of a unit above what is kept of them, and a vector that is all radius. */
  @Test
  void whatIsCutOfWeightsCountsForTheRadiusToo() {
    BigInteger weight = BigInteger.ONE.shiftLeft(31).add(BigInteger.ONE);
    BigInteger[][] entries = new BigInteger[4][];
    Arrays.fill(entries, new BigInteger[] {weight, BigInteger.ZERO});
    Sum sum =
        new Matrix(ExactMatrix.of(entries, 2, 0)).times(new Vector(new long[4], 100, 0, true));
    assertEquals(-2, sum.scale());
    assertEquals(0, sum.entry(0));
    BigInteger end = weight.multiply(BigInteger.valueOf(400));
    assertTrue(
        BigInteger.valueOf(sum.radius()).shiftLeft(2).compareTo(end) >= 0, "" + sum.radius());
  }

  @Test
  void sumsLeaveRoomForABias() {
    for (int n : new int[] {1, 3, 4, 5, 4096}) {
      BigInteger[][] entries = new BigInteger[n][];
      Arrays.fill(
          entries, new BigInteger[] {BigInteger.ONE.shiftLeft(60).subtract(BigInteger.ONE)});
      long[] most = new long[n];
      Arrays.fill(most, 1 << 28);
      Sum sum = new Matrix(ExactMatrix.of(entries, 1, 0)).times(new Vector(most, 1 << 21, 0, true));
      assertTrue(sum.entry(0) <= 1L << 61 && sum.entry(0) >= 1L << 57, n + ": " + sum.entry(0));
      assertTrue(sum.radius() >= 0 && sum.radius() <= 1L << 61, n + ": " + sum.radius());
    }
  }
}
