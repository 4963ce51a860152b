// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Rule R-06 on models that deceive the published verifier. */
class SubCubicModelsTest {
  private static final Path MODELS = Path.of("src/test/resources/models");

  private static Weights model(Path file) throws IOException, Rejection {
    return ModelFile.parse(Files.readAllBytes(file));
  }

  private static BigInteger proved(SubCubicOptions options, Gaps gaps, Weights weights)
      throws Rejection {
    Directions directions = GapCellsTest.none(options, weights);
    return new SubCubic(options, gaps, directions)
        .count(Premises.exact(weights), Demand.of(Rational.ZERO));
  }

  /** 5770 of its inputs are answered correctly; the published verifier reports 12838. */
  @Test
  void noCombinationProvesMoreOfTheTrapThanIsTrue() throws IOException, Rejection {
    Weights weights = model(MODELS.resolve("trap-for-mean-plus-diff.safetensors"));
    Gaps ones = GapSearch.gaps(16, 4, (q, m, c) -> 1);
    int some = 0;
    for (SubCubicOptions options : SubCubicTest.combinations()) {
      BigInteger proved = proved(options, ones, weights);
      assertTrue(proved.compareTo(BigInteger.valueOf(5770)) <= 0, options + ": " + proved);
      some += proved.compareTo(BigInteger.valueOf(100)) > 0 ? 1 : 0;
    }
    assertTrue(some >= 2, "combinations that prove something: " + some);
  }

  @Test
  void theWholeTruthOfTheTrapIsProvedWithSearchedGaps() throws IOException, Rejection {
    Weights weights = model(MODELS.resolve("trap-for-mean-plus-diff.safetensors"));
    for (String handling : List.of("envelope", "mean_query+diff")) {
      SubCubicOptions options =
          SubCubicOptions.of("max_diff_exact", handling, "exact_EQKE+max_diff_exact");
      SubCubic unsearched = new SubCubic(options, null, new Directions(List.of()));
      Gaps gaps = new GapSearch(weights, Rational.ZERO, unsearched).search();
      assertEquals(BigInteger.valueOf(5770), proved(options, gaps, weights));
    }
  }

  /** Design notes, 11.1: three of nine inputs are answered wrongly, (2, 0) among them. */
  @Test
  void noCombinationCertifiesTheCounterexample() throws IOException, Rejection {
    Path file = Path.of("../spec/vectors/models/L-38-published-rule.safetensors");
    Weights weights = model(file);
    Gaps ones = GapSearch.gaps(3, 2, (q, m, c) -> Math.min(1, m));
    for (SubCubicOptions options : SubCubicTest.combinations()) {
      SubCubic proof = new SubCubic(options, ones, GapCellsTest.none(options, weights));
      RivalTables rivals = proof.rivals(weights, Optional.empty(), Rational.ZERO);
      Shares[] queries = proof.queries(weights, Optional.empty());
      List<GapCell> proved = proof.proved(2, queries, rivals);
      assertTrue(!proved.contains(new GapCell(0, 2, 1, 1)), options::toString);
    }
  }

  /** Any other gap proves a true claim or none: never more than brute force counts. */
  @Test
  void movedAndSwappedGapsProveNoMoreThanBruteForce() throws Rejection {
    Random random = new Random(4);
    SubCubicOptions options =
        SubCubicOptions.of("max_diff_exact", "envelope", "exact_EQKE+max_diff_exact");
    for (int trial = 0; trial < 200; trial++) {
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4)};
      TinyModel model = new TinyModel(sizes, random, Random::nextGaussian, Random::nextGaussian);
      Weights weights = model.weights();
      BigInteger truth = new BruteForce().count(Premises.exact(weights), Demand.of(Rational.ZERO));
      int shift = random.nextInt(4);
      Gaps gaps = GapSearch.gaps(sizes[0], sizes[1], (q, m, c) -> (q + m + c + shift) % sizes[0]);
      BigInteger proved = proved(options, gaps, weights);
      assertTrue(proved.compareTo(truth) <= 0, "trial " + trial);
    }
  }
}
