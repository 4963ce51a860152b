// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.ExactMatrix;
import org.junit.jupiter.api.Test;

/** Lemma L-86 (d): the parts of the radius of a product, each where it is nearly all of it. */
class LimbsTest {
  private static Limbs column(BigInteger entry, int rows, int exponent) {
    BigInteger[][] entries = new BigInteger[rows][];
    Arrays.fill(entries, new BigInteger[] {entry});
    return new Limbs(ExactMatrix.of(entries, 1, exponent));
  }

  @Test
  void theRadiusOfABiasCounts() {
    Disc x = new Disc(new long[] {1L << 48}, 0, true);
    Disc made = column(BigInteger.ONE, 1, 0).outputs(x, new Disc(new long[] {5}, 1000, true));
    assertEquals((1L << 48) + 5, made.centre()[0]);
    assertTrue(made.radius() >= 1000, "" + made.radius());
  }

  /** Weights of a unit less a bit are cut to nothing; all of the product is their error. */
  @Test
  void whatIsCutOfWeightsIsInTheRadius() {
    BigInteger most = BigInteger.ONE.shiftLeft(20).subtract(BigInteger.ONE);
    for (int rows : new int[] {1, 100}) {
      long[] centre = new long[rows];
      Arrays.fill(centre, 1L << 56);
      Disc none = new Disc(new long[1], 0, true);
      Disc made = column(most, rows, -68).outputs(new Disc(centre, 0, true), none);
      assertEquals(0, made.centre()[0]);
      assertTrue(made.radius() >= 255L * rows, "" + made.radius());
      Disc blurred = new Disc(new long[rows], 1L << 40, true);
      long small = column(most, rows, -68).outputs(blurred, none).radius();
      assertTrue(small > 0, "" + small);
    }
  }
}
