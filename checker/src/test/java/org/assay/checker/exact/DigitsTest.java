// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final long SEED = Long.getLong("seed", 14);

  private static BigInteger slow(BigInteger[] a, BigInteger[] b) {
    BigInteger sum = BigInteger.ZERO;
    for (int c = 0; c < a.length; c++) {
      sum = sum.add(a[c].multiply(b[c]));
    }
    return sum;
  }

  private static void assertExact(BigInteger[][] a, BigInteger[][] b) {
    for (BigInteger[] left : a) {
      for (BigInteger[] right : b) {
        BigInteger got = Digits.of(left).dot(Digits.of(right));
        assertEquals(slow(left, right), got, "seed " + SEED);
      }
    }
  }

  private static BigInteger[][] random(Random random, int rows, int columns, int bits) {
    return Stream.generate(() -> row(random, columns, bits))
        .limit(rows)
        .toArray(BigInteger[][]::new);
  }

  private static BigInteger[] row(Random random, int columns, int bits) {
    return Stream.generate(() -> new BigInteger(random.nextInt(bits + 1), random))
        .map(x -> random.nextBoolean() ? x : x.negate())
        .limit(columns)
        .toArray(BigInteger[]::new);
  }

  @Test
  void productsOfAnyLengthAreExact() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 300; trial++) {
      int columns = random.nextInt(1, 65);
      assertExact(
          random(random, 3, columns, random.nextInt(400)),
          random(random, 3, columns, random.nextInt(400)));
    }
  }

  /** The largest sums: all digits as large as they can be, as many products as may be. */
  @Test
  void theLargestSumsDoNotOverflow() {
    for (int bits : new int[] {25, 26, 51, 52, 103, 104}) {
      BigInteger most = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
      for (BigInteger entry : new BigInteger[] {most, most.negate(), most.not()}) {
        int columns = (1 << 10) / (bits / 26 + 1);
        BigInteger[] row = Stream.generate(() -> entry).limit(columns).toArray(BigInteger[]::new);
        BigInteger[] ones = row(new Random(SEED), columns, bits);
        assertExact(new BigInteger[][] {row, ones}, new BigInteger[][] {row, ones});
      }
    }
  }

  /** More than 2^10 digits in both, which no weights have, are an error and no number. */
  @Test
  void integersOfTensOfThousandsOfBitsAreAnError() {
    Digits most = Digits.of(new BigInteger[] {BigInteger.ONE.shiftLeft(26 * 1024 - 2)});
    assertEquals(BigInteger.ONE.shiftLeft(2 * (26 * 1024 - 2)), most.dot(most));
    Digits more = Digits.of(new BigInteger[] {BigInteger.ONE.shiftLeft(26 * 1024 - 1)});
    assertThrows(ArithmeticException.class, () -> more.dot(more));
    Digits one = Digits.of(new BigInteger[] {BigInteger.ONE});
    assertEquals(BigInteger.ONE.shiftLeft(26 * 1024 - 1), more.dot(one));
  }

  /** 2^17 entries of the right side at a time: here 4 rows, so 9 are three blocks. */
  @Test
  void aProductOfManyEntriesIsMadeInBlocks() {
    int columns = 1 << 15;
    Random random = new Random(SEED);
    BigInteger[][] left = random(random, 2, columns, 30);
    BigInteger[][] right = random(random, 9, columns, 30);
    ExactMatrix product =
        ExactMatrix.of(left, columns, 0).timesTransposed(ExactMatrix.of(right, columns, 0));
    for (int r = 0; r < left.length; r++) {
      for (int c = 0; c < right.length; c++) {
        assertEquals(slow(left[r], right[c]), product.significand(r, c), "seed " + SEED);
      }
    }
  }

  @Test
  void longRowsAreAddedUpInParts() {
    BigInteger[][] row = random(new Random(SEED), 2, 1100, 40);
    ExactMatrix matrix = ExactMatrix.of(row, 1100, 0);
    assertEquals(slow(row[0], row[1]), matrix.timesTransposed(matrix).significand(0, 1));
  }
}
