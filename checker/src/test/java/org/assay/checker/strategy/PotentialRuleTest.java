// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The parts of rule R-03 one by one, and its hints. */
class PotentialRuleTest {
  private static final PotentialOptions EXACT =
      new PotentialOptions(AttentionOption.EXACT, Optional.empty());

  private static BitSet numbers(int... numbers) {
    BitSet bits = new BitSet();
    for (int q = 0; q < numbers.length; q++) {
      for (int b = 0; b < 12; b++) {
        bits.set(12 * q + b, (numbers[q] >> (11 - b) & 1) == 1);
      }
    }
    return bits;
  }

  private static QueryClasses classes(int... numbers) throws Rejection {
    return QueryClasses.of(numbers.length, numbers(numbers), 12 * numbers.length);
  }

  @Test
  void classesAreNumberedByTheirFirstQueries() throws Rejection {
    QueryClasses classes = classes(0, 1, 0, 2);
    assertEquals(3, classes.count());
    assertEquals(List.of(0, 1, 3), IntStream.range(0, 3).map(classes::first).boxed().toList());
    assertTrue(classes.contains(0, 2));
    assertFalse(classes.contains(0, 1));
    assertEquals(4 + 3 + 1, classes.pairs());
    int[] many = IntStream.range(0, 300).toArray();
    assertEquals(300, classes(many).count());
    assertRejected(() -> classes(1), "HINT_RANGE: classes: query 0: got class 1, want 0 to 0");
    assertRejected(() -> classes(0, 2), "HINT_RANGE: classes: query 1: got class 2, want 0 to 1");
    assertRejected(
        () -> QueryClasses.of(2, numbers(0, 0), 23), "HINT_RANGE: classes: got 23 bits, want 24");
    assertRejected(
        () -> QueryClasses.of(2, numbers(0, 0), 25), "HINT_RANGE: classes: got 25 bits, want 24");
  }

  @Test
  void everyBlockOfACoverHasALevel() throws Rejection {
    QueryClasses classes = classes(0, 1); // maxima 0, 1 for class 0, and 1 for class 1
    BitSet bits = new BitSet();
    // 0 00; 1, levels 01 and 10; 0 11
    bits.set(3);
    bits.set(5);
    bits.set(6);
    bits.set(9, 11);
    Cover cover = classes.cover(bits, 11);
    assertEquals(List.of(new Cover.Block(0, 2, 0)), cover.blocks(0));
    assertEquals(List.of(new Cover.Block(0, 1, 1), new Cover.Block(1, 2, 2)), cover.blocks(1));
    assertEquals(List.of(new Cover.Block(0, 2, 3)), cover.blocks(2));
    assertEquals(4, cover.size());
    assertEquals(64 + 16 + 4 + 1, cover.bins(64));
    assertEquals(8 + 2, classes.cover(bits, 16).bins(8));
    assertRejected(() -> classes.cover(bits, 10), "HINT_RANGE: cover: got 10 bits, want more");
    assertRejected(
        () -> classes.cover(bits, 17),
        "HINT_RANGE: cover: got 17 bits, want 11 and at most five zeros");
  }

  @Test
  void theOptionsAreThoseOfTheSpec() throws Rejection {
    assertEquals(EXACT, PotentialOptions.of("exact_EQKE+max_diff_exact", "exact"));
    PotentialOptions low = PotentialOptions.of("svd", "svd_query+max_diff");
    assertEquals(
        new PotentialOptions(AttentionOption.SVD, Optional.of(DirectOption.SVD_QUERY)), low);
    assertEquals(List.of(3, 7, 7), low.directionLengths(7, 3));
    assertEquals(List.of(), EXACT.directionLengths(7, 3));
    assertRejected(
        () -> PotentialOptions.of("svd", "max_diff_exact"),
        "UNKNOWN_STRATEGY: direct: got \"max_diff_exact\"");
    assertRejected(
        () -> PotentialOptions.of("none", "exact"), "UNKNOWN_STRATEGY: attention: got \"none\"");
  }

  /** A rule whose cover has so many blocks of level 0. */
  private static PotentialCounting rule(QueryClasses classes, int bins, int blocks)
      throws Rejection {
    Cover cover = Cover.withLevels(1, blocks, new BitSet(), 2 * blocks);
    return new PotentialCounting(EXACT, new Directions(List.of()), classes, bins, cover);
  }

  @Test
  void workOverTheLimitsIsDeclined() throws Rejection {
    QueryClasses one = classes(0);
    rule(one, 8, 1).requireLimits(1024, 8);
    assertLimit(rule(one, 9, 1), 1024, 9, "table entries: got 9437184, want <= 8388608");
    int[] all = IntStream.range(0, 256).toArray();
    assertLimit(rule(classes(all), 8, 1), 256, 8, "weights: got 67371008, want <= 67108864");
    rule(classes(all), 7, 1).requireLimits(256, 7);
    int blocks = 1 << 20;
    PotentialCounting terms = rule(one, 2048, blocks + 1);
    assertLimit(terms, 64, 2048, "terms: got 137439084544, want <= 137438953472");
    PotentialCounting updates = rule(one, 65536, 1 << 19);
    assertLimit(updates, 64, 4, "table updates: got 8796629893120, want <= 8796093022208");
    rule(one, 65536, (1 << 19) - 32).requireLimits(64, 4);
    assertEquals("potential-counting", updates.name());
  }

  @Test
  void binsMustBeAtLeastTheLengthOfTheInput() throws Rejection {
    QueryClasses one = classes(0, 0, 0);
    for (int bins : new int[] {4, 65536}) {
      rule(one, bins, 3).requireLimits(3, 4);
    }
    for (int bins : new int[] {3, 65537}) {
      assertRejected(
          () -> rule(one, bins, 3).requireLimits(3, 4),
          "HINT_RANGE: bins: got " + bins + ", want 4 to 65536");
    }
  }

  private static void assertLimit(PotentialCounting rule, int vocab, int k, String message) {
    assertRejected(
        () -> rule.requireLimits(vocab, k), "LIMIT_EXCEEDED: potential-counting " + message);
  }

  private interface Work {
    void run() throws Rejection;
  }

  private static void assertRejected(Work work, String message) {
    Rejection why = assertThrows(Rejection.class, work::run);
    assertEquals(message, why.getMessage());
    assertEquals(RejectCode.valueOf(message.substring(0, message.indexOf(':'))), why.code());
  }

  @Test
  void aTreeKnowsTheLargestButOne() {
    Random random = new Random(6);
    for (int trial = 0; trial < 100; trial++) {
      long[] row = random.longs(random.nextInt(2, 10), -3, 4).toArray();
      List<Cover.Block> blocks = new ArrayList<>();
      addBlocks(0, row.length, blocks);
      BlockTree tree = new BlockTree(row);
      for (int node = 0; node < blocks.size(); node++) {
        Cover.Block block = blocks.get(node);
        assertEquals(node, BlockTree.node(row.length, block));
        for (int m = 0; m < row.length; m++) {
          int left = m;
          IntStream others = IntStream.range(block.from(), block.to()).filter(o -> o != left);
          long want = others.mapToLong(o -> row[o]).max().orElse(Long.MIN_VALUE);
          assertEquals(want, tree.largestBut(m, node));
        }
      }
    }
  }

  private static void addBlocks(int from, int to, List<Cover.Block> blocks) {
    blocks.add(new Cover.Block(from, to));
    if (to - from > 1) {
      addBlocks(from, from + (to - from) / 2, blocks);
      addBlocks(from + (to - from) / 2, to, blocks);
    }
  }

  private static Enclosure weight(long lo, long hi, long exponent) {
    return new Enclosure(
        BigInteger.valueOf(lo), BigInteger.valueOf(hi), BigInteger.valueOf(exponent));
  }

  @Test
  void weightsAreScaledByTheLargest() {
    WeightScale scale = new WeightScale();
    Enclosure large = scale.admit(weight(3, 5, 10)); // below 2^13: the scale is 2^14
    Enclosure small = scale.admit(weight(5, 7, -51));
    Enclosure tiny = scale.admit(weight(5, 7, -100_000));
    assertEquals(3L << 59, scale.lo(large));
    assertEquals(5L << 59, scale.hi(large));
    assertEquals(1, scale.lo(small)); // by 2 bits
    assertEquals(2, scale.hi(small));
    assertEquals(0, scale.lo(tiny));
    assertEquals(1, scale.hi(tiny));
    WeightScale rising = new WeightScale();
    rising.admit(small);
    rising.admit(large);
    assertEquals(5L << 59, rising.hi(large));
  }

  private static ExactMatrix scores(int rows, int columns, Random random) {
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (BigInteger[] row : entries) {
      Arrays.setAll(row, c -> BigInteger.valueOf(random.nextInt(-9, 10)));
    }
    return ExactMatrix.of(entries, columns, 0);
  }

  /** The largest (of 1) or least (of -1) difference of two columns over some queries. */
  private static BigInteger rise(ExactMatrix scores, List<Integer> queries, int s, int t, int sign) {
    return BigInteger.valueOf(
        sign
            * queries.stream()
                .map(q -> scores.significand(q, s).subtract(scores.significand(q, t)))
                .mapToLong(difference -> sign * difference.longValueExact())
                .max()
                .orElseThrow());
  }

  @Test
  void potentialsGoUpInStepsOfAtMostFour() {
    Random random = new Random(11);
    for (int trial = 0; trial < 50; trial++) {
      int v = random.nextInt(1, 12);
      ExactMatrix scores = scores(4, v, random);
      Potentials potentials = new Potentials(scores);
      List<Integer> queries = new ArrayList<>();
      long operations = 0;
      for (int q = 0; q < 3; q++) {
        potentials.admit(q);
        queries.add(q);
        for (int k = 1; k <= 4; k++) {
          operations += 3L * Math.max(0, v - k);
        }
        assertEquals(operations, potentials.operations());
      }
      int m = v - 1;
      BigInteger[] upper = potentials.upper(m);
      BigInteger[] lower = potentials.lower(m);
      assertEquals(operations + 2 * m, potentials.operations());
      assertEquals(BigInteger.ZERO, upper[m]);
      for (int t = 0; t < m; t++) {
        int next = Math.min(m, t + 4);
        assertEquals(upper[next].add(rise(scores, queries, t, next, 1)), upper[t]);
        assertEquals(lower[next].add(rise(scores, queries, t, next, -1)), lower[t]);
      }
    }
  }

  @Test
  void aClassIsBoundedByTheWorstOfItsQueries() {
    Random random = new Random(12);
    int v = 4;
    int k = 3;
    ExactMatrix scores = scores(v, v, random);
    ExactMatrix places = scores(v, k, random);
    ExactMatrix none = ExactMatrix.zero(v, v);
    BigInteger[] errors = {BigInteger.ZERO, BigInteger.valueOf(5), BigInteger.ONE, BigInteger.TEN};
    PotentialParts parts =
        new PotentialParts(
            1,
            new AttentionSplit(scores, errors, -1),
            places,
            none,
            ExactMatrix.zero(v, 1),
            none,
            ExactMatrix.zero(k, v));
    assertEquals(BigInteger.valueOf(3), parts.error(1)); // 5 halves, rounded up
    assertEquals(BigInteger.valueOf(5), parts.largestError());
    QueryClass queries = new QueryClass(parts);
    queries.admit(1);
    queries.admit(2);
    long admitted = 2 * (3 * (3 + 2 + 1) + 3 * k + 1);
    assertEquals(admitted, queries.operations());
    QueryClass.Bounds bounds = queries.at(3);
    assertEquals(admitted + 4 * 3, queries.operations());
    assertEquals(List.of(1, 2), bounds.queries());
    List<Integer> both = List.of(1, 2);
    BigInteger three = BigInteger.valueOf(3);
    for (int t = 0; t < 3; t++) {
      assertEquals(rise(scores, both, t, 3, 1).add(three), bounds.upper()[t]);
      assertEquals(rise(scores, both, t, 3, -1).subtract(three), bounds.lower()[t]);
    }
    assertEquals(BigInteger.ZERO, bounds.upper()[3]);
    assertEquals(BigInteger.ZERO, bounds.lower()[3]);
    assertEquals(k - 1, bounds.most().length);
    for (int i = 0; i < k - 1; i++) {
      assertEquals(rise(places, both, i, k - 1, 1), bounds.most()[i]);
      assertEquals(rise(places, both, i, k - 1, -1), bounds.least()[i]);
    }
    assertEquals(
        rise(places, List.of(2), 0, 2, 1).min(rise(places, List.of(2), 1, 2, 1)),
        parts.leastPosition(2));
    assertArrayEquals(new int[] {3, 4}, new int[] {bounds.m(), parts.vocab()});
  }
}
