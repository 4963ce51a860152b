// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import static org.assay.checker.arithmetic.Points.entry;
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

/** Lemma L-91: points inside the operands stay inside the result, also where they are large. */
class ScalingTest {
  private final Scaling scaling = new Scaling();
  private final Random random = new Random(91);

  /** A scaled disc, and a point of it: moved from the centre by all of the radius, in one entry. */
  private record Inside(Scaled scaled, BigDecimal[] point) {}

  private Inside inside(int width, int bits, long radius, int exponent) {
    long[] centre = new long[width];
    BigDecimal[] point = new BigDecimal[width];
    int moved = random.nextInt(width);
    for (int j = 0; j < width; j++) {
      centre[j] = random.nextLong() >> Long.SIZE - 1 - bits;
      long off = j == moved ? (random.nextInt(3) - 1L) * radius : 0;
      point[j] = BigDecimal.valueOf(centre[j] + off).multiply(power(exponent - 48));
    }
    return new Inside(new Scaled(new Disc(centre, radius, true), exponent), point);
  }

  private static void assertHolds(Scaled made, BigDecimal[] point) {
    Disc disc = made.disc();
    assertTrue(disc.known() && made.exponent() >= 0 && made.exponent() <= 32, "" + made);
    assertEquals(point.length, disc.width());
    BigDecimal squares = BigDecimal.ZERO;
    for (int j = 0; j < point.length; j++) {
      assertTrue(Math.abs(disc.centre()[j]) <= 1L << 56);
      BigDecimal scaled = point[j].multiply(power(48 - made.exponent()));
      squares = squares.add(scaled.subtract(BigDecimal.valueOf(disc.centre()[j])).pow(2));
    }
    BigDecimal most = BigDecimal.valueOf(disc.radius()).multiply(new BigDecimal("1.0000000001"));
    BigDecimal off = squares.sqrt(new MathContext(20));
    assertTrue(off.compareTo(most) <= 0, "off by " + off + ", radius " + disc.radius());
  }

  private ExactMatrix matrix(int rows, int columns, int exponent) {
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (BigInteger[] row : entries) {
      Arrays.setAll(row, k -> BigInteger.valueOf(random.nextInt()));
    }
    return ExactMatrix.of(entries, columns, exponent);
  }

  private Inside any(int width, int run) {
    return inside(width, 40 + run % 17, 1L << run % 37, run % 5 == 0 ? 0 : random.nextInt(11));
  }

  @Test
  void sumsMeansAndPartsHoldTheirPoints() {
    boolean large = false;
    for (int run = 0; run < 2000; run++) {
      List<Inside> some = List.of(any(3, run), any(3, run + 7), any(3, 16));
      List<Scaled> operands = some.stream().map(Inside::scaled).toList();
      BigDecimal[] sum = new BigDecimal[3];
      BigDecimal[] mean = new BigDecimal[3];
      for (int j = 0; j < 3; j++) {
        int at = j;
        sum[j] = some.stream().map(one -> one.point[at]).reduce(BigDecimal.ZERO, BigDecimal::add);
        mean[j] = sum[j].divide(BigDecimal.valueOf(3), new MathContext(60));
      }
      Scaled made = scaling.sum(operands);
      large |= made.exponent() > operands.stream().mapToInt(Scaled::exponent).max().orElse(0);
      assertHolds(made, sum);
      assertHolds(scaling.mean(operands), mean);
      BigDecimal[] joined =
          some.stream().flatMap(one -> Arrays.stream(one.point)).toArray(BigDecimal[]::new);
      Scaled beside = scaling.concatenated(operands);
      assertHolds(beside, joined);
      assertHolds(scaling.slice(beside, 2, 5), Arrays.copyOfRange(joined, 2, 7));
      Arrays.setAll(joined, j -> joined[j].max(BigDecimal.ZERO));
      assertHolds(scaling.activated(beside, Activation.RELU), joined);
    }
    assertTrue(large);
  }

  @Test
  void productsOfLargeVectorsHoldTheirPoints() {
    boolean[] smaller = new boolean[9];
    for (int run = 0; run < 2000; run++) {
      int in = 1 + run % 9;
      ExactMatrix w = matrix(in, 4, -31 + run % 10);
      ExactMatrix b = matrix(1, 4, -31 + run % 8);
      Inside x = any(in, run);
      BigDecimal[] want = new BigDecimal[4];
      for (int k = 0; k < 4; k++) {
        want[k] = entry(b, 0, k);
        for (int j = 0; j < in; j++) {
          want[k] = want[k].add(x.point[j].multiply(entry(w, j, k)));
        }
      }
      Scaled made = scaling.linear(x.scaled, scaling.prepared(w), scaling.prepared(b));
      if (made.disc().known()) {
        smaller[made.exponent() - x.scaled.exponent()] = true;
        assertHolds(made, want);
      }
    }
    assertTrue(smaller[0] && smaller[4] && smaller[8], Arrays.toString(smaller));
  }

  @Test
  void whatFitsIsAsInDiscs() {
    Medium medium = new Medium();
    ExactMatrix w = matrix(3, 3, -32);
    Disc x = inside(3, 50, 1000, 0).scaled.disc();
    Limbs weight = medium.prepared(w);
    Scaled product = scaling.linear(new Scaled(x, 0), weight, weight);
    Disc want = medium.linear(x, weight, weight);
    assertEquals(0, product.exponent());
    assertEquals(want.radius(), product.disc().radius());
    assertEquals(Arrays.toString(want.centre()), Arrays.toString(product.disc().centre()));
  }

  @Test
  void otherStepsTakeNoLargeVectors() {
    Scaled plain = new Scaled(new Disc(new long[] {1L << 48, 3L << 46}, 1, true), 0);
    Scaled large = new Scaled(plain.disc(), 1);
    Limbs one = scaling.prepared(ExactMatrix.of(1, 2, new long[] {1, 1}, new int[2]));
    Norming norming = new Norming(true, Rational.ZERO);
    assertTrue(scaling.normalized(plain, norming, one, one).isPresent());
    assertEquals(Optional.empty(), scaling.normalized(large, norming, one, one));
    assertTrue(scaling.isShort(scaling.activated(plain, Activation.SILU)));
    assertFalse(scaling.isShort(scaling.activated(large, Activation.SILU)));
    Softmax softmax =
        new Softmax(1, new Rational(BigInteger.ONE, BigInteger.ONE), 1, Optional.empty(), false);
    for (int at = -1; at < 3; at++) {
      Scaled query = at == 0 ? large : plain;
      List<Scaled> keys = List.of(plain, at == 1 ? large : plain);
      List<Scaled> values = List.of(at == 2 ? large : plain, plain);
      Scaled mixed = scaling.attention(query, keys, values, 2, softmax);
      assertEquals(at == -1, scaling.isShort(mixed), "operand " + at);
    }
    assertFalse(scaling.isShort(Scaled.of(plain.disc(), 33)));
    assertTrue(scaling.isShort(Scaled.of(plain.disc(), 32)));
  }

  private static Lead lead(long[] centre, long radius, int exponent, Rational margin) {
    Scaled outputs = new Scaled(new Disc(centre, radius, true), exponent);
    return new Scaling().lead(outputs, new Contest(0, centre.length - 1, 0, margin));
  }

  @Test
  void aLeadIsOfTheNumbersAndNotOfTheirHalves() {
    Rational two = new Rational(BigInteger.TWO, BigInteger.ONE);
    assertEquals(Lead.CERTAIN, lead(new long[] {(1L << 48) + 1, 0}, 0, 1, two));
    assertEquals(Lead.REFUTED, lead(new long[] {1L << 48, 0}, 0, 1, two));
    assertEquals(Lead.OPEN, lead(new long[] {(1L << 48) + 2, 0}, 1, 1, two));
    assertEquals(Lead.CERTAIN, lead(new long[] {(1L << 49) + 1, 0}, 0, 0, two));
    assertEquals(Lead.CERTAIN, lead(new long[] {(1L << 46) + 1, 0}, 0, 3, two));
  }
}
