// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.assay.checker.arithmetic.Points.DIGITS;
import static org.assay.checker.arithmetic.Points.TWO;
import static org.assay.checker.arithmetic.Points.activated;
import static org.assay.checker.arithmetic.Points.attended;
import static org.assay.checker.arithmetic.Points.dot;
import static org.assay.checker.arithmetic.Points.entry;
import static org.assay.checker.arithmetic.Points.matrix;
import static org.assay.checker.arithmetic.Points.normalized;
import static org.assay.checker.arithmetic.Points.power;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lemmas L-86, L-88, L-89 and L-90: points inside the operands stay inside the result. */
class MediumTest {
  private final Medium medium = new Medium();
  private final Random random = new Random(86);

  /** A disc, and a point of it. */
  private record Inside(Disc disc, BigDecimal[] point) {}

  /** At the edge of the radius in the direction of one entry or of all, or in the middle. */
  private Inside inside(int width, int bits, long radius) {
    long[] centre = new long[width];
    BigDecimal[] point = new BigDecimal[width];
    int kind = random.nextInt(3);
    int only = random.nextInt(width);
    long each =
        BigInteger.valueOf(radius).pow(2).divide(BigInteger.valueOf(width)).sqrt().longValue();
    for (int j = 0; j < width; j++) {
      centre[j] = random.nextLong() >> Long.SIZE - 1 - bits;
      long moved = kind == 0 ? 0 : kind == 1 ? each : j == only ? radius : 0;
      long at = centre[j] + (random.nextBoolean() ? moved : -moved);
      point[j] = BigDecimal.valueOf(at).multiply(power(-48));
    }
    return new Inside(new Disc(centre, radius, true), point);
  }

  private static List<BigDecimal[]> points(List<Inside> some) {
    return some.stream().map(Inside::point).toList();
  }

  private static void assertHolds(Disc disc, BigDecimal[] point) {
    assertTrue(disc.known());
    assertEquals(point.length, disc.width());
    assertTrue(disc.radius() >= 0 && disc.radius() <= 1L << 40, "radius " + disc.radius());
    BigDecimal squares = BigDecimal.ZERO;
    for (int j = 0; j < point.length; j++) {
      assertTrue(Math.abs(disc.centre()[j]) <= 1L << 56, "centre " + disc.centre()[j]);
      BigDecimal off = point[j].multiply(power(48)).subtract(BigDecimal.valueOf(disc.centre()[j]));
      squares = squares.add(off.multiply(off));
    }
    BigDecimal off = squares.sqrt(new MathContext(20));
    BigDecimal most = BigDecimal.valueOf(disc.radius()).multiply(new BigDecimal("1.0000000001"));
    assertTrue(off.compareTo(most) <= 0, "off by " + off + ", radius " + disc.radius());
  }

  @Test
  void aProductOfPointsIsInTheProduct() {
    int[][] sizes = {{1, 1, 30}, {5, 3, 24}, {64, 7, 50}, {600, 2, 49}, {4096, 1, 24}, {3, 40, 52}};
    for (int[] size : sizes) {
      for (int run = 0; run < 2 + 40 / size[0]; run++) {
        int out = size[1];
        ExactMatrix w = matrix(random, size[0], out, size[2], -size[2] - run % 5);
        ExactMatrix b = matrix(random, 1, out, size[2], -size[2] + run % 7);
        Inside x = inside(size[0], 48 - run % 3, run % 4 * 100_000L);
        BigDecimal[] want = new BigDecimal[out];
        for (int k = 0; k < out; k++) {
          want[k] = entry(b, 0, k);
          for (int j = 0; j < size[0]; j++) {
            want[k] = want[k].add(x.point[j].multiply(entry(w, j, k)));
          }
        }
        assertHolds(medium.linear(x.disc, medium.prepared(w), medium.prepared(b)), want);
      }
    }
  }

  @Test
  void aProductIsRoundedDownAndNothingElse() {
    ExactMatrix zero = ExactMatrix.zero(1, 9);
    for (int run = 0; run < 100; run++) {
      int bits = 1 + run % 56;
      ExactMatrix w = matrix(random, 30, 9, 1 + run % 60, -48);
      Disc x = inside(30, bits, 0).disc;
      Disc product = medium.linear(x, medium.prepared(w), medium.prepared(zero));
      for (int k = 0; k < 9 && product.known(); k++) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j < 30; j++) {
          sum = sum.add(BigInteger.valueOf(x.centre()[j]).multiply(w.significand(j, k)));
        }
        assertEquals(sum.shiftRight(48).longValueExact(), product.centre()[k]);
      }
      assertTrue(product.known() || run % 60 > 53 || bits > 50, bits + " bits, " + run % 60);
    }
  }

  @Test
  void theLargestOperandsDoNotOverflow() {
    for (int n : new int[] {1, 2, 100, 4096}) {
      for (int bits = 40; bits <= 62; bits += n > 2 ? 5 : 1) {
        BigInteger one = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        BigInteger[][] entries = new BigInteger[n][];
        Arrays.fill(entries, new BigInteger[] {one});
        Limbs w = medium.prepared(ExactMatrix.of(entries, 1, -48));
        for (int length = 30; length <= 56; length++) {
          long[] most = new long[n];
          Arrays.fill(most, length % 2 == 0 ? 1L << length : -1L << length);
          Disc x = new Disc(most, 1L << 20, true);
          Disc product = medium.linear(x, w, medium.prepared(ExactMatrix.zero(1, 1)));
          if (product.known()) {
            BigDecimal sum = new BigDecimal(one).multiply(BigDecimal.valueOf(most[0]));
            BigDecimal want = sum.multiply(BigDecimal.valueOf(n)).multiply(power(-96));
            assertHolds(product, new BigDecimal[] {want});
          }
          boolean large = n * Math.scalb(1.0, Math.max(bits, length)) > Math.scalb(1.0, 59);
          assertTrue(product.known() || large || bits > 56 || bits + length > 90);
        }
      }
    }
  }

  /** Weights of nearly a unit, all of which is cut, and numbers of one sign. */
  @Test
  void whatIsCutOfWeightsIsWithinTheRadius() {
    for (int n : new int[] {1, 64, 1000}) {
      BigInteger[][] entries = new BigInteger[n][];
      Arrays.fill(entries, new BigInteger[] {BigInteger.valueOf(255)});
      Limbs w = medium.prepared(ExactMatrix.of(entries, 1, -56));
      for (long c : new long[] {1L << 50, 1L << 56, -1L << 56}) {
        long[] same = new long[n];
        Arrays.fill(same, c);
        Disc product =
            medium.linear(new Disc(same, 0, true), w, medium.prepared(ExactMatrix.zero(1, 1)));
        BigDecimal sum = BigDecimal.valueOf(255L * n).multiply(BigDecimal.valueOf(c));
        assertHolds(product, new BigDecimal[] {sum.multiply(power(-104))});
      }
    }
  }

  @Test
  void whatIsTooLargeIsNotKnown() {
    assertTrue(Disc.of(new long[] {1L << 56, -1L << 56}, 1L << 40).known());
    assertFalse(Disc.of(new long[] {(1L << 56) + 1}, 0).known());
    assertFalse(Disc.of(new long[] {(-1L << 56) - 1}, 0).known());
    assertFalse(Disc.of(new long[] {0}, (1L << 40) + 1).known());
    assertFalse(medium.isShort(Disc.unknown(2)));
    Limbs long62 = medium.prepared(ExactMatrix.of(1, 1, new long[] {1L << 62}, new int[1]));
    Disc one = new Disc(new long[] {1L << 48}, 0, true);
    Limbs zero = medium.prepared(ExactMatrix.zero(1, 1));
    assertFalse(long62.row(0).known());
    assertFalse(medium.linear(one, long62, zero).known());
    for (long entry : new long[] {255, -256, 256, -257}) {
      Limbs w = medium.prepared(ExactMatrix.of(1, 1, new long[] {entry}, new int[1]));
      Disc half = new Disc(new long[] {1L << 47}, 0, true);
      Disc product = medium.linear(half, w, zero);
      assertEquals(entry == 255 || entry == -256, product.known(), "" + entry);
      assertEquals(product.known() ? entry << 47 : 0, product.centre()[0]);
    }
    assertFalse(medium.linear(one, zero, long62).known());
    Disc far = new Disc(new long[] {1L << 56}, 0, true);
    assertFalse(medium.sum(List.of(far, far)).known());
    Disc[] many = new Disc[300];
    Arrays.fill(many, far);
    assertFalse(medium.sum(List.of(many)).known());
  }

  @Test
  void exactOperandsStayExactButForTheFloor() {
    ExactMatrix two = ExactMatrix.of(new BigInteger[][] {{BigInteger.TWO}}, 1, 0);
    Disc row = medium.row(medium.prepared(two), 0);
    assertEquals(0, row.radius());
    Disc six = medium.linear(row, medium.prepared(two), medium.prepared(two));
    assertEquals(6L << 48, six.centre()[0]);
    assertEquals(2, six.radius());
    ExactMatrix fine = ExactMatrix.of(new BigInteger[][] {{BigInteger.ONE}}, 1, -49);
    assertEquals(1, medium.row(medium.prepared(fine), 0).radius());
  }

  @Test
  void sumsMeansAndPartsHoldTheirPoints() {
    for (int run = 0; run < 200; run++) {
      List<Inside> some =
          List.of(inside(3, 54, 5), inside(3, 50, run % 2 << 20), inside(3, 9, 900));
      List<Disc> discs = some.stream().map(Inside::disc).toList();
      BigDecimal[] sum = new BigDecimal[3];
      BigDecimal[] mean = new BigDecimal[3];
      for (int j = 0; j < 3; j++) {
        int at = j;
        sum[j] = some.stream().map(one -> one.point[at]).reduce(BigDecimal.ZERO, BigDecimal::add);
        mean[j] = sum[j].divide(BigDecimal.valueOf(3), new MathContext(150));
      }
      assertHolds(medium.sum(discs), sum);
      assertHolds(medium.mean(discs), mean);
      BigDecimal[] joined =
          some.stream().flatMap(one -> Arrays.stream(one.point)).toArray(BigDecimal[]::new);
      Disc beside = medium.concatenated(discs);
      assertHolds(beside, joined);
      assertHolds(medium.slice(beside, 2, 5), Arrays.copyOfRange(joined, 2, 7));
      Arrays.setAll(joined, j -> joined[j].max(BigDecimal.ZERO));
      assertHolds(medium.activated(beside, Activation.RELU), joined);
    }
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
      Inside query = inside(wide, 48, run % 5 << 20);
      List<Inside> keys =
          List.of(inside(wide, 49, 3), inside(wide, 44, 0), inside(wide, 50, 1L << run % 30));
      List<Inside> values = List.of(inside(4, 54, 2), inside(4, 48, 4000), inside(4, 20, 0));
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
      Disc row =
          medium.attention(
              query.disc,
              keys.stream().map(Inside::disc).toList(),
              values.stream().map(Inside::disc).toList(),
              visible,
              softmax);
      assertHolds(row, attended(scores, points(values)));
    }
  }

  @Test
  void headsOfPointsAreInTheHeads() {
    Rational one = new Rational(BigInteger.ONE, BigInteger.ONE);
    Softmax two = new Softmax(2, one, 4, Optional.empty(), false);
    for (int run = 0; run < 40; run++) {
      Inside query = inside(6, 48, 1000);
      List<Inside> keys = List.of(inside(6, 48, 1000), inside(6, 49, 1L << run % 28));
      List<Inside> values = List.of(inside(8, 50, 1 << 20), inside(8, 49, 1 << 20));
      BigDecimal[] want = new BigDecimal[8];
      for (int head = 0; head < 2; head++) {
        BigDecimal[] part = Arrays.copyOfRange(query.point, 3 * head, 3 * head + 3);
        BigDecimal[] scores = new BigDecimal[2];
        for (int j = 0; j < 2; j++) {
          BigDecimal[] key = Arrays.copyOfRange(keys.get(j).point, 3 * head, 3 * head + 3);
          scores[j] = dot(part, key).divide(TWO);
        }
        System.arraycopy(attended(scores, points(values)), 4 * head, want, 4 * head, 4);
      }
      List<Disc> keyDiscs = keys.stream().map(Inside::disc).toList();
      List<Disc> valueDiscs = values.stream().map(Inside::disc).toList();
      assertHolds(medium.attention(query.disc, keyDiscs, valueDiscs, 2, two), want);
    }
  }

  @Test
  void closeScoresGiveCloseWeights() {
    Disc one = new Disc(new long[] {1L << 48}, 0, true);
    Disc two = new Disc(new long[] {1L << 49}, 0, true);
    Softmax softmax =
        new Softmax(1, new Rational(BigInteger.ONE, BigInteger.ONE), 1, Optional.empty(), false);
    Disc alone = medium.attention(one, List.of(one), List.of(two), 1, softmax);
    assertHolds(alone, new BigDecimal[] {TWO});
    assertTrue(alone.radius() <= 64, "" + alone.radius());
    Disc both = medium.attention(one, List.of(one, two), List.of(one, two), 2, softmax);
    assertTrue(both.radius() <= 128, "" + both.radius());
    Disc blurred = new Disc(new long[] {1L << 55}, 1L << 40, true);
    assertFalse(
        medium.attention(blurred, List.of(blurred, two), List.of(one, two), 2, softmax).known());
  }

  @Test
  void numbersForMaskedScoresMayBeLargeButNotTooLarge() {
    Disc one = new Disc(new long[] {1L << 48}, 0, true);
    for (long number : new long[] {-1000, 1000, -2048, 2047, -2049, 2048, -1L << 30}) {
      Rational masked = new Rational(BigInteger.valueOf(number), BigInteger.ONE);
      Softmax softmax =
          new Softmax(
              1, new Rational(BigInteger.ONE, BigInteger.ONE), 1, Optional.of(masked), false);
      Disc row = medium.attention(one, List.of(one, one), List.of(one, one), 1, softmax);
      assertEquals(number >= -2048 && number < 2048, row.known(), "" + number);
    }
  }

  @Test
  void theNormOfPointsIsInTheNorm() {
    Rational[] epsilons = {
      Rational.ZERO,
      new Rational(BigInteger.ONE, BigInteger.valueOf(100_000)),
      new Rational(BigInteger.TEN.pow(9), BigInteger.ONE),
    };
    for (int run = 0; run < 240; run++) {
      int width = new int[] {2, 3, 16, 130}[run % 4];
      boolean centred = run % 2 == 0;
      Rational epsilon = epsilons[run % 3];
      Inside x = inside(width, 42 + run % 13, 1L << run % 31);
      ExactMatrix weight = matrix(random, 1, width, 24, -24);
      ExactMatrix bias = matrix(random, 1, width, 24, -30);
      Optional<Disc> row =
          medium.normalized(
              x.disc,
              new Norming(centred, epsilon),
              medium.prepared(weight),
              medium.prepared(bias));
      assertTrue(row.isPresent(), "run " + run);
      assertHolds(row.get(), normalized(x.point, centred, epsilon, weight, bias));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GELU", "GELU_TANH", "SILU"})
  void functionsOfPointsAreInTheFunctions(Activation function) {
    for (int run = 0; run < 3000; run++) {
      int width = 1 + run % 5;
      Inside x = inside(width, 44 + run % 12, run % 4 == 0 ? 0 : 1L << run % 34);
      Disc made = medium.activated(x.disc, function);
      double squares = 0;
      double most = 0;
      for (int j = 0; j < width; j++) {
        double point = x.point[j].doubleValue();
        double off = activated(point, function) - made.centre()[j] * Math.pow(2, -48);
        squares += off * off;
        most = Math.max(most, Math.abs(point));
      }
      double radius = made.radius() * Math.pow(2, -48);
      double blur = most * 1e-13; // of the doubles
      assertTrue(Math.sqrt(squares) <= radius + blur, function + " of " + Arrays.toString(x.point));
      double grown =
          x.disc.radius() * Math.pow(2, -48) * (function == Activation.GELU ? 1.25 : 2.5);
      assertTrue(made.known() && radius <= grown + 3 * most * 1e-8 + 1e-13, "radius " + radius);
    }
  }

  @Test
  void sharesOfTheLargestEntriesFit() {
    for (Activation function : Activation.values()) {
      Disc far = new Disc(new long[] {1L << 56, -1L << 56, 0}, 1 << 20, true);
      Disc made = medium.activated(far, function);
      assertTrue(made.known() && made.radius() < 1L << 28, function + ": " + made.radius());
      assertTrue(Math.abs(made.centre()[0] - (1L << 56)) <= made.radius());
      assertTrue(Math.abs(made.centre()[1]) <= made.radius());
    }
  }

  @Test
  void aNormThatMayDivideByZeroIsNotKnown() {
    Norming plain = new Norming(true, Rational.ZERO);
    Limbs one = medium.prepared(ExactMatrix.of(1, 2, new long[] {1, 1}, new int[2]));
    Disc same = new Disc(new long[] {5, 5}, 0, true);
    assertEquals(Optional.empty(), medium.normalized(same, plain, one, one));
    Disc loose = new Disc(new long[] {5, -5}, 9, true);
    assertEquals(Optional.empty(), medium.normalized(loose, plain, one, one));
    Norming more = new Norming(true, new Rational(BigInteger.ONE, BigInteger.TEN));
    assertHolds(
        medium.normalized(same, more, one, one).orElseThrow(),
        new BigDecimal[] {BigDecimal.ONE, BigDecimal.ONE});
    Disc far = new Disc(new long[] {1L << 56, -1L << 56}, 1L << 40, true);
    assertTrue(medium.normalized(far, plain, one, one).isPresent());
  }

  private static Lead lead(long[] centre, long radius, Rational margin, int right) {
    Disc outputs = new Disc(centre, radius, true);
    return new Medium().lead(outputs, new Contest(0, centre.length - 1, right, margin));
  }

  @Test
  void aLeadMustExceedTheMarginByTwoRadii() {
    assertEquals(Lead.CERTAIN, lead(new long[] {10, 3, 5}, 2, Rational.ZERO, 0));
    assertEquals(Lead.OPEN, lead(new long[] {9, 3, 5}, 2, Rational.ZERO, 0));
    assertEquals(Lead.REFUTED, lead(new long[] {1, 3, 5}, 2, Rational.ZERO, 0));
    Rational half = new Rational(BigInteger.ONE, BigInteger.TWO);
    assertEquals(Lead.CERTAIN, lead(new long[] {(1L << 47) + 2, 1}, 0, half, 0));
    assertEquals(Lead.REFUTED, lead(new long[] {(1L << 47) + 1, 1}, 0, half, 0));
    Rational huge = new Rational(BigInteger.TEN.pow(40), BigInteger.ONE);
    assertEquals(Lead.REFUTED, lead(new long[] {1L << 56, -1L << 56}, 1L << 40, huge, 0));
  }
}
