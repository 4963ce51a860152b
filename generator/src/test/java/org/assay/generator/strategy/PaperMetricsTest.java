// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.counting.PotentialCounting;
import org.assay.generator.strategy.counting.PotentialOptions;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.SubCubic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published values, for vocab 64 and dModel = dHead = 32. */
class PaperMetricsTest {
  private static final String DROP = "drop_average_query_per_output_logit_reasoning";

  @ParameterizedTest
  @CsvSource({
    "max_diff_exact, mean, exact_EQKE+max_diff_exact, 2537159, 2952686, 6152981, 18166871, 8384",
    "max_diff_exact, mean, max_diff_exact, 3770056, 4185487, 7385302, 19398232, 4544",
    "max_diff_exact, drop, exact_EQKE+max_diff_exact, 2500871, 2904302, 6044117, 17937047, 8384",
    "global_max_diff_exact, mean, exact_EQKE+max_diff_exact, 2545414, 2960941, 6161236, 18175126,"
        + " 8258",
    "max_diff_exact, mean, max_diff_subproduct, 2755814, 3171245, 6371060, 18383990, 4480",
    "max_diff_exact, mean, max_diff, 3514024, 3929455, 7129270, 19142200, 4480",
    "max_diff_exact, mean, svd, 4720393, 5135824, 8335639, 20348569, 4416",
    "mean_query+max_diff, mean, exact_EQKE+max_diff_exact, 2281063, 2696590, 5896885, 17910775,"
        + " 10370",
    "svd_query+max_diff, mean, exact_EQKE+max_diff_exact, 2279015, 2694542, 5894837, 17908727,"
        + " 10370",
    "mean_query+max_diff, mean, max_diff_subproduct, 2499718, 2915149, 6114964, 18127894, 6466",
    "max_diff_exact, mean, mean+max_diff_subproduct_recursive, 2237797, 2653228, 5853043,"
        + " 17865973, 4544",
    "max_diff_exact, mean, max_diff_subproduct_recursive, 2225510, 2640941, 5840756, 17853686,"
        + " 4480",
    "mean_query+max_diff, mean, mean+max_diff_subproduct_recursive, 1981701, 2397132, 5596947,"
        + " 17609877, 6530",
    "mean_query+max_diff, mean, max_diff_subproduct_recursive, 1969414, 2384845, 5584660,"
        + " 17597590, 6466"
  })
  void subCubicIsAsPublished(
      String direct,
      String handling,
      String attention,
      long at4,
      long at5,
      long at10,
      long at20,
      long dimension) {
    Strategy strategy =
        SubCubic.of(direct, handling.equals("drop") ? DROP : "mean_query+diff", attention).get();
    assertEquals(OptionalLong.of(at4), metrics(strategy, 4).flops());
    assertEquals(OptionalLong.of(at5), metrics(strategy, 5).flops());
    assertEquals(OptionalLong.of(at10), metrics(strategy, 10).flops());
    assertEquals(OptionalLong.of(at20), metrics(strategy, 20).flops());
    assertEquals(dimension, metrics(strategy, 7).unexplainedDimension().get().longValue());
  }

  @ParameterizedTest
  @CsvSource({
    "4, 35087840, 12800",
    "5, 52397344, 12928",
    "10, 193981664, 13568",
    "20, 752334304, 14848"
  })
  void cubicIsAsPublished(int k, long flops, long dimension) {
    PaperMetrics metrics = metrics(new Cubic(), k);
    assertEquals(OptionalLong.of(flops), metrics.flops());
    assertEquals(Optional.of(BigInteger.valueOf(dimension)), metrics.unexplainedDimension());
    assertEquals(dimension, metrics(new CubicRetest(), k).unexplainedDimension().get().longValue());
  }

  /** The 100 combinations of the paper; the cheapest is published. */
  @Test
  void theHundredCombinationsHaveFlops() {
    long[] flops =
        SubCubic.combinations().stream()
            .map(strategy -> metrics(strategy, 4).flops())
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .toArray();
    assertEquals(100, flops.length);
    assertEquals(1_931_078, Arrays.stream(flops).min().getAsLong());
  }

  @Test
  void bruteForceIsPublishedForFourTokens() {
    PaperMetrics metrics = metrics(new BruteForce(), 4);
    assertEquals(OptionalLong.of(141_029_630_021_632L), metrics.flops());
    assertEquals(Optional.of(BigInteger.TWO.pow(30)), metrics.unexplainedDimension());
    assertEquals(OptionalLong.empty(), metrics(new BruteForce(), 5).flops());
  }

  @Test
  void nothingIsMadeUp() {
    PaperMetrics.Sizes other = new PaperMetrics.Sizes(4, 32, 32, 32);
    assertEquals(OptionalLong.empty(), new Cubic().paper(other).flops());
    PaperMetrics grouped = metrics(new GroupedCounting(OptionalInt.empty()), 4);
    assertEquals(OptionalLong.empty(), grouped.flops());
  }

  /** By hand: 3 64^2 + 2 K 64 if all is known exactly; each option replaces its 64^2. */
  @Test
  void oursByTheSamePrinciple() {
    assertEquals(12_800, dimension(new GroupedCounting(OptionalInt.empty())));
    assertEquals(12_800, dimension(potential("exact_EQKE+max_diff_exact", "exact")));
    assertEquals(4_096 + 512 + 128 + 4_096, dimension(potential("svd", "exact")));
    assertEquals(4_096 + 512 + 192 + 2_050, dimension(potential("spectral", "max_diff")));
    assertEquals(
        4_096 + 512 + 4_096 + 2_114,
        dimension(potential("exact_EQKE+max_diff_exact", "mean_query+max_diff")));
    assertEquals(8_384, dimension(SubCubic.DEFAULT));
  }

  private static Strategy potential(String attention, String direct) {
    return new PotentialCounting(
        PotentialOptions.of(attention, direct),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalLong.empty());
  }

  private static long dimension(Strategy strategy) {
    return metrics(strategy, 4).unexplainedDimension().orElseThrow().longValueExact();
  }

  private static PaperMetrics metrics(Strategy strategy, int k) {
    return strategy.paper(new PaperMetrics.Sizes(k, 64, 32, 32));
  }
}
