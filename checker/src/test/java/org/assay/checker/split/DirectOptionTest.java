// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemma L-32 against the circuit multiplied out, in exact decimals. */
class DirectOptionTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 200);

  private static final List<TinyModel.Draw> WEIGHTS =
      List.of(
          random -> random.nextGaussian(),
          random -> random.nextInt(-2, 3),
          random -> random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0.0,
          random -> Math.scalb(random.nextInt(-3, 4), random.nextInt(-40, 41)),
          random -> Math.scalb(random.nextGaussian(), random.nextInt(900, 1000)),
          random -> Double.MIN_VALUE * random.nextInt(-1000, 1000));

  private int tight;

  @Test
  void noDifferenceExceedsItsBound() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      TinyModel.Draw draw = WEIGHTS.get(trial % WEIGHTS.size());
      int[] sizes = {random.nextInt(1, 6), random.nextInt(1, 4)};
      Weights weights = new TinyModel(sizes, random, draw, draw).weights();
      ExactMatrix exact = Circuits.of(weights).direct();
      for (DirectOption option : DirectOption.values()) {
        String where = "seed " + SEED + ", trial " + trial + ", " + option;
        List<BigInteger[]> directions = directions(option, weights, random);
        for (Split split : option.splits(weights, directions)) {
          check(exact, split, where);
        }
      }
    }
    assertTrue(tight > TRIALS, "bounds that are reached: " + tight);
  }

  private static List<BigInteger[]> directions(
      DirectOption option, Weights weights, Random random) {
    int largest = random.nextInt(4) == 0 ? 1 : 1 << 17;
    return option.directionLengths(weights.dModel()).stream()
        .map(length -> new BigInteger[length])
        .peek(all -> Arrays.setAll(all, i -> BigInteger.valueOf(random.nextInt(-largest, largest))))
        .toList();
  }

  private void check(ExactMatrix exact, Split split, String where) {
    for (int q = 0; q < exact.rows(); q++) {
      for (int m = 0; m < exact.columns(); m++) {
        Dyadic excess = new Dyadic(split.error(q, m), split.error().exponent());
        for (int o = 0; o < exact.columns(); o++) {
          Dyadic bound = difference(split.known(), 0, o, m).plus(excess);
          int order = difference(exact, q, o, m).compareTo(bound);
          assertTrue(o == m || order <= 0, where + ", q " + q + ", m " + m + ", o " + o);
          tight += o != m && order == 0 ? 1 : 0;
        }
      }
    }
  }

  private static Dyadic difference(ExactMatrix matrix, int row, int o, int m) {
    return Dyadic.entry(matrix, row, o).minus(Dyadic.entry(matrix, row, m));
  }

  /** X is (4), (-2), U is (1, 0, -1), both constants shift all queries alike. */
  private static Weights small() {
    ExactMatrix one = TinyModel.exact(new double[] {1});
    return new Weights(
        TinyModel.exact(new double[] {3}, new double[] {-3}, new double[] {0}),
        one,
        new Weights.Projection(one, one),
        TinyModel.unbiased(one),
        new Weights.Projection(one, TinyModel.exact(new double[] {2})),
        new Weights.Projection(TinyModel.exact(new double[] {3}), one),
        new Weights.Projection(
            TinyModel.exact(new double[] {1, 0, -1}), TinyModel.exact(new double[] {0, 0, 5})));
  }

  @Test
  void theBoundsOfASmallModelAreThoseOfTheTable() {
    Weights weights = small(); // X = 4, -2, 1; rows of D: 11 0 -6, 5 0 0, 8 0 -3
    assertSplit(DirectOption.GLOBAL_MAX_DIFF_EXACT, List.of(0, 0, 0), List.of(17, 17, 17), weights);
    assertSplit(DirectOption.MEAN_QUERY, List.of(8, 0, -3), List.of(6, 6, 0), weights);
    assertSplit(DirectOption.MAX_DIFF, List.of(7, 0, -2), List.of(8, 4, 2), weights);
    // the magnitude of X is 2^3: the entry 2^14 stands for 2^14 / 2^17 * 2^3 = 1
    assertSplit(DirectOption.SVD_QUERY, List.of(8, 0, -3), List.of(6, 6, 0), weights);
  }

  private static void assertSplit(
      DirectOption option, List<Integer> common, List<Integer> excess, Weights weights) {
    List<BigInteger[]> directions =
        option == DirectOption.SVD_QUERY
            ? List.<BigInteger[]>of(new BigInteger[] {BigInteger.valueOf(1 << 14)})
            : List.of();
    Split split = option.splits(weights, directions).get(0);
    for (int q = 0; q < 3; q++) {
      assertEquals(
          0,
          new Dyadic(split.error(q, q), split.error().exponent())
              .compareTo(Dyadic.of(excess.get(q))),
          option + ", q " + q);
      Dyadic entry = Dyadic.entry(split.known(), 0, q);
      assertEquals(0, entry.compareTo(Dyadic.of(common.get(q))), option + ", o " + q);
    }
  }

  @Test
  void centredBoundsAreTheDifferencesThemselves() {
    List<Split> splits = DirectOption.MAX_DIFF_EXACT.splits(small(), List.of());
    assertEquals(2, splits.size());
    // rows of D: 11 0 -6, 5 0 0, 8 0 -3, mean 8 0 -3
    assertExcesses(splits.get(0), new int[][] {{-11, 11, 17}, {-5, 5, 5}, {-8, 8, 11}});
    assertExcesses(splits.get(1), new int[][] {{-3, 3, 6}, {6, 3, -3}, {0, 0, 0}});
  }

  private static void assertExcesses(Split split, int[][] want) {
    for (int q = 0; q < 3; q++) {
      for (int m = 0; m < 3; m++) {
        Dyadic excess = new Dyadic(split.error(q, m), split.error().exponent());
        assertEquals(0, excess.compareTo(Dyadic.of(want[q][m])), q + ", " + m);
      }
    }
  }

  @Test
  void theOptionsAreThoseOfTheSpec() {
    assertEquals(
        List.of(
            "max_diff_exact",
            "global_max_diff_exact",
            "mean_query+max_diff",
            "svd_query+max_diff",
            "max_diff"),
        Arrays.stream(DirectOption.values()).map(DirectOption::word).toList());
    assertEquals(List.of(9), DirectOption.SVD_QUERY.directionLengths(9));
    assertEquals(List.of(), DirectOption.MEAN_QUERY.directionLengths(9));
  }

  /** X + 7 times U = (0, 1, -1): the second largest entry of each row is the first one. */
  @Test
  void theLargestEntryIsComparedWithTheSecond() {
    Weights model = small();
    ExactMatrix unembed = TinyModel.exact(new double[] {0, 1, -1});
    Weights weights =
        new Weights(
            model.embed(),
            model.position(),
            model.query(),
            model.key(),
            model.value(),
            model.output(),
            TinyModel.unbiased(unembed));
    List<Split> splits = DirectOption.MAX_DIFF_EXACT.splits(weights, List.of());
    assertExcesses(splits.get(0), new int[][] {{11, -11, 22}, {5, -5, 10}, {8, -8, 16}});
  }
}
