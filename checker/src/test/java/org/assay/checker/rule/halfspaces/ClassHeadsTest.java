// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.LayerTables.Mixed;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;
import org.assay.checker.wide.Ball;
import org.junit.jupiter.api.Test;

/** Lemmas L-55 and L-73: the least mean of a slice, against all its inputs. */
class ClassHeadsTest {
  private static final int SCORE_BITS = 4; // scores are multiples of 1/16

  private final Random random = new Random(5);
  private int[][] scores; // [position][token]
  private long[] numbers; // by place

  private static Ball ball(int sixteenths) {
    BigInteger centre = BigInteger.valueOf(sixteenths).shiftLeft(Units.BITS - SCORE_BITS);
    return new Ball(new BigInteger[] {centre}, BigInteger.ZERO);
  }

  private LayerTables tables(int n, int vocab, int[][] allowed) {
    Rational one = new Rational(BigInteger.ONE, BigInteger.ONE);
    Sizes sizes = new Sizes(n, vocab, 0, 0, new Softmax(1, one, 1, Optional.empty(), false));
    Columns none = new Columns(new Units(0, 0), new long[0][][], new long[0][], new long[0]);
    boolean[] known = new boolean[n * vocab];
    Arrays.fill(known, true);
    Ball[] keys = new Ball[n * vocab];
    Arrays.setAll(keys, place -> ball(scores[place / vocab][place % vocab]));
    Ball[] queries = new Ball[vocab];
    Arrays.fill(queries, ball(1 << SCORE_BITS));
    Mixed mixed = new Mixed(new Units(0, 0), new long[0][]);
    return new LayerTables(sizes, allowed, known, keys, queries, none, none, mixed);
  }

  private double mean(int[] tokens, int vocab) {
    double over = 0;
    double under = 0;
    for (int i = 0; i < tokens.length; i++) {
      double weight = Math.exp(scores[i][tokens[i]] / 16.0);
      over += weight * numbers[i * vocab + tokens[i]];
      under += weight;
    }
    return over / under;
  }

  @Test
  void theLeastMeanIsBelowAllAndHardlyBelowTheLeast() {
    int slices = 0;
    for (int round = 0; round < 400; round++) {
      int n = 1 + random.nextInt(4);
      int vocab = 1 + random.nextInt(4);
      scores = IntStream.range(0, n).mapToObj(i -> row(vocab)).toArray(int[][]::new);
      int size = 1 << random.nextInt(40) / 2;
      numbers = random.longs(n * vocab, -(long) size * size, (long) size * size + 1).toArray();
      int[][] allowed = IntStream.range(0, n).mapToObj(i -> some(vocab)).toArray(int[][]::new);
      allowed[n - 1] = IntStream.range(0, vocab).toArray();
      for (int m = 0; m < vocab; m++) {
        int q = random.nextInt(m + 1);
        int high = m == 0 ? 0 : 1 + random.nextInt(m);
        int low = random.nextInt(Math.max(1, high));
        slices += check(n, vocab, allowed, new ClassSlice(0, q, m, low, high)) ? 1 : 0;
      }
    }
    assertTrue(slices > 400, "slices with inputs " + slices);
  }

  private int[] row(int vocab) {
    return random.ints(vocab, -64, 65).toArray();
  }

  private int[] some(int vocab) {
    int[] some = IntStream.range(0, vocab).filter(t -> random.nextInt(5) > 0).toArray();
    return some.length == 0 ? new int[] {0} : some;
  }

  /** Whether the slice has an input. */
  private boolean check(int n, int vocab, int[][] allowed, ClassSlice slice) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int[] tokens : SlicesTest.inputs(vocab, n)) {
      boolean isHeld =
          IntStream.range(0, n).allMatch(i -> Arrays.binarySearch(allowed[i], tokens[i]) >= 0);
      if (isHeld && SlicesTest.isIn(slice, tokens)) {
        least = Math.min(least, mean(tokens, vocab));
        most = Math.max(most, mean(tokens, vocab));
      }
    }
    if (least > most) {
      return false;
    }
    LayerTables tables = tables(n, vocab, allowed);
    ClassHeads heads =
        new ClassHeads(tables, new QueryScores(tables, slice.q()), slice, new Meter());
    double range = Arrays.stream(numbers).mapToDouble(Math::abs).max().orElseThrow();
    double spare = 1 + range * 0x1p-18; // weights are at least e^-8 of the largest, of 28 bits
    double low = heads.least(0, numbers);
    assertTrue(low <= least + 1e-9 * range && low >= least - spare, low + " of " + least);
    double high = heads.most(0, numbers, 7) - 7;
    assertTrue(high >= most - 1e-9 * range && high <= most + spare, high + " of " + most);
    return true;
  }

  @Test
  void equalNumbersHaveTheirMean() {
    scores = new int[][] {{3, -5}, {0, 9}};
    numbers = new long[] {-12, -12, -12, -12};
    int[] both = {0, 1};
    LayerTables tables = tables(2, 2, new int[][] {both, both});
    ClassSlice slice = new ClassSlice(0, 0, 1, 0, 1);
    ClassHeads heads = new ClassHeads(tables, new QueryScores(tables, 0), slice, new Meter());
    assertEquals(-12, heads.least(0, numbers));
    assertEquals(3, heads.held());
  }
}
