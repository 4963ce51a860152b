// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lemmas L-33 to L-39: every proved cell against the enumeration of all inputs of tiny models. */
@Tag("long") // pom.xml, profile long
public class GapCellsTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 16);

  private static final List<TinyModel.Draw> VALUES =
      List.of(
          random -> random.nextGaussian(),
          random -> random.nextInt(-2, 3),
          random -> random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0.0,
          random -> Math.scalb(random.nextInt(-3, 4), random.nextInt(-40, 41)),
          random -> Double.MIN_VALUE * random.nextInt(-1000, 1000));
  private static final List<TinyModel.Draw> SCORES =
      List.of(
          random -> Math.scalb(random.nextGaussian(), random.nextInt(-3, 4)),
          random -> 0.0,
          random -> random.nextInt(-2, 3),
          random -> Math.scalb(random.nextGaussian(), random.nextInt(3, 9)));

  private static long cells;
  private static long proved;

  @ParameterizedTest
  @EnumSource
  void noProvedCellHoldsAWrongInput(Handling handling) throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      int[] sizes = {random.nextInt(2, 7), random.nextInt(1, trial % 8 == 0 ? 5 : 4)};
      TinyModel model =
          new TinyModel(
              sizes,
              random,
              SCORES.get(random.nextInt(SCORES.size())),
              VALUES.get(trial % VALUES.size()));
      strengthen(model, random.nextInt(4));
      Rational margin = new Rational(BigInteger.valueOf(random.nextInt(3)), BigInteger.TWO);
      check(model, margin, handling, random, "seed " + SEED + ", trial " + trial);
    }
  }

  /**
   * Makes the model attend to large tokens and answer with the one it attends to: logit o of token
   * t is 16 t o - 8 o^2, the largest for o = t. What else its weights do is noise.
   */
  private static void strengthen(TinyModel model, int degree) {
    if (degree == 0) {
      return;
    }
    int strength = 1 << 3 * degree;
    for (int r = 0; r < model.dModel; r++) {
      model.wQ[r][0] = 0;
      model.wK[r][0] = 0;
      model.wV[r][0] = 0;
    }
    model.bQ[0] = 8 * degree;
    for (double[] position : model.position) {
      position[0] = 0;
    }
    model.wK[0][0] = 1;
    Arrays.fill(model.wV[0], 0);
    Arrays.fill(model.wO[0], 0);
    model.wV[0][0] = 1;
    model.wO[0][0] = 16 * strength;
    for (int t = 0; t < model.vocab; t++) {
      model.embed[t][0] = t;
      model.unembed[0][t] = t;
      model.bU[t] = -8 * strength * t * t;
    }
  }

  private void check(
      TinyModel model, Rational margin, Handling handling, Random random, String where)
      throws Rejection {
    BigDecimal delta =
        new BigDecimal(margin.numerator()).divide(new BigDecimal(margin.denominator()));
    Truth truth = new Truth(model, delta);
    Weights weights = model.weights();
    for (DirectOption direct : DirectOption.values()) {
      for (AttentionOption attention : AttentionOption.values()) {
        SubCubicOptions options = new SubCubicOptions(direct, handling, attention);
        Directions directions = directions(options, model, random);
        for (int round = 0; round < 2; round++) {
          Gaps gaps = gaps(model, round, random);
          check(new SubCubic(options, gaps, directions), weights, margin, truth, where);
        }
      }
    }
  }

  private static Gaps gaps(TinyModel model, int round, Random random) throws Rejection {
    return GapSearch.gaps(
        model.vocab,
        model.k,
        (q, m, c) -> round == 0 ? Math.min(1, m) : random.nextInt(Math.min(model.vocab, m + 2)));
  }

  public static Directions none(SubCubicOptions options, Weights weights) {
    List<BigInteger[]> vectors = new ArrayList<>();
    for (int length : options.directionLengths(weights.vocab(), weights.dModel())) {
      BigInteger[] vector = new BigInteger[length];
      Arrays.fill(vector, BigInteger.ZERO);
      vectors.add(vector);
    }
    return new Directions(vectors);
  }

  /** Random ones; in one of four each entry is at an end of its range. */
  static Directions directions(SubCubicOptions options, TinyModel model, Random random) {
    List<BigInteger[]> vectors = new ArrayList<>();
    int bound = 1 << random.nextInt(18);
    for (int length : options.directionLengths(model.vocab, model.dModel)) {
      BigInteger[] vector = new BigInteger[length];
      Arrays.setAll(vector, i -> BigInteger.valueOf(random.nextInt(-bound, bound)));
      vectors.add(vector);
    }
    if (random.nextInt(4) == 0) {
      vectors.forEach(vector -> Arrays.fill(vector, BigInteger.valueOf(-(1 << 17))));
    }
    return new Directions(vectors);
  }

  private static void check(
      SubCubic proof, Weights weights, Rational margin, Truth truth, String where)
      throws Rejection {
    RivalTables rivals = proof.rivals(weights, Optional.empty(), margin);
    Shares[] queries = proof.queries(weights, Optional.empty());
    BigInteger sum = BigInteger.ZERO;
    for (int m = 0; m < weights.vocab(); m++) {
      for (GapCell cell : proof.proved(m, queries, rivals)) {
        proved += cell.c() > 0 ? 1 : 0;
        sum = sum.add(cell.size(weights.k() - 1));
        truth.confirm(cell, where + ", " + proof.options() + ", " + cell);
      }
      cells += (long) (m + 1) * (weights.k() - 1) + 1;
    }
    assertEquals(sum, proof.count(Premises.exact(weights), Demand.of(margin)), where);
  }

  @AfterAll
  static void enoughCellsWereProvedAndEnoughWereNot() {
    assertTrue(cells > 250L * TRIALS, "cells: " + cells);
    assertTrue(
        proved > cells / (TRIALS < 16 ? 100 : 40) && proved < cells / 2, proved + " of " + cells);
  }

  /** Every input by its cell. */
  private static final class Truth {
    private final List<Enumeration.Case> cases;

    Truth(TinyModel model, BigDecimal delta) {
      this.cases = Enumeration.cases(model, delta);
    }

    /** The cell has as many inputs as it says, and none of them is wrong. */
    void confirm(GapCell cell, String where) {
      long members = 0;
      for (Enumeration.Case one : cases) {
        if (isMember(one.input(), cell)) {
          members++;
          for (boolean wrong : one.wrong()) {
            assertTrue(!wrong, () -> where + ": " + Arrays.toString(one.input()));
          }
        }
      }
      int last = cases.get(0).input().length - 1;
      assertEquals(BigInteger.valueOf(members), cell.size(last), where);
    }

    private static boolean isMember(int[] input, GapCell cell) {
      int last = input.length - 1;
      int[] others = Arrays.stream(input, 0, last).filter(t -> t != cell.m()).toArray();
      return input[last] == cell.q()
          && Arrays.stream(input).max().orElseThrow() == cell.m()
          && others.length + (cell.q() < cell.m() ? 1 : 0) == cell.c()
          && Arrays.stream(others).allMatch(t -> t <= cell.m() - cell.gap());
    }
  }
}
