// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.junit.jupiter.api.Test;

/** Lemmas L-25, L-26, L-28 and L-29, and the rounding of entries. */
class RowRangesTest {
  private static final long SEED = Long.getLong("seed", 20261122L);

  private static ExactMatrix random(int rows, int columns, Random random) {
    return random(rows, columns, random.nextInt(3) == 0 ? 60 : 3, random);
  }

  private static ExactMatrix random(int rows, int columns, int spread, Random random) {
    long[] significands = new long[rows * columns];
    int[] exponents = new int[rows * columns];
    for (int i = 0; i < significands.length; i++) {
      significands[i] = random.nextInt(4) == 0 ? 0 : random.nextInt(-1000, 1000);
      exponents[i] = random.nextInt(-spread, spread);
    }
    return ExactMatrix.of(rows, columns, significands, exponents);
  }

  private static ExactMatrix whole(int rows, int columns, long... entries) {
    return ExactMatrix.of(rows, columns, entries, new int[entries.length]);
  }

  private static void assertEntries(ExactMatrix matrix, long... entries) {
    for (int i = 0; i < entries.length; i++) {
      Dyadic entry = Dyadic.entry(matrix, i / matrix.columns(), i % matrix.columns());
      assertEquals(0, entry.compareTo(Dyadic.of(entries[i])), "entry " + i + ": " + entry);
    }
    assertEquals(entries.length, matrix.rows() * matrix.columns());
  }

  @Test
  void rangesAreExact() {
    ExactMatrix ranges = RowRanges.of(whole(3, 3, 1, 5, -2, 7, 7, 7, 4, -9, 0));
    assertEntries(ranges, 7, 0, 13);
    assertEquals(BigInteger.valueOf(15), ranges.meter().operations());
  }

  @Test
  void nestedRangesEncloseThoseOfTheProduct() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 300; trial++) {
      List<ExactMatrix> factors = new ArrayList<>();
      int rows = random.nextInt(1, 5);
      ExactMatrix product = null;
      for (int f = random.nextInt(1, 5); f > 0; f--) {
        int columns = random.nextInt(1, 5);
        ExactMatrix factor = random(rows, columns, random);
        factors.add(factor);
        product = product == null ? factor : product.times(factor);
        rows = columns;
      }
      ExactMatrix truth = RowRanges.of(product);
      for (int means = 0; means < 4; means++) {
        ExactMatrix bound = RowRanges.ofProduct(factors, means);
        for (int r = 0; r < truth.rows(); r++) {
          assertTrue(
              Dyadic.entry(truth, r, 0).compareTo(Dyadic.entry(bound, r, 0)) <= 0,
              "seed " + SEED + ", trial " + trial + ", means " + means + ", row " + r);
        }
      }
    }
  }

  /** |1| 2 + |-3| 4, and about the mean row. */
  @Test
  void boundsOfProductsAreThoseOfTheLemma() {
    ExactMatrix factor = whole(2, 2, 1, -3, 3, 1);
    ExactMatrix last = whole(2, 2, 0, 2, 4, 0);
    assertEntries(RowRanges.ofProduct(List.of(factor, last), 0), 14, 10);
    // the mean row is 2 -1: its product with the last is -4 4, the deviations are 1 and 2
    assertEntries(RowRanges.ofProduct(List.of(factor, last), 1), 18, 18);
    assertEntries(RowRanges.ofProduct(List.of(factor, last), 3), 18, 18);
    // three factors: the inner means count only if there are levels left
    List<ExactMatrix> three = List.of(whole(1, 2, 1, 1), factor, last);
    assertEntries(RowRanges.ofProduct(three, 0), 24);
    // the mean row is 1 1, its product is (4 -2) times last: -8 8
    assertEntries(RowRanges.ofProduct(three, 1), 16);
  }

  @Test
  void rangesOfProductsAreRoundedUpToSixtyFourBits() {
    ExactMatrix factor = ExactMatrix.of(2, 1, new long[] {1, 1}, new int[] {64, 0});
    ExactMatrix bound = RowRanges.weightedUp(factor, whole(1, 1, 1));
    assertEquals(1, bound.exponent());
    assertEquals(BigInteger.ONE.shiftLeft(63), bound.significand(0, 0));
    assertEquals(BigInteger.ONE, bound.significand(1, 0));
  }

  @Test
  void meansAreGoodToFortyBits() {
    Random random = new Random(SEED);
    assertEntries(RowRanges.mean(whole(2, 2, 1, 2, 3, 8)), 2, 5);
    for (int trial = 0; trial < 100; trial++) {
      ExactMatrix matrix = random(random.nextInt(1, 6), 3, random);
      ExactMatrix mean = RowRanges.mean(matrix);
      for (int c = 0; c < 3; c++) {
        Dyadic sum = Dyadic.of(0);
        for (int r = 0; r < matrix.rows(); r++) {
          sum = sum.plus(Dyadic.entry(matrix, r, c));
        }
        Dyadic off = sum.minus(Dyadic.entry(mean, 0, c).times(Dyadic.of(matrix.rows())));
        int bits = Math.max(matrix.magnitudeBits() - 37, matrix.exponent() + 3);
        assertTrue(off.abs().compareTo(new Dyadic(BigInteger.ONE, bits)) <= 0, "trial " + trial);
      }
    }
  }

  @Test
  void aPieceAndTheRestAreTheMatrixWhateverTheDirectionIs() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 200; trial++) {
      ExactMatrix matrix = random(random.nextInt(1, 5), random.nextInt(1, 5), random);
      BigInteger[] direction = new BigInteger[matrix.rows()];
      int size = trial % 3 == 0 ? 1 : 1 << 17;
      for (int r = 0; r < direction.length; r++) {
        direction[r] = BigInteger.valueOf(random.nextInt(-size, size));
      }
      Peel peel = Peel.of(matrix, direction);
      for (int r = 0; r < matrix.rows(); r++) {
        for (int c = 0; c < matrix.columns(); c++) {
          Dyadic piece = Dyadic.entry(peel.column(), r, 0);
          piece = piece.times(Dyadic.entry(peel.row(), 0, c));
          Dyadic sum = piece.plus(Dyadic.entry(peel.rest(), r, c));
          assertEquals(0, sum.compareTo(Dyadic.entry(matrix, r, c)), "trial " + trial);
        }
      }
    }
  }

  /** What is left of a rank-one matrix in its own direction is below 2^-38 of it. */
  @Test
  void aPieceInTheRightDirectionLeavesNextToNothing() {
    ExactMatrix matrix = whole(3, 2, 1, 2, 3, 6, -5, -10);
    BigInteger[] direction = {BigInteger.ONE, BigInteger.valueOf(3), BigInteger.valueOf(-5)};
    Peel peel = Peel.of(matrix, direction);
    assertEntries(peel.row(), 1, 2);
    assertEntries(peel.rest(), 0, 0, 0, 0, 0, 0);
    assertEquals(BigInteger.valueOf(5 + 10 + 2 + 6 + 6), matrix.meter().operations());
    BigInteger[] sevens = {BigInteger.valueOf(7), BigInteger.valueOf(21), BigInteger.valueOf(-35)};
    ExactMatrix rest = Peel.of(matrix, sevens).rest();
    assertTrue(rest.magnitudeBits() <= 4 - 38, "left: 2^" + rest.magnitudeBits());
    assertTrue(rest.significandBits() > 0, "1/7 is not dyadic");
    BigInteger[] zero = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
    assertEntries(Peel.of(matrix, zero).rest(), 1, 2, 3, 6, -5, -10);
  }

  @Test
  void rootsAreTheLeastWithSixtyFourBits() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 300; trial++) {
      ExactMatrix column = Entries.absolute(random(3, 1, random));
      ExactMatrix roots = RootUp.of(column);
      for (int r = 0; r < 3; r++) {
        Dyadic root = Dyadic.entry(roots, r, 0);
        Dyadic square = Dyadic.entry(column, r, 0);
        assertTrue(root.times(root).compareTo(square) >= 0, "trial " + trial);
        Dyadic less = root.minus(new Dyadic(BigInteger.ONE, roots.exponent()));
        boolean least = root.significand().signum() == 0 || less.times(less).compareTo(square) < 0;
        assertTrue(least, "trial " + trial);
      }
      int bits = roots.significandBits();
      assertTrue(bits == 0 || bits >= 64 && bits <= 65, "trial " + trial + ": " + bits);
    }
    assertEntries(RootUp.of(whole(3, 1, 49, 0, 1L << 40)), 7, 0, 1 << 20);
  }

  @Test
  void aLongSquareIsRoundedUpBeforeItsRoot() {
    BigInteger square = BigInteger.ONE.shiftLeft(300).add(BigInteger.ONE);
    for (int exponent = -3; exponent < 4; exponent++) {
      ExactMatrix column = ExactMatrix.of(new BigInteger[][] {{square}}, 1, exponent);
      Dyadic root = Dyadic.entry(RootUp.of(column), 0, 0);
      assertTrue(root.times(root).compareTo(new Dyadic(square, exponent)) >= 0);
    }
  }

  /** The norm of left right^T, squared: of diagonal matrices the largest product. */
  @Test
  void normsOfDiagonalMatricesAreTheirLargestEntries() {
    ExactMatrix left = whole(2, 2, 3, 0, 0, 5);
    ExactMatrix right = whole(2, 2, 4, 0, 0, 2);
    assertNorm(SpectralNorm.squaredUp(left, right), 144, "1e-9");
    assertNorm(SpectralNorm.squaredUp(left, left), 625, "1e-9");
    ExactMatrix one = whole(1, 1, 1);
    assertNorm(SpectralNorm.squaredUp(one, one), 1, "1e-15");
    ExactMatrix zero = ExactMatrix.zero(2, 2);
    assertEntries(SpectralNorm.squaredUp(zero, left), 0);
    // all eigenvalues alike: the trace is 2^(1/128) times too large
    ExactMatrix identity = whole(2, 2, 1, 0, 0, 1);
    assertNorm(SpectralNorm.squaredUp(identity, identity), 1, "0.00543");
  }

  private static void assertNorm(ExactMatrix bound, long square, String slack) {
    Dyadic over = Dyadic.entry(bound, 0, 0).minus(Dyadic.of(square));
    assertTrue(over.significand().signum() >= 0, "below by " + over.decimal());
    assertTrue(over.decimal().compareTo(new BigDecimal(slack)) <= 0, "" + over.decimal());
  }

  /**
   * |x left right^T y|^2 <= bound |x|^2 |y|^2 for vectors x that power iteration makes the worst.
   */
  @Test
  void noVectorIsStretchedMoreThanTheNorm() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 60; trial++) {
      int inner = random.nextInt(1, 5);
      int spread = trial % 3 == 0 ? 60 : 3; // bounds are tight where entries are of one size
      ExactMatrix left = random(random.nextInt(1, 6), inner, spread, random);
      ExactMatrix right = random(random.nextInt(1, 6), inner, spread, random);
      ExactMatrix bound = SpectralNorm.squaredUp(left, right);
      ExactMatrix product = left.timesTransposed(right);
      long[] dense =
          random.longs(product.rows(), 1, 1000).toArray(); // seldom orthogonal to anything
      ExactMatrix x = whole(1, product.rows(), dense);
      for (int i = 0; i < 60; i++) {
        ExactMatrix y = x.times(product);
        Dyadic stretched = Dyadic.entry(Entries.squaredNorms(y), 0, 0);
        Dyadic length = Dyadic.entry(Entries.squaredNorms(x), 0, 0);
        Dyadic most = length.times(Dyadic.entry(bound, 0, 0));
        assertTrue(stretched.compareTo(most) <= 0, "seed " + SEED + ", trial " + trial);
        x = y.timesTransposed(product);
        x = Entries.floor(x, Math.max(0, x.significandBits() - 200));
      }
      Dyadic square = Dyadic.entry(Entries.squaredNorms(x), 0, 0);
      ExactMatrix y = x.times(product);
      Dyadic stretched = Dyadic.entry(Entries.squaredNorms(y), 0, 0);
      Dyadic most = square.times(Dyadic.entry(bound, 0, 0)).times(Dyadic.of(97));
      boolean close = most.compareTo(stretched.times(Dyadic.of(100))) <= 0;
      assertTrue(close || spread == 60, "loose in trial " + trial);
    }
  }

  @Test
  void entriesAreRoundedAsTheirNamesSay() {
    ExactMatrix matrix = whole(1, 3, 5, -5, 4);
    assertEntries(Entries.ceil(matrix, 1), 6, -4, 4);
    assertEntries(Entries.floor(matrix, 1), 4, -6, 4);
    assertEntries(Entries.ceil(matrix, -3), 5, -5, 4);
    assertEquals(-3, Entries.floor(matrix, -3).exponent());
    assertEntries(Entries.absolute(matrix), 5, 5, 4);
    assertEntries(Entries.shifted(matrix, 2), 20, -20, 16);
    assertEntries(Entries.ones(2), 1, 1);
    BigInteger three = BigInteger.valueOf(3);
    assertEntries(Entries.divided(whole(1, 2, 7, 9), three, 0), 2, 3);
    assertEntries(Entries.divided(whole(1, 2, 7, 9), three, -1), 2, 2);
    assertEquals(
        BigInteger.valueOf(9), Entries.divided(whole(1, 1, 7), three, 2).significand(0, 0));
    assertEntries(Entries.divided(matrix, BigInteger.ZERO, 0), 0, 0, 0);
  }

  @Test
  void theLeastLargestAndSquaresAreExact() {
    Meter meter = new Meter();
    ExactMatrix a = ExactMatrix.of(2, 1, new long[] {3, 8}, new int[] {-1, -1});
    assertEntries(Entries.shifted(Entries.least(a.on(meter), whole(2, 1, 1, 7)), 1), 2, 8);
    assertEntries(Entries.shifted(Entries.least(whole(2, 1, 1, 7).on(meter), a), 1), 2, 8);
    assertEntries(Entries.largest(whole(3, 1, 1, 7, 2).on(meter)), 7);
    assertEntries(Entries.squaredNorms(whole(2, 2, 1, -2, 3, 4).on(meter)), 5, 25);
    assertEquals(BigInteger.valueOf(2 + 2 + 2 + 6), meter.operations());
    assertEntries(Entries.shifted(Entries.squaredNorms(a), 2), 9, 64);
  }
}
