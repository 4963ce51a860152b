// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.wide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
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

/** Lemmas L-60, L-63, L-64 and L-68: points inside the operands stay inside the result. */
class WideTest {
  private static final int BITS = 64;
  private static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);
  private static final Rational ZERO = Rational.ZERO;

  private final Wide wide = new Wide(BITS);
  private final Random random = new Random(60);

  private BigInteger number(int bits) {
    BigInteger number = new BigInteger(bits, random);
    return random.nextBoolean() ? number : number.negate();
  }

  private BigInteger[] numbers(int width, int bits) {
    BigInteger[] numbers = new BigInteger[width];
    Arrays.setAll(numbers, j -> number(bits));
    return numbers;
  }

  /** A ball, and a point of it with {@code fine} more bits than the level. */
  private record Inside(Ball ball, BigInteger[] point) {}

  private static final int FINE = 20;

  private Inside inside(int width, int radius) {
    BigInteger[] centre = numbers(width, BITS + 2);
    BigInteger[] point = new BigInteger[width];
    Arrays.setAll(
        point,
        j -> {
          int side = random.nextInt(3) - 1; // an end, the middle
          BigInteger moved = BigInteger.valueOf((long) side * radius);
          return centre[j].add(moved).shiftLeft(FINE);
        });
    return new Inside(new Ball(centre, BigInteger.valueOf(radius)), point);
  }

  private static void assertHolds(Ball ball, BigInteger[] point, int fine) {
    assertEquals(point.length, ball.width());
    for (int j = 0; j < point.length; j++) {
      BigInteger off = ball.centre()[j].shiftLeft(fine).subtract(point[j]).abs();
      assertTrue(off.compareTo(ball.radius().shiftLeft(fine)) <= 0, j + ": off by " + off);
    }
  }

  private static ExactMatrix matrix(BigInteger[][] entries, int exponent) {
    return ExactMatrix.of(entries, entries[0].length, exponent);
  }

  @Test
  void aProductOfPointsIsInTheProductOfTheBalls() {
    for (int run = 0; run < 200; run++) {
      int width = 1 + random.nextInt(5);
      int out = 1 + random.nextInt(4);
      int below = random.nextInt(2) * 7; // weights with bits below 2^-64, or none
      BigInteger[][] entries = new BigInteger[width][];
      Arrays.setAll(entries, i -> numbers(out, BITS + below));
      BigInteger[][] bias = {numbers(out, BITS + below)};
      Inside x = inside(width, random.nextInt(3) * 1000);
      Ball result =
          wide.linear(
              x.ball,
              wide.prepared(matrix(entries, -BITS - below)),
              wide.prepared(matrix(bias, -BITS - below)));
      BigInteger[] point = new BigInteger[out];
      for (int k = 0; k < out; k++) {
        point[k] = bias[0][k].shiftLeft(BITS + FINE);
        for (int j = 0; j < width; j++) {
          point[k] = point[k].add(x.point[j].multiply(entries[j][k]));
        }
      }
      assertHolds(result, point, BITS + FINE + below);
    }
  }

  @Test
  void exactOperandsGiveARadiusOfOneRounding() {
    BigInteger[][] entries = {{ONE}, {ONE}};
    Fixed weight = wide.prepared(matrix(entries, -BITS));
    Fixed bias = wide.prepared(matrix(new BigInteger[][] {{BigInteger.ZERO}}, 0));
    assertEquals(BigInteger.ZERO, weight.error());
    assertEquals(ONE.shiftLeft(1), weight.columnSum());
    Ball x = new Ball(new BigInteger[] {ONE, ONE}, BigInteger.TEN);
    Ball result = wide.linear(x, weight, bias);
    assertEquals(ONE.shiftLeft(1), result.centre()[0]);
    assertEquals(BigInteger.valueOf(21), result.radius());
    Fixed rounded = wide.prepared(matrix(entries, -BITS - 65));
    assertEquals(BigInteger.ONE, rounded.error());
    assertEquals(BigInteger.ZERO, rounded.entries()[0][0]);
    assertEquals(BigInteger.ONE, wide.row(rounded, 0).radius());
  }

  @Test
  void sumsMeansAndPartsHoldTheirPoints() {
    for (int run = 0; run < 100; run++) {
      List<Inside> some = List.of(inside(3, 5), inside(3, 0), inside(3, 900));
      List<Ball> balls = some.stream().map(Inside::ball).toList();
      BigInteger[] sum = new BigInteger[3];
      Arrays.setAll(
          sum,
          j -> some.stream().map(one -> one.point[j]).reduce(BigInteger.ZERO, BigInteger::add));
      assertHolds(wide.sum(balls), sum, FINE);
      assertEquals(BigInteger.valueOf(905), wide.sum(balls).radius());
      Ball mean = wide.mean(balls);
      Ball tripled =
          new Ball(
              Arrays.stream(mean.centre())
                  .map(c -> c.multiply(BigInteger.valueOf(3)))
                  .toArray(BigInteger[]::new),
              mean.radius().multiply(BigInteger.valueOf(3)));
      assertHolds(tripled, sum, FINE);
      assertEquals(BigInteger.valueOf(303), mean.radius());
      BigInteger[] joined =
          some.stream().flatMap(one -> Arrays.stream(one.point)).toArray(BigInteger[]::new);
      Ball beside = wide.concatenated(balls);
      assertHolds(beside, joined, FINE);
      assertHolds(wide.slice(beside, 2, 5), Arrays.copyOfRange(joined, 2, 7), FINE);
      Arrays.setAll(joined, j -> joined[j].max(BigInteger.ZERO));
      assertHolds(wide.activated(beside, Activation.RELU), joined, FINE);
    }
  }

  private static Ball exact(long... quarters) {
    BigInteger[] centre = new BigInteger[quarters.length];
    Arrays.setAll(centre, j -> BigInteger.valueOf(quarters[j]).shiftLeft(BITS - 2));
    return new Ball(centre, BigInteger.ZERO);
  }

  private static Softmax softmax(int heads, Optional<Rational> masked, boolean scaled) {
    return new Softmax(heads, one(), 4, masked, scaled);
  }

  private static Rational one() {
    return new Rational(BigInteger.ONE, BigInteger.ONE);
  }

  private static void assertNear(long parts, int bits, BigInteger got, Ball ball) {
    BigInteger want = BigInteger.valueOf(parts).shiftLeft(BITS - bits);
    assertTrue(got.subtract(want).abs().compareTo(ball.radius()) <= 0, got + " and " + want);
    assertTrue(ball.radius().bitLength() < 14, () -> "radius " + ball.radius());
  }

  @Test
  void aBallIsShortIfCentreAndRadiusAre() {
    BigInteger most = ONE.shiftLeft(1024).subtract(BigInteger.ONE);
    BigInteger more = ONE.shiftLeft(1024);
    for (BigInteger sign : List.of(BigInteger.ONE, BigInteger.ONE.negate())) {
      assertTrue(wide.isShort(new Ball(new BigInteger[] {ONE, most.multiply(sign)}, most)));
      BigInteger[] centre = {ONE, more.add(BigInteger.ONE).multiply(sign)};
      assertFalse(wide.isShort(new Ball(centre, BigInteger.ZERO)));
    }
    assertFalse(wide.isShort(new Ball(new BigInteger[] {ONE}, more)));
  }

  @Test
  void equalScoresShareEqually() {
    List<Ball> keys = List.of(exact(0, 0), exact(0, 0), exact(4, 0), exact(4, 0));
    List<Ball> values = List.of(exact(4, 0), exact(0, 4), exact(40, 40), exact(40, 40));
    Ball seen = wide.attention(exact(9, 5), keys, values, 2, softmax(1, Optional.empty(), false));
    assertNear(1, 1, seen.centre()[0], seen);
    assertNear(1, 1, seen.centre()[1], seen);
    Ball heads = wide.attention(exact(0, 5), keys, values, 4, softmax(2, Optional.empty(), false));
    assertNear(21, 2, heads.centre()[0], heads);
    assertNear(21, 2, heads.centre()[1], heads);
  }

  @Test
  void maskedScoresAreNumbers() {
    List<Ball> keys = List.of(exact(0), exact(7));
    List<Ball> values = List.of(exact(4), exact(12));
    Ball zero = wide.attention(exact(4), keys, values, 1, softmax(1, Optional.of(ZERO), false));
    assertNear(2, 0, zero.centre()[0], zero);
    Rational far = new Rational(BigInteger.valueOf(-100000), BigInteger.ONE);
    for (boolean scaled : new boolean[] {true, false}) {
      Ball left = wide.attention(exact(4), keys, values, 1, softmax(1, Optional.of(far), scaled));
      assertNear(1, 0, left.centre()[0], left);
      assertTrue(left.radius().signum() > 0);
    }
  }

  @Test
  void scoresThatMayBeAnythingGiveWhatValuesMayBe() {
    List<Ball> keys = List.of(exact(0), exact(4));
    List<Ball> values = List.of(exact(4), exact(-8));
    Ball query = new Ball(new BigInteger[] {BigInteger.ZERO}, ONE.shiftLeft(20));
    Ball any = wide.attention(query, keys, values, 2, softmax(1, Optional.empty(), false));
    for (BigInteger end : List.of(ONE, ONE.shiftLeft(1).negate())) {
      assertTrue(any.centre()[0].subtract(end).abs().compareTo(any.radius()) <= 0);
    }
  }

  @Test
  void normsOfExactVectors() {
    Fixed ones = wide.prepared(matrix(new BigInteger[][] {{BigInteger.ONE, BigInteger.ONE}}, 0));
    Fixed none = wide.prepared(matrix(new BigInteger[][] {{BigInteger.ZERO, BigInteger.ZERO}}, 0));
    Ball layer = wide.normalized(exact(12, 4), new Norming(true, ZERO), ones, none).orElseThrow();
    assertNear(1, 0, layer.centre()[0], layer);
    assertNear(-1, 0, layer.centre()[1], layer);
    Ball rms = // of 1 and 7: the mean of squares is 25
        wide.normalized(exact(4, 28), new Norming(false, ZERO), ones, ones).orElseThrow();
    BigInteger fifth = ONE.multiply(BigInteger.valueOf(6)).divide(BigInteger.valueOf(5));
    assertTrue(rms.centre()[0].subtract(fifth).abs().compareTo(rms.radius()) <= 0);
    Rational three = new Rational(BigInteger.valueOf(3), BigInteger.ONE);
    Ball softened = // variance 1 and epsilon 3
        wide.normalized(exact(8, 0), new Norming(true, three), ones, none).orElseThrow();
    assertNear(1, 1, softened.centre()[0], softened);
  }

  @Test
  void aNormThatMayBeUndefinedIsNone() {
    Fixed one = wide.prepared(matrix(new BigInteger[][] {{BigInteger.ONE, BigInteger.ONE}}, 0));
    assertEquals(Optional.empty(), wide.normalized(exact(5, 5), new Norming(true, ZERO), one, one));
    assertEquals(
        Optional.empty(), wide.normalized(exact(0, 0), new Norming(false, ZERO), one, one));
    Ball broad = new Ball(exact(5, 5).centre(), ONE.shiftLeft(4));
    assertEquals(Optional.empty(), wide.normalized(broad, new Norming(false, ZERO), one, one));
    assertTrue(wide.normalized(broad, new Norming(false, one()), one, one).isPresent());
  }

  @Test
  void aLeadMustExceedBothRadiiAndTheMargin() {
    BigInteger[] centre = {ONE.add(BigInteger.valueOf(21)), BigInteger.ZERO, ONE, ONE.shiftLeft(9)};
    Ball outputs = new Ball(centre, BigInteger.TEN);
    assertEquals(Lead.CERTAIN, wide.lead(outputs, new Contest(0, 2, 0, ZERO)));
    assertEquals(Lead.REFUTED, wide.lead(outputs, new Contest(0, 3, 0, ZERO)));
    assertEquals(Lead.REFUTED, wide.lead(outputs, new Contest(0, 2, 2, ZERO)));
    Ball wider = new Ball(centre, BigInteger.valueOf(11));
    assertEquals(Lead.OPEN, wide.lead(wider, new Contest(0, 2, 0, ZERO)));
    assertEquals(Lead.OPEN, wide.lead(wider, new Contest(0, 2, 2, ZERO)));
    BigInteger[] tied = {ONE, ONE};
    assertEquals(
        Lead.REFUTED, wide.lead(new Ball(tied, BigInteger.ZERO), new Contest(0, 1, 0, ZERO)));
    Rational margin = new Rational(BigInteger.valueOf(21), ONE);
    assertEquals(
        Lead.REFUTED, wide.lead(new Ball(centre, BigInteger.ZERO), new Contest(0, 2, 0, margin)));
    Rational less = new Rational(BigInteger.valueOf(41), ONE.shiftLeft(1));
    assertEquals(
        Lead.OPEN, wide.lead(new Ball(centre, BigInteger.ONE), new Contest(0, 2, 0, less)));
    assertEquals(
        Lead.OPEN, wide.lead(new Ball(centre, BigInteger.ZERO), new Contest(0, 2, 0, less)));
  }
}
