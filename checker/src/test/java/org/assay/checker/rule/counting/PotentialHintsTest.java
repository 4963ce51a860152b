// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.Sides;
import org.assay.checker.hint.Bits;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.AttentionOptionTest;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.split.Split;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The hints of rule R-03, its limits and its operations. */
class PotentialHintsTest {
  private static final TinyModel.Draw NORMAL = random -> random.nextGaussian();
  private static final PotentialOptions EXACT =
      new PotentialOptions(AttentionOption.EXACT, Optional.empty(), false);
  private static final Directions NONE = new Directions(List.of());

  private static QueryClasses classes(int... numbers) throws Rejection {
    BitSet bits = new BitSet();
    for (int q = 0; q < numbers.length; q++) {
      for (int b = 0; b < 12; b++) {
        bits.set(12 * q + b, (numbers[q] >> (11 - b) & 1) == 1);
      }
    }
    return QueryClasses.of(numbers.length, new Bits("classes", bits, 12 * numbers.length));
  }

  private interface Work {
    void run() throws Rejection;
  }

  private static void assertRejected(RejectCode code, Work work, String message) {
    Rejection why = assertThrows(Rejection.class, work::run);
    assertEquals(code + ": " + message, why.getMessage());
  }

  private static void assertHintRange(Work work, String message) {
    assertRejected(RejectCode.HINT_RANGE, work, message);
  }

  @Test
  void classesAreNumberedInTheOrderOfTheirFirstQueries() throws Rejection {
    QueryClasses classes = classes(0, 1, 0, 2, 1);
    assertEquals(3, classes.count());
    assertEquals(0, classes.first(0));
    assertEquals(1, classes.first(1));
    assertEquals(3, classes.first(2));
    assertEquals(5 + 4 + 2, classes.pairs());
    assertTrue(classes.contains(1, 4));
    assertFalse(classes.contains(0, 4));
    assertTrue(classes.contains(0, 2));
    int[] numbers = new int[300];
    for (int q = 0; q < 300; q++) {
      numbers[q] = q; // numbers beyond a byte
    }
    assertEquals(300, classes(numbers).count());
    assertEquals(300 * 301 / 2, classes(numbers).pairs());
    assertEquals(1, classes(0, 0).count());
    assertEquals(2, classes(0, 0).pairs());
  }

  @Test
  void otherNumbersOfClassesAreRejected() {
    assertHintRange(() -> classes(1), "classes: query 0: got class 1, want 0 to 0");
    assertHintRange(() -> classes(0, 2), "classes: query 1: got class 2, want 0 to 1");
    assertHintRange(() -> classes(0, 1, 3), "classes: query 2: got class 3, want 0 to 2");
    assertHintRange(() -> classes(0, 4095), "classes: query 1: got class 4095, want 0 to 1");
    for (int bits : new int[] {0, 23, 30, 36}) {
      assertHintRange(
          () -> QueryClasses.of(2, new Bits("classes", new BitSet(), bits)),
          "classes: got " + bits + " bits, want 24 and at most five zeros");
    }
  }

  @Test
  void everyBlockOfACoverHasItsLevel() throws Rejection {
    // v = 3, classes {0, 2}, {1}: five cuts
    BitSet bits = new BitSet();
    String text = "0" + "01" + "1" + "10" + "1" + "11" + "00" + "000" + "011" + "000";
    for (int i = 0; i < text.length(); i++) {
      bits.set(i, text.charAt(i) == '1');
    }
    Cover cover = classes(0, 1, 0).cover(new Bits("cover", bits, text.length() + 5));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 1)), cover.blocks(0));
    assertEquals(
        List.of(
            new Cover.Block(0, 1, 1, 2), new Cover.Block(1, 2, 3, 3), new Cover.Block(2, 3, 4, 0)),
        cover.blocks(1));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 0)), cover.blocks(2));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 3)), cover.blocks(3));
    assertEquals(List.of(new Cover.Block(0, 3, 0, 0)), cover.blocks(4));
    assertEquals(7, cover.size());
    assertEquals(3 * 1000 + 250 + 62 + 2 * 15, cover.bins(1000) - 7 * 2048);
    int length = text.length();
    assertHintRange(
        () -> classes(0, 1, 0).cover(new Bits("cover", bits, length + 6)),
        "cover: got " + (length + 6) + " bits, want " + length + " and at most five zeros");
    assertHintRange(
        () -> classes(0, 1, 0).cover(new Bits("cover", bits, length - 1)),
        "cover: got " + (length - 1) + " bits, want " + length + " and at most five zeros");
    bits.set(length);
    assertHintRange(
        () -> classes(0, 1, 0).cover(new Bits("cover", bits, length + 5)),
        "cover: got " + (length + 5) + " bits, want " + length + " and at most five zeros");
  }

  @Test
  void aLoneOutputHasALevelButNoOtherBit() throws Rejection {
    BitSet bits = new BitSet();
    bits.set(0);
    assertEquals(
        List.of(new Cover.Block(0, 1, 0, 2)),
        classes(0).cover(new Bits("cover", bits, 2)).blocks(0));
    assertHintRange(
        () -> classes(0).cover(new Bits("cover", bits, 1)),
        "cover: got 1 bits, want 2 and at most five zeros");
  }

  private static PotentialCounting uncut(int vocab, int bins) throws Rejection {
    QueryClasses classes = classes(new int[vocab]); // all in one
    Cover cover = classes.cover(new Bits("cover", new BitSet(), (vocab > 1 ? 3 : 2) * vocab));
    return new PotentialCounting(EXACT, NONE, classes, bins, cover);
  }

  /** Each query in a class of its own. */
  private static PotentialCounting apart(int vocab, int bins) throws Rejection {
    QueryClasses classes = classes(IntStream.range(0, vocab).toArray());
    Cover cover = classes.cover(new Bits("cover", new BitSet(), 3 * classes.pairs()));
    return new PotentialCounting(EXACT, NONE, classes, bins, cover);
  }

  private static PotentialCounting full(int vocab, int bins, boolean apart) throws Rejection {
    int[] numbers = new int[vocab];
    for (int q = 0; q < vocab && apart; q++) {
      numbers[q] = q;
    }
    QueryClasses classes = classes(numbers);
    BitSet bits = new BitSet();
    int length = 0;
    for (int pair = 0; pair < classes.pairs(); pair++) {
      length = split(vocab, length, bits);
    }
    return new PotentialCounting(
        EXACT, NONE, classes, bins, classes.cover(new Bits("cover", bits, length)));
  }

  private static int split(int outputs, int next, BitSet bits) {
    if (outputs == 1) {
      return next + 2;
    }
    bits.set(next);
    return split(outputs - outputs / 2, split(outputs / 2, next + 1, bits), bits);
  }

  private static void assertLimit(Work work, String message) {
    assertRejected(RejectCode.LIMIT_EXCEEDED, work, "potential-counting " + message);
  }

  @Test
  void workOverTheLimitIsDeclined() throws Rejection {
    assertLimit(
        () -> uncut(513, 16).requireLimits(513, 1), "pairs of tokens: got 263169, want <= 262144");
    uncut(512, 32).requireLimits(512, 32);
    assertLimit(
        () -> uncut(512, 33).requireLimits(512, 33), "table entries: got 8650752, want <= 8388608");
    apart(256, 4).requireLimits(256, 4); // 4 · 256 · 32896 pairs
    assertLimit(
        () -> apart(256, 8).requireLimits(256, 8), "weights: got 67371008, want <= 67108864");
    PotentialCounting many = full(64, 63489, false); // 4096 blocks
    assertLimit(
        () -> many.requireLimits(64, 16), "table updates: got 274882101248, want <= 274877906944");
    full(64, 63488, false).requireLimits(64, 16); // and 2048 for each term
  }

  @Test
  void binsAreFromTheLengthOfTheInputTo65536() throws Rejection {
    uncut(3, 3).requireLimits(3, 3);
    uncut(3, 65536).requireLimits(3, 3);
    for (int bins : new int[] {2, 65537}) {
      assertHintRange(
          () -> uncut(3, bins).requireLimits(3, 3), "bins: got " + bins + ", want 3 to 65536");
    }
    assertEquals("potential-counting", uncut(3, 3).name());
  }

  @Test
  void optionsAreTheirCodeWords() throws Rejection {
    for (AttentionOption attention : AttentionOption.values()) {
      for (String direct :
          List.of("exact", "mean_query+max_diff", "svd_query+max_diff", "max_diff")) {
        PotentialOptions options = PotentialOptions.of(attention.word(), direct);
        assertEquals(attention, options.attention());
        assertEquals(direct, options.direct().map(DirectOption::word).orElse("exact"));
        List<Integer> lengths = options.directionLengths(5, 7);
        List<Integer> ofAttention = attention.directionLengths(5, 7);
        boolean one = direct.equals("svd_query+max_diff");
        assertEquals(one ? 1 + ofAttention.size() : ofAttention.size(), lengths.size());
        assertEquals(ofAttention, lengths.subList(one ? 1 : 0, lengths.size()));
        assertEquals(one ? 7 : lengths.size(), one ? lengths.get(0) : lengths.size());
      }
    }
    assertRejected(
        RejectCode.UNKNOWN_STRATEGY,
        () -> PotentialOptions.of("svd", "max_diff_exact"),
        "direct: got \"max_diff_exact\"");
    assertRejected(
        RejectCode.UNKNOWN_STRATEGY,
        () -> PotentialOptions.of("exact", "exact"),
        "attention: got \"exact\"");
  }

  private static BlockCharges charges(PotentialCounting rule, PotentialParts parts) {
    return BlockCharges.of(parts, Demand.of(Rational.ZERO), rule.bins(), false);
  }

  /** spec/operations.md: tables and the roots, then class by class, block by block. */
  @Test
  void operationsAreThoseOfTheSpecification() throws Rejection {
    int v = 4;
    int k = 3;
    TinyModel model = new TinyModel(new int[] {v, k}, new Random(5), NORMAL, NORMAL);
    PotentialCounting rule = full(v, 16, false);
    PotentialParts parts = EXACT.parts(model.weights(), NONE);
    Meter shared = parts.meter();
    BigInteger before = shared.operations();
    BlockCharges charges = charges(rule, parts);
    long tables = 3L * (v * v + k * v) + 3 * v * v + v + 4 * v * v * k + 3 * v * v;
    assertEquals(before.add(BigInteger.valueOf(2 + tables)), shared.operations());
    long want = 0;
    QueryClass queries = new QueryClass(parts);
    for (int m = 0; m < v; m++) {
      queries.add(m);
      QueryClass.Bounds bounds = queries.at(m);
      PotentialWeights weights = new PotentialWeights(parts, charges.exp(), bounds);
      for (Cover.Block block : rule.cover().blocks(m)) {
        if (block.from() != m) {
          SumTerms terms = PotentialTerms.of(charges.values(), weights, bounds, block.node());
          int[] uncertain = terms.uncertain();
          want += PotentialTerms.operations(terms) + terms.before().length * (m + 4L);
          want += 3L * uncertain.length + operations(terms, bounds, uncertain);
        }
      }
    }
    BigInteger all = shared.operations().add(BigInteger.valueOf(want));
    Weights again = model.weights();
    rule.count(Premises.exact(again), Demand.of(Rational.ZERO));
    assertEquals(all, again.meter().operations());
  }

  private static long operations(SumTerms terms, QueryClass.Bounds bounds, int[] uncertain) {
    if (uncertain.length == 0) {
      return 0;
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean all = true;
    for (int j : uncertain) {
      least = Math.min(least, terms.own()[j]);
      most = Math.max(most, terms.own()[j]);
      all &= bounds.queries().get(j) == bounds.m();
    }
    Meter meter = new Meter();
    Measure measure = new Measure(16, TokenWeights.UNIFORM, meter);
    DeficitTable table = new DeficitTable(terms.before(), least, most, all, measure);
    for (int j : uncertain) {
      table.good(terms.own()[j], bounds.queries().get(j) == bounds.m());
    }
    return meter.operations().longValueExact();
  }

  /** Uniform attention; a token adds to its own logit only: the most frequent one wins. */
  private static PotentialParts mean(int v, int k) {
    BigInteger[][] evou = new BigInteger[v][v];
    for (int t = 0; t < v; t++) {
      for (int o = 0; o < v; o++) {
        evou[t][o] = BigInteger.valueOf(o == t ? 1 : 0);
      }
    }
    ExactMatrix none = ExactMatrix.zero(v, v);
    return new PotentialParts(
        1,
        new Split(none, ExactMatrix.zero(v, 1)),
        ExactMatrix.zero(v, k),
        Sides.exact(none),
        ExactMatrix.zero(v, 1),
        Sides.exact(ExactMatrix.of(evou, v, 0)),
        Sides.exact(ExactMatrix.zero(k, v)),
        Optional.empty());
  }

  @Test
  void chargesAddUpButNotBeyondTheClass() throws Rejection {
    int k = 3;
    BlockCharges charges = BlockCharges.of(mean(3, k), Demand.of(Rational.ZERO), 4000, false);
    QueryClass queries = new QueryClass(mean(3, k));
    for (int q = 0; q < 3; q++) {
      queries.add(q);
    }
    QueryClass.Bounds bounds = queries.at(2);
    List<Cover.Block> zero = List.of(new Cover.Block(0, 1, 1, 0));
    assertEquals(BigInteger.valueOf(wrong(3, k, 2, 0, 1)), charges.lostUp(bounds, zero));
    List<Cover.Block> all = List.of(new Cover.Block(0, 1, 1, 0), new Cover.Block(1, 3, 2, 0));
    // by query 4 + 2 and 2 + 4 of 5, 3 + 3 of 9
    assertEquals(BigInteger.valueOf(5 + 5 + 6), charges.lostUp(bounds, all));
    List<Cover.Block> often =
        List.of(zero.get(0), zero.get(0), zero.get(0), zero.get(0), zero.get(0), zero.get(0));
    assertEquals(BigInteger.valueOf(5 + 5 + 9), charges.lostUp(bounds, often));
    List<Cover.Block> own = List.of(new Cover.Block(2, 3, 4, 0));
    assertEquals(BigInteger.ZERO, charges.lostUp(bounds, own));
  }

  /** Inputs with this maximum on which it is not ahead of an output: counts of tokens. */
  private static long wrong(int v, int k, int m, int from, int to) {
    long wrong = 0;
    for (int x = 0; x < Math.pow(v, k); x++) {
      int[] count = new int[v];
      for (int i = 0, rest = x; i < k; i++, rest /= v) {
        count[rest % v]++;
      }
      boolean member = count[m] > 0;
      boolean behind = false;
      for (int o = from; o < to; o++) {
        behind |= o != m && count[m] <= count[o];
      }
      wrong += member && behind ? 1 : 0;
    }
    return wrong;
  }

  @Test
  void oneTokenIsAlwaysRightAndOnePositionNeedsNoTable() throws Rejection {
    for (int k = 1; k < 4; k++) {
      TinyModel lone = new TinyModel(new int[] {1, k}, new Random(k), NORMAL, NORMAL);
      assertEquals(
          BigInteger.ONE,
          uncut(1, k).count(Premises.exact(lone.weights()), Demand.of(Rational.ZERO)));
    }
    long right = 0;
    for (int seed = 0; seed < 30; seed++) {
      TinyModel model = new TinyModel(new int[] {4, 1}, new Random(seed), NORMAL, NORMAL);
      long truth = Enumeration.of(model, BigDecimal.ZERO).correct();
      BigInteger proved =
          full(4, 1, true).count(Premises.exact(model.weights()), Demand.of(Rational.ZERO));
      assertEquals(BigInteger.valueOf(truth), proved);
      right += truth;
    }
    assertTrue(right > 10, "right: " + right);
  }

  /** Lemma L-52: one table serves a class of queries, each of its own weight. */
  @Test
  void tokenWeightsAreNeverProvedBeyondTheTruth() throws Rejection {
    Random random = new Random(52);
    BigInteger proved = BigInteger.ZERO;
    BigInteger right = BigInteger.ZERO;
    for (int trial = 0; trial < 30; trial++) {
      int v = random.nextInt(2, 5);
      TinyModel model =
          new TinyModel(new int[] {v, 3}, random, r -> r.nextGaussian() / 4, Random::nextGaussian);
      TokenWeights tokens =
          new TokenWeights(IntStream.range(0, v).mapToObj(t -> 1 + random.nextInt(99)).toList());
      Demand demand = new Demand(Rational.ZERO, tokens);
      BigInteger truth = new BruteForce().count(Premises.exact(model.weights()), demand);
      for (PotentialCounting rule : List.of(full(v, 4096, true), uncut(v, 3))) {
        BigInteger counted = rule.count(Premises.exact(model.weights()), demand);
        assertTrue(counted.compareTo(truth) <= 0, "trial " + trial + ": " + counted);
        proved = proved.add(counted);
        right = right.add(truth);
      }
    }
    assertTrue(proved.multiply(BigInteger.TEN).compareTo(right) > 0, proved + " of " + right);
  }

  @Test
  void modelsOverTheLimitOfTheCircuitsAreDeclined() throws Rejection {
    PotentialCounting rule = uncut(1, 16);
    Weights wide = AttentionOptionTest.sized(2050, 1, 4100);
    Rejection why =
        assertThrows(
            Rejection.class, () -> rule.count(Premises.exact(wide), Demand.of(Rational.ZERO)));
    assertTrue(why.getMessage().startsWith("LIMIT_EXCEEDED: work of the exact circuits: got 172"));
  }

  /** Three floors are charged; a bracket of 1 times a weight is rounded down to 0. */
  @Test
  void aSumOfZeroIsUncertain() {
    assertEquals(1, uncertain(4));
    assertEquals(0, uncertain(1024));
  }

  /** Two tokens, one position: for query 1, output 1 leads by so many units of 2^-53. */
  private static int uncertain(long lead) {
    BigInteger[] row = {BigInteger.ZERO, BigInteger.valueOf(lead)};
    PotentialParts parts =
        new PotentialParts(
            1,
            new Split(ExactMatrix.zero(2, 2), ExactMatrix.zero(2, 1)),
            ExactMatrix.zero(2, 1),
            Sides.exact(ExactMatrix.of(new BigInteger[][] {row, row}, 2, -53)),
            ExactMatrix.zero(2, 1),
            Sides.exact(TinyModel.exact(new double[][] {{1, 1}, {1, 1}})),
            Sides.exact(ExactMatrix.zero(1, 2)),
            Optional.empty());
    QueryClass queries = new QueryClass(parts);
    queries.add(1);
    QueryClass.Bounds bounds = queries.at(1);
    BlockValues values = new BlockValues(parts, Rational.ZERO, false);
    PotentialWeights weights = new PotentialWeights(parts, PotentialExponentials.of(parts), bounds);
    return PotentialTerms.of(values, weights, bounds, 0).uncertain().length;
  }

  /** Exact circuits, each query on its own, many bins. */
  @Test
  void queriesOnTheirOwnAreNeverProvedBeyondTheTruth() throws Rejection {
    Random random = new Random(31);
    long proved = 0;
    long right = 0;
    for (int trial = 0; trial < 40; trial++) {
      int v = random.nextInt(2, 5);
      int[] sizes = {v, 3};
      TinyModel model =
          new TinyModel(sizes, random, r -> r.nextGaussian() / 4, Random::nextGaussian);
      BigInteger counted =
          full(v, 4096, true).count(Premises.exact(model.weights()), Demand.of(Rational.ZERO));
      BigInteger truth =
          new BruteForce().count(Premises.exact(model.weights()), Demand.of(Rational.ZERO));
      assertTrue(counted.compareTo(truth) <= 0, "trial " + trial);
      proved += counted.longValueExact();
      right += truth.longValueExact();
    }
    assertTrue(right > 200 && proved > 0.5 * right, proved + " of " + right);
  }
}
