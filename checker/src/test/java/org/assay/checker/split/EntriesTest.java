// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.ExactMatrix;
import org.junit.jupiter.api.Test;

/** How precise roots, means and coefficients are, by their exponents; and what a minimum costs. */
class EntriesTest {
  private static ExactMatrix matrix(int exponent, long[]... rows) {
    BigInteger[][] entries =
        Arrays.stream(rows)
            .map(row -> Arrays.stream(row).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new))
            .toArray(BigInteger[][]::new);
    return ExactMatrix.of(entries, rows[0].length, exponent);
  }

  @Test
  void aRootHas64Bits() {
    assertEquals(-63, RootUp.of(matrix(0, new long[] {2})).exponent());
    assertEquals(-62, RootUp.of(matrix(1, new long[] {2})).exponent());
  }

  @Test
  void aMeanHas40Bits() {
    assertEquals(-38, RowRanges.mean(matrix(0, new long[] {1}, new long[] {2})).exponent());
  }

  @Test
  void coefficientsAreGoodTo40BitsOfTheMatrix() {
    BigInteger[] direction = {BigInteger.valueOf(3)};
    Peel peel = Peel.of(matrix(0, new long[] {1, 7}), direction);
    assertEquals(-(40 + 2 - 3), peel.row().exponent());
  }

  @Test
  void aMinimumCostsOnePerEntry() {
    ExactMatrix a = matrix(0, new long[] {1, 7, 3}, new long[] {4, 0, 1});
    ExactMatrix b = matrix(1, new long[] {1, 1, 1}, new long[] {1, 1, 1});
    ExactMatrix least = Entries.least(a, b);
    assertEquals(BigInteger.valueOf(6), least.meter().operations());
    assertEquals(BigInteger.TWO, least.significand(0, 1));
    assertEquals(BigInteger.ONE, least.significand(1, 2));
  }
}
