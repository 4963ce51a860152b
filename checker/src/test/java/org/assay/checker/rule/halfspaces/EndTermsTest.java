// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.program.OneLayer.Mlp;
import org.assay.checker.program.OneLayer.Normed;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.LayerTables.Mixed;
import org.assay.checker.wide.Ball;
import org.junit.jupiter.api.Test;

/**
 * Lemmas L-56, L-69: neurons times factors from below, against what they may be. Two positions, two
 * tokens, one head that looks at both positions alike.
 */
class EndTermsTest {
  private static final int QUERY = 1;
  private static final int OWN = 3; // its place
  private static final int OUTER_SCALE = 3;
  private static final int INNER_SCALE = 4;
  private static final int SCALE = 12; // of the bounds

  private final Random random = new Random(7);
  private Columns columns;
  private Mixed mixed;

  private LayerTables tables(int neurons) {
    Rational one = new Rational(BigInteger.ONE, BigInteger.ONE);
    Softmax softmax = new Softmax(1, one, 1, Optional.empty(), false);
    LayerTables.Sizes sizes = new LayerTables.Sizes(2, 2, 0, neurons, softmax);
    Ball zero = new Ball(new BigInteger[] {BigInteger.ZERO}, BigInteger.ZERO);
    Ball[] keys = {zero, zero, zero, zero};
    boolean[] known = {true, true, true, true};
    int[][] allowed = {{0, 1}, {0, 1}};
    Ball[] queries = {zero, zero};
    Columns none = new Columns(new Units(0, 0), new long[1][0][4], new long[2][0], new long[0]);
    return new LayerTables(sizes, allowed, known, keys, queries, none, columns, mixed);
  }

  /**
   * Lower bounds of both inputs' sums of factors times neurons, with 1 and 2 for what is direct.
   */
  private double[] bounds(int neurons) {
    LayerTables tables = tables(neurons);
    ClassSlice slice = new ClassSlice(0, QUERY, 1, 0, 1);
    ClassHeads heads = new ClassHeads(tables, new QueryScores(tables, QUERY), slice, new Meter());
    Mlp mlp = new Mlp(new Normed(Optional.empty(), null), Activation.RELU, null);
    TwoLines.Liner liner = (low, high, slope) -> Optional.of(TwoLines.ofRelu(low, high, slope));
    Neurons some = Neurons.of(tables, heads, mlp, liner, new int[neurons]).orElseThrow();
    EndTerms terms = EndTerms.of(Factors.column(mixed, 0), some, some.ends[0], tables);
    int[][][] arguments = new int[1][4][neurons];
    for (int place = 0; place < 4; place++) {
      for (int k = 0; k < neurons; k++) {
        arguments[0][place][k] = (int) columns.heads()[0][k][place];
      }
    }
    long[][] direct = {{100, 300, 0, 300}};
    long[] found = terms.heads(direct, arguments, heads, SCALE)[0];
    assertEquals(0, found[2]); // no place of this query
    double constant = terms.constant(SCALE).doubleValue();
    double query = found[OWN] - 300.0;
    return new double[] {
      (constant + (found[0] - 100 + query) / 2) / (1 << SCALE),
      (constant + (found[1] - 300 + query) / 2) / (1 << SCALE)
    };
  }

  private void draw(int neurons, int size, int spread) {
    long[][][] heads = new long[1][neurons][4];
    long[][] base = new long[2][neurons];
    long[] bias = new long[neurons];
    long[][] rows = new long[neurons][1];
    for (int k = 0; k < neurons; k++) {
      Arrays.setAll(heads[0][k], place -> random.nextInt(2 * size + 1) - size);
      base[QUERY][k] = random.nextInt(4 * size + 1) - 2 * size;
      bias[k] = random.nextInt(2 * size + 1) - size;
      rows[k][0] = random.nextInt(2 * size + 1) - size;
    }
    columns = new Columns(new Units(INNER_SCALE, spread), heads, base, bias);
    mixed = new Mixed(new Units(OUTER_SCALE, spread), rows);
  }

  /** A number that a lower end stands for. */
  private double real(long down) {
    long spread = columns.units().spread();
    int kind = random.nextInt(3);
    return down + (kind == 0 ? 0 : kind == 1 ? spread : random.nextDouble() * spread);
  }

  /** What the network may be of an input with this token in front. */
  private double truth(int token) {
    double sum = 0;
    for (int k = 0; k < mixed.rows().length; k++) {
      double heads = (real(columns.heads()[0][k][token]) + real(columns.heads()[0][k][OWN])) / 2;
      double argument = heads + real(columns.base()[QUERY][k]) + real(columns.bias()[k]);
      sum += real(mixed.rows()[k][0]) * Math.max(argument, 0);
    }
    return sum / (1 << OUTER_SCALE + INNER_SCALE);
  }

  /** The least that it may be: factor and argument of each neuron at one of their ends. */
  private double least(int token) {
    long spread = columns.units().spread();
    double sum = 0;
    for (int k = 0; k < mixed.rows().length; k++) {
      long[] heads = columns.heads()[0][k];
      double low =
          (heads[token] + heads[OWN]) / 2.0 + columns.base()[QUERY][k] + columns.bias()[k];
      double least = Double.POSITIVE_INFINITY;
      for (double argument : new double[] {low, low + 3 * spread}) {
        for (long factor : new long[] {mixed.rows()[k][0], mixed.rows()[k][0] + spread}) {
          least = Math.min(least, factor * Math.max(argument, 0));
        }
      }
      sum += least;
    }
    return sum / (1 << OUTER_SCALE + INNER_SCALE);
  }

  /** All numbers are below 2^53: no double is rounded. */
  @Test
  void noNumberThatIsStoodForIsBelow() {
    for (int round = 0; round < 2000; round++) {
      int neurons = 1 + random.nextInt(4);
      draw(neurons, 1 << 2 + random.nextInt(15), round % 3);
      double[] bounds = bounds(neurons);
      for (int token = 0; token <= 1; token++) {
        double least = least(token);
        assertTrue(bounds[token] <= least, bounds[token] + " above " + least);
        assertTrue(least <= truth(token));
      }
    }
  }

  /** Where no neuron's argument may be on both sides of zero: of size 2^10, 2^-30 of the terms. */
  @Test
  void littleIsLostWhereNothingIsUnknown() {
    int tight = 0;
    for (int round = 0; round < 400; round++) {
      int neurons = 1 + random.nextInt(4);
      draw(neurons, 1 << 10, 0);
      if (IntStream.range(0, neurons).noneMatch(this::isKinked)) {
        double[] bounds = bounds(neurons);
        assertEquals(truth(0), bounds[0], 0.02, "round " + round);
        assertEquals(truth(1), bounds[1], 0.02, "round " + round);
        tight++;
      }
    }
    assertTrue(tight > 100, "rounds without a kink: " + tight);
  }

  private boolean isKinked(int k) {
    double sides = 0;
    for (int token = 0; token <= 1; token++) {
      long[] heads = columns.heads()[0][k];
      double sum = (heads[token] + heads[OWN]) / 2.0;
      sides += Math.signum(sum + columns.base()[QUERY][k] + columns.bias()[k]);
    }
    return Math.abs(sides) < 2;
  }

  /** One neuron, 3 or 7 sixteenths, of which the heads add 2 or 6: known up to a unit. */
  @Test
  void aSpreadCostsTheSizeOfALineAndWithoutASignTheLargestValue() {
    long[][][] heads = {{{0, 8, 0, 4}}};
    columns = new Columns(new Units(INNER_SCALE, 0), heads, new long[][] {{0}, {1}}, new long[1]);
    mixed = new Mixed(new Units(OUTER_SCALE, 2), new long[][] {{2}}); // 2 to 4 eighths
    double[] positive = bounds(1);
    for (int token = 0; token <= 1; token++) { // 2 (heads + 1) - 2 (reach + 1), reach is 6 or 7
      double known = 2 * (token == 0 ? 3 : 7);
      assertTrue(positive[token] <= (known - 14) / 128, "is " + positive[token]);
      assertTrue(positive[token] >= (known - 16.1) / 128, "is " + positive[token]);
    }
    mixed = new Mixed(new Units(OUTER_SCALE, 2), new long[][] {{-1}}); // -1 to 1
    double[] unknown = bounds(1);
    assertEquals(unknown[0], unknown[1]); // no slope
    assertTrue(unknown[0] <= -14.0 / 128 && unknown[0] >= -16.1 / 128, "is " + unknown[0]);
  }
}
