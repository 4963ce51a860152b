// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.apfloat.Apfloat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pick points, operate exactly, and demand containment. The oracle is BigDecimal. */
class IntervalTest {
  private static final long SEED = Long.getLong("seed", 1);
  private static final int TRIALS = Integer.getInteger("trials", 4000);

  private interface Operation {
    Interval apply(Interval x, Interval y, Outward round);
  }

  private interface Exact {
    BigDecimal apply(BigDecimal x, BigDecimal y);
  }

  @Test
  void plusContainsTheExactSumOfAnyTwoPoints() {
    contains(Interval::plus, BigDecimal::add);
  }

  @Test
  @Tag("long")
  void minusContainsTheExactDifferenceOfAnyTwoPoints() {
    contains(Interval::minus, BigDecimal::subtract);
  }

  @Test
  @Tag("long")
  void timesContainsTheExactProductOfAnyTwoPoints() {
    contains(Interval::times, BigDecimal::multiply);
  }

  @Test
  @Tag("long")
  void timesPlusContainsTheExactResult() {
    contains((x, y, round) -> x.timesPlus(y, x, round), (x, y) -> x.multiply(y).add(x));
  }

  @Test
  void endpointsThatCarryAPrecisionAreNoInterval() {
    Apfloat rounded = new Apfloat(1.5, 10, 2);
    Apfloat decimal = new Apfloat("1.5", Apfloat.INFINITE, 10);
    Apfloat one = Outward.exact(1);
    assertThrows(IllegalArgumentException.class, () -> Interval.point(rounded));
    assertThrows(IllegalArgumentException.class, () -> Interval.point(decimal));
    assertThrows(IllegalArgumentException.class, () -> new Interval(one, one.negate()));
  }

  private static void contains(Operation operation, Exact exact) {
    Random random = new Random(SEED);
    for (int i = 0; i < TRIALS; i++) {
      double[] x = ordered(weight(random), weight(random));
      double[] y = random.nextInt(4) == 0 ? x : ordered(weight(random), weight(random));
      Outward round = new Outward(2 + random.nextInt(58));
      Interval result = operation.apply(interval(x, round), interval(y, round), round);
      for (double a : x) {
        for (double b : y) {
          BigDecimal want = exact.apply(new BigDecimal(a), new BigDecimal(b));
          assertTrue(
              compare(result.lo(), want) <= 0 && compare(result.hi(), want) >= 0,
              () -> "seed " + SEED + ": " + result + " misses " + a + ", " + b);
        }
      }
    }
  }

  private static Interval interval(double[] ends, Outward round) {
    return round.enclose(Outward.exact(ends[0]), Outward.exact(ends[1]));
  }

  private static int compare(Apfloat x, BigDecimal y) {
    return Exactly.decimal(x).compareTo(y);
  }

  private static double[] ordered(double a, double b) {
    return new double[] {Math.min(a, b), Math.max(a, b)};
  }

  /** Zeros, neighbours of powers of two, subnormals, huge and tiny numbers, then ordinary ones. */
  static double weight(Random random) {
    double ordinary = random.nextGaussian();
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> Math.nextUp(Math.scalb(1, random.nextInt(40) - 20));
      case 2 -> -Math.nextDown(Math.scalb(1, random.nextInt(40) - 20));
      case 3 -> ordinary * Double.MIN_NORMAL / 8;
      case 4 -> ordinary * 0x1p300;
      case 5 -> (float) ordinary;
      default -> ordinary;
    };
  }
}
