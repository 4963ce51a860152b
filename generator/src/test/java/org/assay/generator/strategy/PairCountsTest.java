// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of which query and maximum the inputs are that a strategy proves. */
class PairCountsTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  private static Model model;
  private static PairCounts truth;

  @BeforeAll
  static void count() throws Exception {
    model = Model.read(MODEL);
    truth = new BruteForce().prove(model, Margin.parse("0"), steps -> {}).pairs();
  }

  static Stream<Strategy> strategies() {
    return Catalog.all().stream();
  }

  @Test
  void allPairsTogetherAreAllInputs() {
    for (TokenWeights tokens :
        List.of(TokenWeights.UNIFORM, new TokenWeights(List.of(3, 1, 4, 1, 5)))) {
      BigInteger all = PairCounts.all(tokens, 5, 3).total();
      assertEquals(tokens.total(5, 3), all);
    }
    PairCounts sizes = PairCounts.all(TokenWeights.UNIFORM, 5, 3);
    assertEquals(BigInteger.valueOf(25), sizes.at(4, 4));
    assertEquals(BigInteger.valueOf(9), sizes.at(1, 4));
    assertEquals(BigInteger.ZERO, sizes.at(4, 1));
  }

  /** No pair has more inputs proved than are right; so the exact one is right in every pair. */
  @ParameterizedTest
  @MethodSource("strategies")
  void noPairHasMoreThanAreRight(Strategy strategy) {
    Proof proof = strategy.prove(model, Margin.parse("0"), steps -> {});
    for (int m = 0; m < model.vocab(); m++) {
      for (int q = 0; q < model.vocab(); q++) {
        assertTrue(proof.pairs().at(q, m).signum() >= 0, strategy.name());
        assertTrue(proof.pairs().at(q, m).compareTo(truth.at(q, m)) <= 0, strategy.name());
      }
    }
    assertEquals(proof.pairs().total(), proof.correct());
    assertTrue(proof.correct().signum() > 0);
  }

  @Test
  void differencesArePairByPair() {
    PairCounts all = PairCounts.all(TokenWeights.UNIFORM, 32, 3);
    PairCounts wrong = all.minus(truth);
    assertEquals(BigInteger.ONE, wrong.total());
    assertEquals(BigInteger.ZERO, truth.above(all).total());
    assertEquals(BigInteger.ONE, all.above(truth).total());
  }
}
