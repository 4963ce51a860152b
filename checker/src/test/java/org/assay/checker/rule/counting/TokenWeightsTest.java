// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.rule.exhaustion.InputSum;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemmas L-50 to L-52: sums of weights are those of visiting every input. */
class TokenWeightsTest {
  private static final TinyModel.Draw SMALL = random -> random.nextInt(-2, 3) / 2.0;
  private static final TokenWeights THREE = new TokenWeights(List.of(2, 5, 11));

  @Test
  void sumsOfWeights() {
    assertFalse(THREE.isUniform());
    assertEquals(5, THREE.of(1));
    assertEquals(0, THREE.upTo(-1));
    assertEquals(2, THREE.upTo(0));
    assertEquals(18, THREE.upTo(2));
    assertEquals(BigInteger.valueOf(324), THREE.upTo(2, 0, 2));
    assertEquals(BigInteger.valueOf(324), THREE.fillings(2, 0, 2, true));
    assertEquals(BigInteger.valueOf(324 - 49), THREE.fillings(2, 0, 2, false));
    assertEquals(BigInteger.ZERO, THREE.fillings(2, 0, 0, false));
    assertEquals(BigInteger.ONE, THREE.fillings(2, 0, 0, true));
    assertEquals(BigInteger.valueOf(4), THREE.fillings(0, 0, 2, false));
  }

  @Test
  void withoutAListEveryTokenWeighsOne() {
    assertTrue(TokenWeights.UNIFORM.isUniform());
    assertEquals(1, TokenWeights.UNIFORM.of(7));
    assertEquals(0, TokenWeights.UNIFORM.upTo(-1));
    assertEquals(8, TokenWeights.UNIFORM.upTo(7));
    assertEquals(BigInteger.valueOf(512), TokenWeights.UNIFORM.upTo(7, 0, 3));
    assertEquals(BigInteger.valueOf(64 - 27), TokenWeights.UNIFORM.fillings(3, 0, 3, false));
  }

  @Test
  void sizeOfAClassHasTheQuerysWeight() {
    assertEquals(BigInteger.valueOf(5 * (324 - 49)), new InputClass(1, 2, 2).weight(THREE));
    assertEquals(BigInteger.valueOf(11 * 324), new InputClass(2, 2, 2).weight(THREE));
  }

  /** An input sum of a class by hand. */
  @Test
  void inputSumsAreProductsOfWeights() {
    InputSum sum = new InputSum(THREE, new InputClass(1, 2, 2));
    sum.hold(0, 2);
    sum.add(1, 7); // 5 · 11 · 7
    sum.addAll(1, true); // 5 · 11 · 18
    sum.hold(0, 0);
    sum.addAll(1, false); // 5 · 2 · 11
    sum.addAll(0, false); // 5 · 275
    assertEquals(BigInteger.valueOf(385 + 990 + 110 + 1375), sum.sum());
    InputSum counts = new InputSum(TokenWeights.UNIFORM, new InputClass(1, 2, 2));
    counts.hold(0, 2);
    counts.add(1, 2);
    counts.addAll(1, true);
    counts.addAll(0, false);
    assertEquals(BigInteger.valueOf(2 + 3 + 5), counts.sum());
  }

  /** The weights of the inputs that no output beats, by enumeration of tiny models. */
  @Test
  void everyStrategyProvesAtMostTheTrueWeightAndBruteForceAllOfIt() throws Rejection {
    Random random = new Random(52);
    int exact = 0;
    for (int trial = 0; trial < 60; trial++) {
      TinyModel model = new TinyModel(random, SMALL, SMALL);
      int most = List.of(3, 1000, Integer.MAX_VALUE).get(trial % 3);
      TokenWeights tokens = weights(random, model.vocab, most);
      Demand demand = new Demand(Rational.ZERO, tokens);
      BigInteger truth = truth(model, tokens);
      Circuits circuits = Circuits.of(model.weights());
      BigInteger counted = new BruteForce().count(MarginParts.exact(circuits), demand);
      assertTrue(counted.compareTo(truth) <= 0, () -> counted + " > " + truth);
      exact += counted.equals(truth) ? 1 : 0;
      BigInteger grouped = grouped(model.vocab).count(MarginParts.exact(circuits), demand);
      assertTrue(grouped.compareTo(truth) <= 0, () -> grouped + " > " + truth);
    }
    assertTrue(exact >= 55, "exact in " + exact + " of 60 models");
  }

  /** Weights so large that sums of products need more than 64 bits, none of which is lost. */
  @Test
  void exhaustionAddsUpProductsOfAnySize() throws Rejection {
    TinyModel model = new TinyModel(new int[] {4, 3}, new Random(3), SMALL, SMALL);
    for (double[] row : model.unembed) {
      Arrays.fill(row, 0);
    }
    IntStream.range(0, model.vocab)
        .forEach(o -> model.bU[o] = o); // the largest token is always said
    TokenWeights tokens = weights(new Random(4), model.vocab, Integer.MAX_VALUE);
    Circuits circuits = Circuits.of(model.weights());
    BigInteger want = truth(model, tokens);
    Demand demand = new Demand(Rational.ZERO, tokens);
    assertEquals(want, new BruteForce().count(MarginParts.exact(circuits), demand));
  }

  /** Random terms: what a table counts is at most what good inputs weigh, and near it. */
  @Test
  void tablesCountGoodInputsByWeight() {
    Random random = new Random(17);
    for (int trial = 0; trial < 300; trial++) {
      int m = random.nextInt(4);
      int positions = 1 + random.nextInt(4);
      TokenWeights tokens = weights(random, m + 1, trial % 2 == 0 ? 9 : Integer.MAX_VALUE);
      long[][] terms = new long[positions][m + 1];
      for (long[] row : terms) {
        Arrays.setAll(row, t -> random.nextInt(-9, 10));
      }
      boolean own = random.nextBoolean();
      long query = random.nextInt(-9, 10);
      BigInteger want = good(terms, query, own, tokens);
      Measure fine = new Measure(65536, tokens, new Meter());
      BigInteger got = new DeficitTable(terms, query, query, own, fine).good(query, own);
      if (trial % 2 == 0) {
        assertEquals(want, got, "trial " + trial);
      } else { // low bits dropped: at most a count in 2^17 of each entry and position
        assertTrue(got.compareTo(want) <= 0, got + " > " + want);
        BigInteger loss = want.subtract(got).shiftLeft(6);
        assertTrue(loss.compareTo(all(m, positions, tokens)) <= 0, got + " of " + want);
      }
      Measure coarse = new Measure(positions + 1, tokens, new Meter());
      BigInteger few = new DeficitTable(terms, query, query, own, coarse).good(query, own);
      assertTrue(few.compareTo(want) <= 0, few + " > " + want);
    }
  }

  private static BigInteger all(int m, int positions, TokenWeights tokens) {
    return tokens.fillings(m, 0, positions, true);
  }

  private static BigInteger good(long[][] terms, long query, boolean own, TokenWeights tokens) {
    return good(terms, 0, query, own, tokens);
  }

  private static BigInteger good(
      long[][] terms, int i, long sum, boolean seen, TokenWeights tokens) {
    if (i == terms.length) {
      return seen && sum < 0 ? BigInteger.ONE : BigInteger.ZERO;
    }
    BigInteger good = BigInteger.ZERO;
    int m = terms[i].length - 1;
    for (int t = 0; t <= m; t++) {
      BigInteger rest = good(terms, i + 1, sum + terms[i][t], seen || t == m, tokens);
      good = good.add(rest.multiply(BigInteger.valueOf(tokens.of(t))));
    }
    return good;
  }

  private static TokenWeights weights(Random random, int vocab, int most) {
    return new TokenWeights(
        IntStream.range(0, vocab)
            .mapToObj(t -> random.nextInt(3) == 0 ? most : 1 + random.nextInt(most))
            .toList());
  }

  private static GroupedCounting grouped(int vocab) throws Rejection {
    int bits = vocab * (vocab + 1) / 2; // one block for each pair
    return new GroupedCounting(
        4096, Cover.of(vocab, new Bits("cover", new BitSet(), bits)), Pairs.NONE);
  }

  private static BigInteger truth(TinyModel model, TokenWeights tokens) {
    BigInteger truth = BigInteger.ZERO;
    for (Enumeration.Case one : Enumeration.cases(model, BigDecimal.ZERO)) {
      boolean right = IntStream.range(0, model.vocab).noneMatch(o -> one.wrong()[o]);
      BigInteger weight =
          Arrays.stream(one.input())
              .mapToObj(t -> BigInteger.valueOf(tokens.of(t)))
              .reduce(BigInteger.ONE, BigInteger::multiply);
      truth = right ? truth.add(weight) : truth;
    }
    return truth;
  }
}
