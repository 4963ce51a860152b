// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Meter;
import org.assay.checker.rule.halfspaces.TwoLines.Line;
import org.junit.jupiter.api.Test;

/** Lemma L-56: lines below and above, at many arguments. */
class LinesTest {
  private static final int SCALE = 20;

  /** slope · x + height, in units of 2^-SLOPE_BITS units of x. */
  private static BigInteger at(Line line, long x) {
    BigInteger height = BigInteger.valueOf(line.height()).shiftLeft(TwoLines.SLOPE_BITS);
    return BigInteger.valueOf(line.slope()).multiply(BigInteger.valueOf(x)).add(height);
  }

  @Test
  void linesOfReluEncloseIt() {
    Random random = new Random(1);
    for (int round = 0; round < 4000; round++) {
      long size = 1L << random.nextInt(50);
      long a = random.nextLong(2 * size) - size;
      long b = random.nextInt(10) == 0 ? 0 : random.nextLong(2 * size) - size;
      long low = Math.min(a, b);
      long high = Math.max(a, b);
      int slope = random.nextInt(4);
      TwoLines lines = TwoLines.ofRelu(low, high, slope);
      for (long x : new long[] {low, high, 0, (low + high) / 2}) {
        if (x >= low && x <= high) {
          BigInteger value = BigInteger.valueOf(Math.max(x, 0)).shiftLeft(TwoLines.SLOPE_BITS);
          assertTrue(at(lines.below(), x).compareTo(value) <= 0, "below " + low + " " + high);
          assertTrue(at(lines.above(), x).compareTo(value) >= 0, "above " + low + " " + high);
        }
      }
      isTight(lines, low, high, slope);
    }
  }

  /** Both ends of a chord are hardly missed; lower lines are those that the hint names. */
  private static void isTight(TwoLines lines, long low, long high, int slope) {
    BigInteger spare = BigInteger.valueOf(high - low).add(BigInteger.ONE.shiftLeft(31));
    for (long x : new long[] {low, high}) {
      BigInteger value = BigInteger.valueOf(Math.max(x, 0)).shiftLeft(TwoLines.SLOPE_BITS);
      assertTrue(at(lines.above(), x).subtract(value).compareTo(spare) <= 0);
    }
    long one = 1L << TwoLines.SLOPE_BITS;
    boolean isOpen = low < 0 && high > 0;
    long below = lines.below().slope();
    if (isOpen && slope == TwoLines.CHORD) {
      assertEquals(lines.above().slope(), below);
    } else if (isOpen) {
      boolean isSteep = slope == TwoLines.STEEP || slope == TwoLines.DEFAULT && high >= -low;
      assertEquals(isSteep ? one : 0, below);
    } else {
      assertEquals(high <= 0 ? 0 : one, below);
      assertEquals(lines.below(), lines.above());
    }
    assertEquals(0, lines.below().height());
  }

  private static double value(Activation function, double x) {
    double tanh = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    return function == Activation.SILU ? x / (1 + Math.exp(-x)) : x * (1 + Math.tanh(tanh)) / 2;
  }

  @Test
  void linesOfSmoothFunctionsEncloseThem() {
    Random random = new Random(2);
    double one = Math.scalb(1.0, SCALE);
    for (Activation function : new Activation[] {Activation.SILU, Activation.GELU_TANH}) {
      Curve curve = new Curve(function, new Meter());
      for (int round = 0; round < 300; round++) {
        double size = round % 3 == 0 ? 40 : 4;
        long a = (long) (random.nextDouble(-size, size) * one);
        long b = round % 7 == 0 ? a : (long) (random.nextDouble(-size, size) * one);
        long low = Math.min(a, b);
        long high = Math.max(a, b);
        int slope = random.nextInt(4);
        TwoLines lines = TwoLines.ofCurve(curve, low, high, SCALE, slope).orElseThrow();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        for (int j = 0; j <= 400; j++) {
          double x = (low + (high - low) * (j / 400.0)) / one;
          double over = value(function, x) - line(lines.below(), x);
          double under = line(lines.above(), x) - value(function, x);
          assertTrue(over >= -1e-9 && under >= -1e-9, function + " at " + x);
          least = Math.min(least, over);
          most = Math.min(most, under);
        }
        double spare = 0x1p-16 + (high - low) / one / 100 + 0x1p-6; // steps, and ends on the grid
        assertTrue(least <= spare && most <= spare, least + " " + most);
        long flat = lines.below().slope();
        long chord = lines.above().slope();
        long steep = 1L << TwoLines.SLOPE_BITS;
        assertEquals(slope == 1 ? 0 : slope == 3 ? steep : chord, flat);
      }
    }
  }

  private static double line(Line line, double x) {
    return line.slope() * Math.scalb(x, -TwoLines.SLOPE_BITS)
        + line.height() * Math.scalb(1.0, -SCALE);
  }

  @Test
  void argumentsThatAreTooLargeHaveNoLines() {
    Meter meter = new Meter();
    Curve curve = new Curve(Activation.SILU, meter);
    curve.heightDown(-3, 7, 0); // two operations for each point of the grid, and for both ends
    assertEquals(26, meter.operations().intValueExact());
    curve.heightUp(-3, 7, 0);
    assertEquals(52, meter.operations().intValueExact());
    long far = 1L << SCALE + Curve.MOST_BITS - Curve.GRID_BITS;
    assertTrue(TwoLines.ofCurve(curve, 0, far - 1, SCALE, 0).isEmpty()); // rounded up to the grid
    assertTrue(TwoLines.ofCurve(curve, -far, 0, SCALE, 0).isPresent());
    assertTrue(TwoLines.ofCurve(curve, -far - 1, 0, SCALE, 0).isEmpty());
    long near = far - (1L << SCALE - Curve.GRID_BITS);
    assertTrue(TwoLines.ofCurve(curve, 0, near, SCALE, 0).isPresent());
    assertTrue(TwoLines.ofCurve(curve, near, near, SCALE, 0).isPresent());
    assertTrue(TwoLines.ofCurve(curve, 0, near + 1, SCALE, 0).isEmpty());
  }
}
