// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** Lemmas L-07 to L-10, term by term against the enumeration of all inputs of tiny models. */
class CountingTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 60);

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
          random -> random.nextInt(-2, 3));

  private long terms;

  @Test
  void noBlockIsChargedLessThanItsViolations() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      int[] sizes = {random.nextInt(2, 7), random.nextInt(1, trial % 8 == 0 ? 5 : 4)};
      TinyModel model =
          new TinyModel(
              sizes,
              random,
              SCORES.get(random.nextInt(SCORES.size())),
              VALUES.get(trial % VALUES.size()));
      Rational margin = new Rational(BigInteger.valueOf(random.nextInt(3)), BigInteger.valueOf(2));
      check(model, margin, random, "seed " + SEED + ", trial " + trial);
    }
    assertTrue(terms > 400L * TRIALS, "terms: " + terms);
  }

  private void check(TinyModel model, Rational margin, Random random, String where)
      throws Rejection {
    Circuits circuits = Circuits.of(model.weights());
    BigDecimal delta = new BigDecimal(margin.numerator()).divide(new BigDecimal(2));
    delta =
        margin.denominator().equals(BigInteger.ONE) ? new BigDecimal(margin.numerator()) : delta;
    List<Enumeration.Case> cases = Enumeration.cases(model, delta);
    LongRows rows = new LongRows(MarginParts.exact(circuits), margin);
    MarginParts attention = MarginParts.exact(circuits);
    for (int q = 0; q < model.vocab; q++) {
      QueryWeights weights = new QueryWeights(attention, q, rows.weightBits());
      for (int m = q; m < model.vocab; m++) {
        weights.reach(m);
        InputClass inputs = new InputClass(q, m, model.k - 1);
        ClassRows plain = ClassRows.of(inputs, rows, weights);
        ClassRows scaled = plain.scaled(new Meter());
        for (int i = 0; i < 12; i++) {
          int from = random.nextInt(model.vocab);
          Cover.Block block =
              new Cover.Block(from, random.nextInt(from + 1, model.vocab + 1), 0, 0);
          checkBlock(i % 2 == 0 ? plain : scaled, inputs, block, cases, where);
        }
      }
    }
  }

  private void checkBlock(
      ClassRows rows,
      InputClass inputs,
      Cover.Block block,
      List<Enumeration.Case> cases,
      String where) {
    BigInteger size = inputs.weight(TokenWeights.UNIFORM);
    long members = cases.stream().filter(one -> isMember(one, inputs)).count();
    assertEquals(BigInteger.valueOf(members), size, where);
    long truth =
        cases.stream()
            .filter(one -> isMember(one, inputs))
            .filter(one -> isWrong(one, block))
            .count();
    for (int bins : new int[] {inputs.last() + 1, 9, 64, 1001, 65536}) {
      BigInteger charged = BigInteger.ZERO;
      if (!block.isAlone(inputs.m())) {
        SumTerms terms = BlockTerms.of(inputs, rows, block);
        BigInteger[] charges = {BigInteger.ZERO};
        terms.charge(new Measure(bins, TokenWeights.UNIFORM, new Meter()), charges);
        charged = charges[0];
      }
      this.terms++;
      String what = where + ", " + inputs + ", " + block + ", bins " + bins;
      assertTrue(charged.compareTo(size) <= 0, what);
      assertTrue(charged.longValueExact() >= truth, what + ": " + charged + " < " + truth);
    }
  }

  private static boolean isMember(Enumeration.Case one, InputClass inputs) {
    int last = one.input().length - 1;
    return one.input()[last] == inputs.q()
        && Arrays.stream(one.input()).max().orElseThrow() == inputs.m();
  }

  private static boolean isWrong(Enumeration.Case one, Cover.Block block) {
    for (int o = block.from(); o < block.to(); o++) {
      if (one.wrong()[o]) {
        return true;
      }
    }
    return false;
  }

  /** The table against plain enumeration of integer terms, with all bins that lose nothing. */
  @Test
  void countsOfSmallIntegersAreExactWithEnoughBins() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 300; trial++) {
      int last = random.nextInt(1, 4);
      int m = random.nextInt(4);
      long[][] before = new long[last][m + 1];
      for (long[] row : before) {
        Arrays.setAll(row, t -> random.nextInt(-20, 21));
      }
      boolean queryIsMaximum = random.nextBoolean();
      GoodCount.Terms terms = new GoodCount.Terms(before, random.nextInt(-20, 21), queryIsMaximum);
      long good = enumerate(terms, 0, terms.query(), queryIsMaximum);
      assertEquals(
          BigInteger.valueOf(good),
          GoodCount.of(terms, new Measure(1 << 12, TokenWeights.UNIFORM, new Meter())).count());
      for (int bins : new int[] {4, 5, 11}) {
        long counted =
            GoodCount.of(terms, new Measure(bins, TokenWeights.UNIFORM, new Meter()))
                .count()
                .longValueExact();
        assertTrue(counted <= good, "bins " + bins + ", trial " + trial);
      }
    }
  }

  /** One table for several queries, of which some may be the maximum itself. */
  @Test
  void oneTableServesManyQueries() {
    Random random = new Random(SEED);
    for (int trial = 0; trial < 500; trial++) {
      long[][] before = new long[random.nextInt(1, 4)][random.nextInt(1, 5)];
      for (long[] row : before) {
        Arrays.setAll(row, t -> random.nextInt(-20, 21));
      }
      long[] queries = random.longs(random.nextInt(1, 6), -30, 31).toArray();
      boolean all = random.nextBoolean();
      long least = Arrays.stream(queries).min().orElseThrow();
      long most = Arrays.stream(queries).max().orElseThrow();
      for (int bins : new int[] {1 << 12, 4, 11}) {
        DeficitTable table =
            new DeficitTable(
                before, least, most, all, new Measure(bins, TokenWeights.UNIFORM, new Meter()));
        for (int j = 0; j < queries.length; j++) {
          boolean queryIsMaximum = all || j == 0;
          GoodCount.Terms terms = new GoodCount.Terms(before, queries[j], queryIsMaximum);
          long good = enumerate(terms, 0, queries[j], queryIsMaximum);
          long counted = table.good(queries[j], queryIsMaximum).longValueExact();
          String what = "trial " + trial + ", bins " + bins + ", query " + j;
          assertTrue(bins > 11 ? counted == good : counted <= good, what);
        }
      }
    }
  }

  private static long enumerate(GoodCount.Terms terms, int i, long sum, boolean seen) {
    if (i == terms.before().length) {
      return seen && sum < 0 ? 1 : 0;
    }
    long good = 0;
    long[] row = terms.before()[i];
    for (int t = 0; t < row.length; t++) {
      good += enumerate(terms, i + 1, sum + row[t], seen || t == row.length - 1);
    }
    return good;
  }

  /** 64^39 is far beyond 64 bits: the counts are rounded down, by less than one in 2^30. */
  @Test
  void hugeCountsAreRoundedDown() {
    long[][] before = new long[39][64];
    GoodCount.Terms terms = new GoodCount.Terms(before, -1, true);
    BigInteger all = BigInteger.valueOf(64).pow(39);
    BigInteger counted =
        GoodCount.of(terms, new Measure(64, TokenWeights.UNIFORM, new Meter())).count();
    assertTrue(counted.compareTo(all) <= 0);
    assertTrue(all.subtract(counted).shiftLeft(30).compareTo(all) < 0, counted::toString);
    before[0][63] = 1; // one token at one position is now bad
    BigInteger fewer = BigInteger.valueOf(63).multiply(BigInteger.valueOf(64).pow(38));
    counted = GoodCount.of(terms, new Measure(64, TokenWeights.UNIFORM, new Meter())).count();
    assertTrue(counted.compareTo(fewer) <= 0);
    assertTrue(fewer.subtract(counted).shiftLeft(30).compareTo(fewer) < 0, counted::toString);
  }

  @Test
  void theCoverIsReadAsTheSpecificationSays() throws Rejection {
    // v = 3: 6 pairs; the first is split, and its right half (outputs 1, 2) again
    BitSet bits = new BitSet();
    bits.set(0, 2);
    Cover cover = Cover.of(3, new Bits("cover", bits, 12));
    assertEquals(
        List.of(
            new Cover.Block(0, 1, 1, 0), new Cover.Block(1, 2, 3, 0), new Cover.Block(2, 3, 4, 0)),
        cover.blocks(0, 0));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 0)), cover.blocks(0, 1));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 0)), cover.blocks(2, 2));
    assertEquals(8, cover.size());
    bits.clear();
    bits.set(5); // the last pair, split once: 7 bits in all
    cover = Cover.of(3, new Bits("cover", bits, 12));
    assertEquals(
        List.of(new Cover.Block(0, 1, 1, 0), new Cover.Block(1, 3, 2, 0)), cover.blocks(2, 2));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 0)), cover.blocks(1, 2));
  }

  /** As a tree of terms is filled: a node, then all of its left half, then its right half. */
  @Test
  void nodesAreNumberedInPreorder() {
    for (int vocab = 1; vocab <= 40; vocab++) {
      List<Cover.Block> nodes = new ArrayList<>();
      addNodes(new Cover.Block(0, vocab, 0, 0), nodes);
      assertEquals(2 * vocab - 1, nodes.size());
      for (int number = 0; number < nodes.size(); number++) {
        assertEquals(number, nodes.get(number).node());
      }
    }
  }

  private static void addNodes(Cover.Block node, List<Cover.Block> nodes) {
    nodes.add(node);
    if (node.to() - node.from() > 1) {
      assertEquals(node.left().to(), node.right().from());
      addNodes(node.left(), nodes);
      addNodes(node.right(), nodes);
    }
  }

  @Test
  void aCoverWithTooFewOrTooManyBitsIsRejected() throws Rejection {
    assertEquals(6, Cover.of(3, new Bits("cover", new BitSet(), 6)).size());
    assertEquals(6, Cover.of(3, new Bits("cover", new BitSet(), 11)).size());
    assertHintRange(() -> Cover.of(3, new Bits("cover", new BitSet(), 12)), "got 12 bits, want 6");
    assertHintRange(
        () -> Cover.of(3, new Bits("cover", new BitSet(), 5)),
        "got 5 bits, want 6 and at most five zeros");
    BitSet left = new BitSet();
    left.set(6);
    assertHintRange(() -> Cover.of(3, new Bits("cover", left, 11)), "got 11 bits, want 6");
  }

  @Test
  void binsMustBeAtLeastTheLengthOfTheInput() throws Rejection {
    TinyModel model = new TinyModel(new int[] {3, 3}, new Random(1), SCORES.get(0), VALUES.get(0));
    Circuits circuits = Circuits.of(model.weights());
    Cover cover = Cover.of(3, new Bits("cover", new BitSet(), 6));
    for (int bins : new int[] {3, 65536}) {
      new GroupedCounting(bins, cover, Pairs.NONE).requireLimits(3, 3);
      new GroupedCounting(bins, cover, Pairs.NONE)
          .count(MarginParts.exact(circuits), Demand.of(Rational.ZERO));
    }
    for (int bins : new int[] {2, 65537}) {
      assertHintRange(
          () -> new GroupedCounting(bins, cover, Pairs.NONE).requireLimits(3, 3),
          "bins: got " + bins + ", want 3 to 65536");
    }
  }

  @Test
  void workOverTheLimitIsDeclined() throws Rejection {
    Cover cover = Cover.of(2, new Bits("cover", new BitSet(), 3));
    assertLimit(
        () -> new GroupedCounting(64, cover, Pairs.NONE).requireLimits(363, 2),
        "terms: got 34726138722, want <= 34359738368");
    new GroupedCounting(64, cover, Pairs.NONE).requireLimits(362, 2);
    BitSet all = new BitSet();
    int bits = 64 * 65 / 2 * 63;
    all.set(0, bits);
    Cover full = Cover.of(64, new Bits("cover", all, bits)); // 133120 blocks
    assertLimit(
        () -> new GroupedCounting(1179, full, Pairs.NONE).requireLimits(64, 20),
        "table updates: got 549860147200, want <= 549755813888");
    new GroupedCounting(1178, full, Pairs.NONE).requireLimits(64, 20);
  }

  private static void assertLimit(Work work, String message) {
    Rejection why = assertThrows(Rejection.class, work::run);
    assertEquals("LIMIT_EXCEEDED: grouped-counting " + message, why.getMessage());
  }

  private interface Work {
    void run() throws Rejection;
  }

  private static void assertHintRange(Work work, String message) {
    Rejection why = assertThrows(Rejection.class, work::run);
    assertEquals(RejectCode.HINT_RANGE, why.code());
    assertTrue(why.getMessage().contains(message), why.getMessage());
  }

  /** What grouped counting proves is never more than brute force does, on the whole model. */
  @Test
  void wholeModelsAreNeverProvedBeyondTheTruth() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      TinyModel model =
          new TinyModel(random, SCORES.get(trial % 3), VALUES.get(trial % VALUES.size()));
      Circuits circuits = Circuits.of(model.weights());
      BitSet bits = new BitSet();
      int pairs = model.vocab * (model.vocab + 1) / 2;
      int length = 0;
      for (int pair = 0; pair < pairs; pair++) { // a random cut of each tree
        length = randomCut(model.vocab, length, bits, random);
      }
      Cover cover = Cover.of(model.vocab, new Bits("cover", bits, length));
      BigInteger proved =
          new GroupedCounting(random.nextInt(3, 200), cover, randomPairs(model.vocab, random))
              .count(MarginParts.exact(circuits), Demand.of(Rational.ZERO));
      long truth = Enumeration.of(model, BigDecimal.ZERO).correct();
      assertTrue(proved.signum() >= 0, "trial " + trial);
      assertTrue(proved.longValueExact() <= truth, "seed " + SEED + ", trial " + trial);
    }
  }

  private static Pairs randomPairs(int vocab, Random random) throws Rejection {
    int pairs = vocab * (vocab + 1) / 2;
    BitSet bits = new BitSet();
    for (int i = 0; i < pairs; i++) {
      bits.set(i, random.nextBoolean());
    }
    return Pairs.of(vocab, new Bits("scaled", bits, pairs));
  }

  private static int randomCut(int outputs, int next, BitSet bits, Random random) {
    if (outputs == 1) {
      return next;
    }
    if (random.nextBoolean()) {
      return next + 1;
    }
    bits.set(next);
    int right = randomCut(outputs / 2, next + 1, bits, random);
    return randomCut(outputs - outputs / 2, right, bits, random);
  }
}
