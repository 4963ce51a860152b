// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.junit.jupiter.api.Test;

/** Lemmas L-27 (1) and L-30 (2): nothing is lost by peeling, and no grouping is too small. */
class ChainTest {
  private static final long SEED = Long.getLong("seed", 20261129L);

  private static ExactMatrix random(int rows, int columns, Random random) {
    long[] significands = random.longs((long) rows * columns, -50, 50).toArray();
    int[] exponents = random.ints((long) rows * columns, -6, 6).toArray();
    return ExactMatrix.of(rows, columns, significands, exponents);
  }

  private static List<ExactMatrix> factors(int count, Random random) {
    int[] sizes = random.ints(count + 1L, 1, 5).toArray();
    return IntStream.range(0, count).mapToObj(f -> random(sizes[f], sizes[f + 1], random)).toList();
  }

  private static ExactMatrix product(List<ExactMatrix> factors) {
    return factors.stream().reduce((a, b) -> a.times(b)).orElseThrow();
  }

  private static ExactMatrix table(Chain chain) {
    ExactMatrix rest = product(chain.factors());
    return chain.known().map(known -> known.plus(rest)).orElse(rest);
  }

  private static BigInteger[] direction(Chain chain, int factor, Random random) {
    ExactMatrix matrix = chain.factors().get(factor);
    int length = 2 * factor < chain.factors().size() ? matrix.rows() : matrix.columns();
    return Stream.generate(() -> BigInteger.valueOf(random.nextInt(-3, 4)))
        .limit(length)
        .toArray(BigInteger[]::new);
  }

  @Test
  void whateverIsPeeledOffTheTableStaysWhatItIs() {
    Random random = new Random(SEED);
    int changed = 0;
    for (int trial = 0; trial < 300; trial++) {
      List<ExactMatrix> factors = factors(random.nextInt(1, 5), random);
      ExactMatrix whole = product(factors);
      Chain chain = new Chain(Optional.empty(), factors);
      if (random.nextBoolean()) {
        ExactMatrix known = random(whole.rows(), whole.columns(), random);
        whole = whole.plus(known);
        chain = new Chain(Optional.of(known), factors);
      }
      for (int piece = 0; piece < 5; piece++) {
        int factor = random.nextInt(factors.size());
        chain = chain.peeled(factor, direction(chain, factor, random));
        assertEquals(0, table(chain).minus(whole).significandBits(), "seed " + SEED);
      }
      changed += product(chain.factors()).significandBits() == 0 ? 0 : 1;
    }
    assertTrue(changed > 100, "products that are left: " + changed);
  }

  @Test
  void noGroupingIsBelowTheRangesOfTheProduct() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 200; trial++) {
      List<ExactMatrix> factors = factors(4, random);
      ExactMatrix ranges = RowRanges.of(product(factors));
      List<List<Integer>> cuts = new ArrayList<>(); // all ways to group
      for (int set = 0; set < 8; set++) {
        int chosen = set;
        cuts.add(
            IntStream.rangeClosed(1, 3).filter(c -> (chosen >> c - 1 & 1) == 1).boxed().toList());
      }
      for (int levels = 0; levels < 4; levels++) {
        int means = levels;
        List<ExactMatrix> each =
            cuts.stream().map(one -> new RowErrors(factors).byGroups(List.of(one), means)).toList();
        ExactMatrix least = new RowErrors(factors).byGroups(cuts, means);
        for (int r = 0; r < ranges.rows(); r++) {
          Dyadic bound = Dyadic.entry(least, r, 0);
          int row = r;
          each.forEach(one -> assertTrue(Dyadic.entry(one, row, 0).compareTo(bound) >= 0));
          assertTrue(
              each.stream().anyMatch(one -> Dyadic.entry(one, row, 0).compareTo(bound) == 0));
          assertTrue(bound.compareTo(Dyadic.entry(ranges, r, 0)) >= 0, "trial " + trial);
        }
      }
    }
  }

  /** (1, 1) times (1, -1; 1, -1) times (1; 1) times (1, -1): the range is 0, apart it is 8. */
  @Test
  void aProductOfNeighboursIsMadeOnce() {
    ExactMatrix ones = Entries.ones(2);
    ExactMatrix signs = ExactMatrix.of(2, 2, new long[] {1, -1, 1, -1}, new int[4]);
    ExactMatrix last = ExactMatrix.of(1, 2, new long[] {1, -1}, new int[2]);
    Meter meter = new Meter();
    List<ExactMatrix> factors =
        Stream.of(ones.transposed(), signs, ones, last).map(one -> one.on(meter)).toList();
    ExactMatrix bound =
        new RowErrors(factors).byGroups(List.of(List.of(1), List.of(2), List.of(3)), 0);
    assertEquals(BigInteger.ZERO, bound.significand(0, 0));
    // 3 4 and 2 3 4, 1 2 and 1 2 3; three ranges of a last group; three sums, rounded; two choices
    long products = 4 + 12 + 6 + 3;
    long ranges = 2 * 3 + 2 * 3 + 3;
    long sums = (3 + 1) + (3 + 1) + (1 + 1);
    assertEquals(BigInteger.valueOf(products + ranges + sums + 2), meter.operations());
    assertEquals(
        List.of(0, 8),
        Stream.of(List.<Integer>of(), List.of(1, 2, 3))
            .map(cuts -> new RowErrors(factors).byGroups(List.of(cuts), 0))
            .map(range -> Arrays.asList(Entries.floor(range, -range.exponent()).significand(0, 0)))
            .map(one -> one.get(0).intValueExact())
            .toList());
  }
}
