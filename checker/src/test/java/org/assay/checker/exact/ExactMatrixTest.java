// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactMatrixTest {
  private static final long SEED = Long.getLong("seed", 5);

  private static ExactMatrix random(int rows, int columns, Random random) {
    long[] significands = new long[rows * columns];
    int[] exponents = new int[rows * columns];
    for (int i = 0; i < significands.length; i++) {
      significands[i] = random.nextInt(4) == 0 ? 0 : random.nextLong() >> random.nextInt(63);
      exponents[i] = random.nextInt(-200, 200);
    }
    return ExactMatrix.of(rows, columns, significands, exponents);
  }

  private static BigDecimal entry(ExactMatrix matrix, int r, int c) {
    BigDecimal significand = new BigDecimal(matrix.significand(r, c));
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(matrix.exponent())));
    return matrix.exponent() >= 0 ? significand.multiply(power) : significand.divide(power);
  }

  @Test
  void entriesAreSignificandsTimesPowersOfTwo() {
    ExactMatrix matrix =
        ExactMatrix.of(2, 2, new long[] {3, -5, 0, 1}, new int[] {-1, 2, -1000, 0});
    assertEquals(-1, matrix.exponent()); // the exponent of the zero does not count
    assertEquals(new BigDecimal("1.5"), entry(matrix, 0, 0));
    assertEquals(0, new BigDecimal(-20).compareTo(entry(matrix, 0, 1)));
    assertEquals(BigInteger.ZERO, matrix.significand(1, 0));
    assertEquals(BigInteger.TWO, matrix.significand(1, 1));
    assertEquals(2, matrix.rows());
    assertEquals(2, matrix.columns());
  }

  @Test
  void positiveExponentsStayExponents() {
    ExactMatrix matrix = ExactMatrix.of(1, 2, new long[] {1, 1}, new int[] {3, 5});
    assertEquals(3, matrix.exponent());
    assertEquals(BigInteger.valueOf(4), matrix.significand(0, 1));
  }

  @Test
  void productsAndSumsAreThoseOfTheRationals() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 50; trial++) {
      int rows = random.nextInt(1, 4);
      int inner = random.nextInt(1, 4);
      int columns = random.nextInt(1, 4);
      ExactMatrix a = random(rows, inner, random);
      ExactMatrix b = random(inner, columns, random);
      ExactMatrix row = random(1, columns, random);
      ExactMatrix result = a.times(b).plusRow(row);
      long products = (long) rows * columns * (2L * inner - 1);
      assertEquals(
          BigInteger.valueOf(products + (long) rows * columns), result.meter().operations());
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          BigDecimal sum = entry(row, 0, c);
          for (int i = 0; i < inner; i++) {
            sum = sum.add(entry(a, r, i).multiply(entry(b, i, c)));
          }
          assertEquals(0, sum.compareTo(entry(result, r, c)), "seed " + SEED + " trial " + trial);
        }
      }
    }
  }

  @Test
  void aProductWithATransposeTakesRowsByRows() {
    ExactMatrix a = ExactMatrix.of(1, 2, new long[] {1, 2}, new int[2]);
    ExactMatrix b = ExactMatrix.of(3, 2, new long[] {1, 0, 0, 1, 5, 7}, new int[6]);
    ExactMatrix product = a.timesTransposed(b);
    assertEquals(3, product.columns());
    assertEquals(BigInteger.valueOf(19), product.significand(0, 2));
  }

  @Test
  void shapesThatDoNotFitAreABug() {
    ExactMatrix a = ExactMatrix.zero(2, 3);
    ExactMatrix b = ExactMatrix.zero(2, 2);
    assertThrows(IllegalArgumentException.class, () -> a.times(b));
    assertThrows(IllegalArgumentException.class, () -> a.timesTransposed(b));
    assertThrows(IllegalArgumentException.class, () -> a.plusRow(b));
    ExactMatrix twoRows = ExactMatrix.zero(2, 3);
    assertThrows(IllegalArgumentException.class, () -> a.plusRow(twoRows));
    assertThrows(IllegalArgumentException.class, () -> a.plusRow(b.row(0)));
  }

  @Test
  void scalingRoundsDownAlsoBelowZero() {
    ExactMatrix matrix = ExactMatrix.of(1, 4, new long[] {5, -5, 4, 0}, new int[] {-2, -2, -2, 0});
    assertArrayEquals(integers(1, -2, 1, 0), matrix.floorScaled(0, 0));
    assertArrayEquals(integers(2, -3, 2, 0), matrix.floorScaled(0, 1));
    assertArrayEquals(integers(10, -10, 8, 0), matrix.floorScaled(0, 3));
    assertArrayEquals(integers(0, -1, 0, 0), matrix.floorScaled(0, -1));
  }

  private static BigInteger[] integers(long... values) {
    return java.util.Arrays.stream(values).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
  }

  @Test
  void magnitudesAreStrictUpperBounds() {
    assertEquals(3, ExactMatrix.of(1, 2, new long[] {7, -1}, new int[2]).magnitudeBits());
    assertEquals(4, ExactMatrix.of(1, 2, new long[] {1, -8}, new int[2]).magnitudeBits());
    assertEquals(-2, ExactMatrix.of(1, 1, new long[] {1}, new int[] {-3}).magnitudeBits());
    assertEquals(4, ExactMatrix.of(1, 2, new long[] {1, -8}, new int[2]).significandBits());
    assertEquals(ExactMatrix.NO_MAGNITUDE, ExactMatrix.zero(2, 2).magnitudeBits());
  }

  @Test
  void aRowIsAMatrix() {
    ExactMatrix matrix = ExactMatrix.of(2, 2, new long[] {1, 2, 3, 4}, new int[] {1, 1, 1, 1});
    assertEquals(1, matrix.row(1).rows());
    assertEquals(0, new BigDecimal(8).compareTo(entry(matrix.row(1), 0, 1)));
  }
}
