// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.LayerTables.Mixed;
import org.assay.checker.wide.Ball;
import org.junit.jupiter.api.Test;

/** Lemma L-69, 1 and 2: integers with a spread, against numbers that they may stand for. */
class NumbersTest {
  private static final int PLACES = 3;
  private static final int PARTS = 8; // real numbers are multiples of 1/8

  private final Random random = new Random(4);
  private long[][][] real; // [head][column][place], in eighths
  private long[][] realBase; // [query][column]

  private Columns columns(int heads, int width, long spread) {
    real = new long[heads][width][PLACES];
    realBase = new long[1][width];
    long[][][] down = new long[heads][width][PLACES];
    long[][] base = new long[1][width];
    for (int j = 0; j < width; j++) {
      for (int h = 0; h < heads; h++) {
        for (int place = 0; place < PLACES; place++) {
          down[h][j][place] = random.nextInt(2001) - 1000;
          real[h][j][place] = within(down[h][j][place], spread);
        }
      }
      base[0][j] = random.nextInt(2001) - 1000;
      realBase[0][j] = within(base[0][j], spread);
    }
    return new Columns(new Units(0, spread), down, base, new long[width]);
  }

  /** A number from {@code down} to {@code down + spread}, in eighths; often an end. */
  private long within(long down, long spread) {
    int kind = random.nextInt(3);
    long more = kind == 0 ? 0 : kind == 1 ? PARTS * spread : random.nextLong(PARTS * spread + 1);
    return PARTS * down + more;
  }

  private static void encloses(long down, long spread, long eighths, int drop) {
    assertTrue(down * PARTS << drop <= eighths, down + " is above " + eighths);
    assertTrue((down + spread) * PARTS << drop >= eighths, down + " + " + spread + " is below");
  }

  private void enclosed(Combination found, int drop, long[] factors) {
    long constant = 0;
    for (int j = 0; j < factors.length; j++) {
      constant += factors[j] * realBase[0][j];
    }
    encloses(found.constant(), found.spread(), constant, drop);
    for (int h = 0; h < real.length; h++) {
      for (int place = 0; place < PLACES; place++) {
        long number = 0;
        for (int j = 0; j < factors.length; j++) {
          number += factors[j] * real[h][j][place];
        }
        encloses(found.heads()[h][place], found.spread(), number, drop);
      }
    }
  }

  @Test
  void combinationsEncloseWhatTheyStandFor() {
    for (int round = 0; round < 500; round++) {
      int width = 2 + random.nextInt(4);
      long spread = 1 + random.nextInt(5);
      Columns columns = columns(1 + random.nextInt(3), width, spread);
      Combination first = Combination.column(columns, 0, 0);
      long[] factors = new long[width];
      factors[0] = 1;
      enclosed(first, 0, factors);
      factors[1] = -1;
      Combination difference = first.minus(Combination.column(columns, 0, 1));
      assertEquals(2 * spread, difference.spread());
      enclosed(difference, 0, factors);
      enclosed(difference.negative(), 0, new long[] {-1, 1});
      int[] some = random.ints(width, -50, 51).toArray();
      int drop = random.nextInt(5);
      Combination product = Combination.product(columns, 0, 0, some, drop);
      enclosed(product, drop, Arrays.stream(some).asLongStream().toArray());
      int all = Arrays.stream(some).map(Math::abs).sum();
      assertEquals(((spread >> drop) + 2) * all, product.spread());
    }
  }

  @Test
  void factorsEncloseWhatTheyStandFor() {
    for (int round = 0; round < 500; round++) {
      int width = 2 + random.nextInt(3);
      long spread = 1 + random.nextInt(5);
      Columns columns = columns(1, width, spread); // of a neuron each place
      long[][] rows = new long[PLACES][width];
      IntStream.range(0, PLACES)
          .forEach(k -> Arrays.setAll(rows[k], j -> columns.heads()[0][j][k]));
      Mixed mixed = new Mixed(columns.units(), rows);
      Factors difference = Factors.column(mixed, 0).minus(Factors.column(mixed, 1));
      Factors turned = difference.negative();
      int[] some = random.ints(width, -50, 51).toArray();
      int drop = random.nextInt(5);
      Factors product = Factors.product(mixed, 0, some, drop);
      for (int k = 0; k < PLACES; k++) {
        long number = real[0][0][k] - real[0][1][k];
        encloses(difference.down()[k], difference.spread(), number, 0);
        encloses(turned.down()[k], turned.spread(), -number, 0);
        long sum = 0;
        for (int j = 0; j < width; j++) {
          sum += some[j] * real[0][j][k];
        }
        encloses(product.down()[k], product.spread(), sum, drop);
      }
    }
    Factors near = new Factors(new long[] {-3, -2, -1, 0, 1}, 2);
    boolean[] open = {false, false, true, false, false};
    IntStream.range(0, open.length).forEach(k -> assertEquals(open[k], near.mayBeZero(k)));
  }

  @Test
  void unitsAreAsFineAsTheBitsAllow() {
    BigInteger one = BigInteger.ONE.shiftLeft(Units.BITS);
    Ball ball =
        new Ball(new BigInteger[] {one.multiply(BigInteger.valueOf(5)), one}, BigInteger.TEN);
    Units units = Units.of(10, 100, Stream.of(ball));
    assertEquals(7, units.scale()); // 5 is 640 units
    assertEquals(2, units.spread());
    assertEquals(639, units.down(ball, 0)); // and 640 is not below its lower end
    assertEquals(127, units.down(ball, 1));
    assertEquals(3, Units.of(10, 3, Stream.of(ball)).scale());
    Ball wide = new Ball(new BigInteger[] {BigInteger.ZERO}, one);
    Units coarse = Units.of(4, 100, Stream.of(wide));
    assertEquals(3, coarse.scale());
    assertEquals(17, coarse.spread());
    assertEquals(-8, coarse.down(wide, 0));
  }

  @Test
  void thresholdsAddUpToMinusTheConstant() {
    long[][] none = new long[3][];
    HalfSpace space = new HalfSpace(-100, none, new long[] {10, 20, 30}, -40);
    assertEquals(false, space.isEmpty());
    int[][] shares = {{13, 1, 1}, {0, 0, 0}, {0, 0, 15}, {15, 0, 0}}; // of 40
    long[][] expected = {{46, 22, 32}, {24, 33, 43}, {10, 20, 70}, {50, 20, 30}};
    for (int j = 0; j < shares.length; j++) {
      assertEquals(
          Arrays.toString(expected[j]),
          Arrays.toString(space.thresholds(shares[j])),
          "shares " + j);
    }
    assertEquals(true, new HalfSpace(1, none, new long[] {0, 0, 0}, 1).isEmpty());
    assertEquals(false, new HalfSpace(0, none, new long[] {0, 0, 0}, 0).isEmpty());
  }
}
