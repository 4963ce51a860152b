// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import static org.assay.checker.arithmetic.Points.DIGITS;
import static org.assay.checker.arithmetic.Points.TWO;
import static org.assay.checker.arithmetic.Points.attended;
import static org.assay.checker.arithmetic.Points.dot;
import static org.assay.checker.arithmetic.Points.entry;
import static org.assay.checker.arithmetic.Points.matrix;
import static org.assay.checker.arithmetic.Points.normalized;
import static org.assay.checker.arithmetic.Points.power;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.junit.jupiter.api.Test;

/** Lemmas L-80, L-81, L-83 and L-84: points inside the operands stay inside the result. */
class NarrowTest {
  private final Narrow narrow = new Narrow();
  private final Random random = new Random(80);

  /** A vector, and a point of it. */
  private record Inside(Vector vector, BigDecimal[] point) {}

  /** At an end of the radius, at the other, or in the middle. */
  private Inside inside(int width, int bits, int radius, int scale) {
    long[] centre = new long[width];
    BigDecimal[] point = new BigDecimal[width];
    for (int j = 0; j < width; j++) {
      centre[j] = random.nextLong() >> Long.SIZE - 1 - bits;
      long moved = centre[j] + (random.nextInt(3) - 1L) * radius;
      point[j] = BigDecimal.valueOf(moved).multiply(power(-scale));
    }
    return new Inside(new Vector(centre, radius, scale, true), point);
  }

  private static List<BigDecimal[]> points(List<Inside> some) {
    return some.stream().map(Inside::point).toList();
  }

  private static void assertHolds(Vector vector, BigDecimal[] point) {
    assertTrue(vector.known());
    assertEquals(point.length, vector.width());
    assertTrue(vector.radius() >= 0 && vector.radius() <= 1 << 21, "radius " + vector.radius());
    for (int j = 0; j < point.length; j++) {
      assertTrue(Math.abs(vector.centre()[j]) <= 1 << 28, "centre " + vector.centre()[j]);
      BigDecimal off =
          point[j].multiply(power(vector.scale())).subtract(BigDecimal.valueOf(vector.centre()[j]));
      assertTrue(
          off.abs().compareTo(BigDecimal.valueOf(vector.radius())) <= 0,
          j + ": off by " + off.round(new MathContext(9)) + ", radius " + vector.radius());
    }
  }

  @Test
  void aProductOfPointsIsInTheProduct() {
    int[][] sizes = {{1, 1, 3}, {5, 3, 24}, {64, 7, 53}, {600, 2, 80}, {4096, 1, 24}};
    for (int[] size : sizes) {
      for (int run = 0; run < 20; run++) {
        int out = size[1];
        ExactMatrix w = matrix(random, size[0], out, size[2], random.nextInt(300) - 150);
        ExactMatrix b = matrix(random, 1, out, size[2], random.nextInt(300) - 150);
        Inside x = inside(size[0], 28, run % 3 * 1000, random.nextInt(200) - 100);
        BigDecimal[] want = new BigDecimal[out];
        for (int k = 0; k < out; k++) {
          want[k] = entry(b, 0, k);
          for (int j = 0; j < size[0]; j++) {
            want[k] = want[k].add(x.point[j].multiply(entry(w, j, k)));
          }
        }
        assertHolds(narrow.linear(x.vector, narrow.prepared(w), narrow.prepared(b)), want);
      }
    }
  }

  @Test
  void theLargestOperandsDoNotOverflow() {
    int n = 4096;
    BigInteger[][] ones = new BigInteger[n][1];
    long[] most = new long[n];
    for (int j = 0; j < n; j++) {
      ones[j][0] = BigInteger.ONE.shiftLeft(60).subtract(BigInteger.ONE);
      most[j] = 1 << 28;
    }
    ExactMatrix bias = ExactMatrix.of(new BigInteger[][] {{BigInteger.ONE.shiftLeft(200)}}, 1, 0);
    Vector x = new Vector(most, 1 << 21, 0, true);
    Matrix w = narrow.prepared(ExactMatrix.of(ones, 1, 0));
    BigDecimal sum = new BigDecimal(ones[0][0]).multiply(power(28)).multiply(BigDecimal.valueOf(n));
    Vector plain = narrow.linear(x, w, narrow.prepared(ExactMatrix.zero(1, 1)));
    assertHolds(plain, new BigDecimal[] {sum});
    assertTrue(plain.centre()[0] >= 1 << 26, "" + plain.centre()[0]);
    assertHolds(narrow.linear(x, w, narrow.prepared(bias)), new BigDecimal[] {sum.add(power(200))});
  }

  @Test
  void exactOperandsStayExact() {
    ExactMatrix two = ExactMatrix.of(new BigInteger[][] {{BigInteger.TWO}}, 1, 0);
    Vector three = narrow.row(narrow.prepared(two), 0);
    assertEquals(0, three.radius());
    Vector four = narrow.linear(three, narrow.prepared(two), narrow.prepared(two));
    assertEquals(0, four.radius());
    assertHolds(four, new BigDecimal[] {BigDecimal.valueOf(6)});
    Vector zero = narrow.row(narrow.prepared(ExactMatrix.zero(1, 1)), 0);
    assertEquals(Vector.MOST_SCALE, zero.scale());
    assertEquals(0, narrow.sum(List.of(four, zero, zero)).radius());
    Vector minus = new Sum(new long[] {-1}, 0, 0).rounded();
    assertHolds(minus, new BigDecimal[] {BigDecimal.ONE.negate()});
  }

  @Test
  void sumsMeansAndPartsHoldTheirPoints() {
    for (int run = 0; run < 200; run++) {
      List<Inside> some =
          List.of(
              inside(3, 28, 5, random.nextInt(100) - 50),
              inside(3, 28, run % 2 << 20, random.nextInt(100) - 50),
              inside(3, 9, 900, random.nextInt(300) - 150));
      List<Vector> vectors = some.stream().map(Inside::vector).toList();
      BigDecimal[] sum = new BigDecimal[3];
      BigDecimal[] mean = new BigDecimal[3];
      for (int j = 0; j < 3; j++) {
        int at = j;
        sum[j] = some.stream().map(one -> one.point[at]).reduce(BigDecimal.ZERO, BigDecimal::add);
        mean[j] = sum[j].divide(BigDecimal.valueOf(3), new MathContext(150));
      }
      assertHolds(narrow.sum(vectors), sum);
      assertHolds(narrow.mean(vectors), mean);
      BigDecimal[] joined =
          some.stream().flatMap(one -> Arrays.stream(one.point)).toArray(BigDecimal[]::new);
      Vector beside = narrow.concatenated(vectors);
      assertHolds(beside, joined);
      assertHolds(narrow.slice(beside, 2, 5), Arrays.copyOfRange(joined, 2, 7));
      Arrays.setAll(joined, j -> joined[j].max(BigDecimal.ZERO));
      assertHolds(narrow.activated(beside, Activation.RELU), joined);
    }
  }

  @Test
  void whatIsTooSmallOrTooLargeIsNotKnown() {
    assertTrue(new Sum(new long[] {1}, 0, 4096 + 20).rounded().known());
    assertFalse(new Sum(new long[] {1}, 0, 4096 + 45).rounded().known());
    assertFalse(new Sum(new long[] {1L << 40}, 0, -4096).rounded().known());
    assertTrue(new Sum(new long[] {1}, 0, -4096).rounded().known());
    Vector odd = new Sum(new long[] {3, -3}, 7, 4096 + 1).rounded();
    assertArrayEquals(new long[] {2, -1}, odd.centre());
    assertEquals(4, odd.radius());
    assertFalse(narrow.isShort(Vector.unknown(2)));
  }

  @Test
  void attentionOfPointsIsInTheAttention() {
    Rational factor = new Rational(BigInteger.valueOf(-3), BigInteger.valueOf(7));
    Rational five = new Rational(BigInteger.valueOf(5), BigInteger.TWO);
    for (int run = 0; run < 60; run++) {
      boolean masked = run % 3 > 0;
      Optional<Rational> number = masked ? Optional.of(five) : Optional.empty();
      Softmax softmax = new Softmax(1, factor, 4, number, run % 3 == 2);
      int wide = run % 4 == 0 ? 100 : 3;
      Inside query = inside(wide, 27, run % 5, 27);
      List<Inside> keys =
          List.of(inside(wide, 28, 3, 28), inside(wide, 26, 0, 30), inside(wide, 28, 9, 27));
      List<Inside> values =
          List.of(inside(4, 28, 2, 28), inside(4, 28, 40, 20), inside(4, 20, 0, 90));
      int visible = masked ? 2 : 3;
      BigDecimal[] scores = new BigDecimal[3];
      BigDecimal scale = BigDecimal.valueOf(-3).divide(BigDecimal.valueOf(14), DIGITS);
      for (int j = 0; j < 3; j++) {
        BigDecimal there = BigDecimal.valueOf(2.5);
        scores[j] =
            j < visible
                ? dot(query.point, keys.get(j).point).multiply(scale)
                : run % 3 == 2 ? there.multiply(scale) : there;
      }
      Vector row =
          narrow.attention(
              query.vector,
              keys.stream().map(Inside::vector).toList(),
              values.stream().map(Inside::vector).toList(),
              visible,
              softmax);
      assertHolds(row, attended(scores, points(values)));
    }
  }

  /** Products of many columns are summed in coarser units: 256 of 2^56 would be 2^64. */
  @Test
  void productsOfManyColumnsDoNotOverflow() {
    for (int wide : new int[] {32, 33, 64, 256, 1024}) {
      long[] most = new long[wide];
      Arrays.fill(most, 1 << 28); // 4, so that the product is 16 times the width
      Vector large = new Vector(most, 0, 26, true);
      Rational factor = new Rational(BigInteger.ONE, BigInteger.valueOf(16L * wide));
      Softmax softmax = new Softmax(1, factor, 1, Optional.empty(), false);
      List<Inside> values = List.of(inside(2, 28, 0, 28), inside(2, 28, 0, 28));
      Vector row =
          narrow.attention(
              large,
              List.of(large, Vector.of(ExactMatrix.zero(1, wide), 0)),
              values.stream().map(Inside::vector).toList(),
              2,
              softmax);
      assertHolds(
          row, attended(new BigDecimal[] {BigDecimal.ONE, BigDecimal.ZERO}, points(values)));
    }
  }

  @Test
  void closeScoresGiveCloseWeights() {
    Vector one = new Vector(new long[] {1 << 27}, 0, 27, true);
    Vector two = new Vector(new long[] {1 << 28}, 0, 27, true);
    Softmax softmax =
        new Softmax(1, new Rational(BigInteger.ONE, BigInteger.ONE), 1, Optional.empty(), false);
    Vector alone = narrow.attention(one, List.of(one), List.of(two), 1, softmax);
    assertHolds(alone, new BigDecimal[] {TWO});
    assertTrue(alone.radius() <= 2, "" + alone.radius());
    Vector both = narrow.attention(one, List.of(one, two), List.of(one, two), 2, softmax);
    assertTrue(both.radius() <= 32, "" + both.radius());
    Vector blurred = new Vector(new long[] {1 << 27}, 1 << 21, 0, true);
    assertFalse(
        narrow.attention(blurred, List.of(blurred, two), List.of(one, two), 2, softmax).known());
  }

  @Test
  void numbersForMaskedScoresMayBeLargeButNotTooLarge() {
    Vector one = new Vector(new long[] {1 << 27}, 0, 27, true);
    for (long number : new long[] {-100_000, -500_000_000, -1L << 30}) {
      Rational masked = new Rational(BigInteger.valueOf(number), BigInteger.ONE);
      Softmax softmax =
          new Softmax(
              1, new Rational(BigInteger.ONE, BigInteger.ONE), 1, Optional.of(masked), false);
      Vector row = narrow.attention(one, List.of(one, one), List.of(one, one), 1, softmax);
      assertEquals(number > -1L << 29, row.known(), "" + number);
    }
  }

  @Test
  void theNormOfPointsIsInTheNorm() {
    Rational[] epsilons = {
      Rational.ZERO,
      new Rational(BigInteger.ONE, BigInteger.valueOf(100_000)),
      new Rational(BigInteger.TEN.pow(30), BigInteger.ONE),
    };
    int seen = 0;
    for (int run = 0; run < 120; run++) {
      int width = new int[] {2, 3, 16, 130}[run % 4];
      boolean centred = run % 2 == 0;
      Rational epsilon = epsilons[run % 3];
      Inside x = inside(width, 28, run % 7, random.nextInt(60) - 10);
      ExactMatrix weight = matrix(random, 1, width, 24, -24);
      ExactMatrix bias = matrix(random, 1, width, 24, -30);
      Optional<Vector> row =
          narrow.normalized(
              x.vector,
              new Norming(centred, epsilon),
              narrow.prepared(weight),
              narrow.prepared(bias));
      if (row.isPresent()) {
        seen++;
        assertHolds(row.get(), normalized(x.point, centred, epsilon, weight, bias));
      }
    }
    assertEquals(120, seen);
  }

  /** Squares of many columns are summed in coarser units: 4096 of 2^56 would be 2^68. */
  @Test
  void squaresOfManyColumnsDoNotOverflow() {
    for (int width : new int[] {16, 64, 256, 4096}) {
      for (boolean centred : new boolean[] {false, true}) {
        long[] most = new long[width];
        BigDecimal[] want = new BigDecimal[width];
        for (int j = 0; j < width; j++) {
          int sign = j % 2 == 0 ? 1 : -1;
          most[j] = sign * (1L << 28);
          want[j] = BigDecimal.valueOf(sign);
        }
        long[] ones = new long[width];
        Arrays.fill(ones, 1);
        Vector row =
            narrow
                .normalized(
                    new Vector(most, 0, 28, true),
                    new Norming(centred, Rational.ZERO),
                    narrow.prepared(ExactMatrix.of(1, width, ones, new int[width])),
                    narrow.prepared(ExactMatrix.zero(1, width)))
                .orElseThrow();
        assertHolds(row, want);
      }
    }
  }

  @Test
  void aNormThatMayDivideByZeroIsNotKnown() {
    Norming plain = new Norming(true, Rational.ZERO);
    Matrix one = narrow.prepared(ExactMatrix.of(1, 2, new long[] {1, 1}, new int[2]));
    Vector same = new Vector(new long[] {5, 5}, 0, 0, true);
    assertEquals(Optional.empty(), narrow.normalized(same, plain, one, one));
    Vector loose = new Vector(new long[] {5, -5}, 9, 0, true);
    assertEquals(Optional.empty(), narrow.normalized(loose, plain, one, one));
    Norming more = new Norming(true, new Rational(BigInteger.ONE, BigInteger.TEN));
    assertHolds(
        narrow.normalized(same, more, one, one).orElseThrow(),
        new BigDecimal[] {BigDecimal.ONE, BigDecimal.ONE});
    Norming tiny = new Norming(true, new Rational(BigInteger.ONE, BigInteger.TWO.pow(5000)));
    assertEquals(Optional.empty(), narrow.normalized(loose, tiny, one, one));
  }

  @Test
  void rootsAreRoundedDown() {
    for (long number : new long[] {0, 1, 2, 3, 4, 8, 9, (1L << 62) - 1, 1L << 61, 99999999}) {
      long root = NormWords.root(number);
      assertTrue(root * root <= number && (root + 1) * (root + 1) > number, number + ": " + root);
    }
    for (int run = 0; run < 1000; run++) {
      long number = random.nextLong() >>> 2 + random.nextInt(60);
      assertEquals(BigInteger.valueOf(number).sqrt().longValue(), NormWords.root(number));
    }
  }

  private static Lead lead(long[] centre, long radius, Rational margin, int right) {
    Vector outputs = new Vector(centre, radius, 2, true);
    return new Narrow().lead(outputs, new Contest(0, centre.length - 1, right, margin));
  }

  @Test
  void aLeadMustExceedTheMarginByTwoRadii() {
    assertEquals(Lead.CERTAIN, lead(new long[] {10, 3, 5}, 2, Rational.ZERO, 0));
    assertEquals(Lead.OPEN, lead(new long[] {9, 3, 5}, 2, Rational.ZERO, 0));
    assertEquals(Lead.OPEN, lead(new long[] {2, 3, 5}, 2, Rational.ZERO, 0));
    assertEquals(Lead.REFUTED, lead(new long[] {1, 3, 5}, 2, Rational.ZERO, 0));
    assertEquals(Lead.REFUTED, lead(new long[] {5, 3, 5}, 0, Rational.ZERO, 0));
    Rational third = new Rational(BigInteger.ONE, BigInteger.valueOf(3)); // 4/3 in these units
    assertEquals(Lead.CERTAIN, lead(new long[] {8, 5}, 0, third, 0));
    assertEquals(Lead.OPEN, lead(new long[] {7, 5}, 0, third, 0));
    assertEquals(Lead.REFUTED, lead(new long[] {6, 5}, 0, third, 0));
    Rational huge = new Rational(BigInteger.TEN.pow(40), BigInteger.ONE);
    assertEquals(Lead.REFUTED, lead(new long[] {1 << 28, -1 << 28}, 0, huge, 0));
    assertEquals(Lead.CERTAIN, lead(new long[] {-7}, 1 << 21, Rational.ZERO, 0));
  }
}
