// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.split.AttentionOption;
import org.assay.checker.split.DirectOption;
import org.assay.checker.split.Directions;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule R-03, lemmas L-11 and L-12, term by term against the enumeration of tiny models. */
class PotentialCountingTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 40);
  private static final int SETTINGS = 30;

  private static final List<TinyModel.Draw> VALUES =
      List.of(
          random -> random.nextGaussian(),
          random -> random.nextInt(-2, 3),
          random -> random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0.0,
          random -> Math.scalb(random.nextInt(-3, 4), random.nextInt(-40, 41)),
          random -> Double.MIN_VALUE * random.nextInt(-1000, 1000),
          random -> Math.scalb(random.nextGaussian(), random.nextInt(3) * 300));
  private static final List<TinyModel.Draw> SCORES =
      List.of(
          random -> Math.scalb(random.nextGaussian(), random.nextInt(-3, 3)),
          random -> 0.0,
          random -> random.nextInt(-1, 2),
          random -> 0.25 * random.nextGaussian(),
          random -> Math.scalb(random.nextGaussian(), random.nextInt(-300, 30)));

  private long terms;
  private long proved;
  private long right;

  /** One model with the truth about it. */
  private static final class Truth {
    final TinyModel model;
    final Weights weights;
    final Rational margin;
    final List<Cover.Block> blocks = new ArrayList<>(); // by node
    private final List<Enumeration.Case> cases;
    private final long[][][] right; // [query][maximum][node]
    final long[][] members;
    final long correct;

    Truth(TinyModel model, Rational margin) {
      this.model = model;
      this.weights = model.weights();
      this.margin = margin;
      BigDecimal delta =
          new BigDecimal(margin.numerator()).divide(new BigDecimal(margin.denominator()));
      this.cases = Enumeration.cases(model, delta);
      int v = model.vocab;
      addBlocks(0, v);
      this.right = new long[v][v][blocks.size()];
      this.members = new long[v][v];
      long ofAll = 0;
      for (Enumeration.Case one : cases) {
        int q = one.input()[model.k - 1];
        int m = Arrays.stream(one.input()).max().orElseThrow();
        members[q][m]++;
        for (int node = 0; node < blocks.size(); node++) {
          right[q][m][node] += isRight(one, blocks.get(node)) ? 1 : 0;
        }
        ofAll += isRight(one, blocks.get(0)) ? 1 : 0;
      }
      this.correct = ofAll;
    }

    private void addBlocks(int from, int to) {
      blocks.add(new Cover.Block(from, to, blocks.size(), 0)); // preorder
      if (to - from > 1) {
        addBlocks(from, from + (to - from) / 2);
        addBlocks(from + (to - from) / 2, to);
      }
    }

    private static boolean isRight(Enumeration.Case one, Cover.Block block) {
      for (int o = block.from(); o < block.to(); o++) {
        if (one.wrong()[o]) {
          return false;
        }
      }
      return true;
    }

    long right(int q, int m, int node) {
      return right[q][m][node];
    }
  }

  private static Truth truth(Random random, int trial) {
    int v = trial % 10 == 0 ? random.nextInt(1, 3) : random.nextInt(2, 7);
    int k = random.nextInt(1, v > 4 ? 4 : 5);
    TinyModel.Draw scores = SCORES.get(random.nextInt(SCORES.size()));
    TinyModel.Draw values = VALUES.get(trial % VALUES.size());
    int[] margins = {0, 0, 1, 2};
    BigInteger margin = BigInteger.valueOf(margins[random.nextInt(4)]);
    BigInteger two = BigInteger.TWO;
    return new Truth(
        new TinyModel(new int[] {v, k}, random, scores, values), new Rational(margin, two));
  }

  static PotentialOptions options(int number) {
    AttentionOption[] attention = AttentionOption.values();
    List<Optional<DirectOption>> direct =
        List.of(
            Optional.empty(),
            Optional.of(DirectOption.MEAN_QUERY),
            Optional.of(DirectOption.SVD_QUERY),
            Optional.of(DirectOption.MAX_DIFF));
    // 11 and 4 have no common factor: every pair is met
    return new PotentialOptions(
        attention[number % attention.length], direct.get(number % direct.size()), number % 3 == 1);
  }

  /** Any entries, small ones, or none but zero. */
  static Directions directions(PotentialOptions options, Weights weights, Random random) {
    List<BigInteger[]> vectors = new ArrayList<>();
    int bits = random.nextInt(19);
    for (int length : options.directionLengths(weights.vocab(), weights.dModel())) {
      BigInteger[] vector = new BigInteger[length];
      int bound = bits == 0 ? 0 : 1 << (bits - 1);
      Arrays.setAll(vector, i -> BigInteger.valueOf(random.nextInt(-bound, Math.max(1, bound))));
      vectors.add(vector);
    }
    return new Directions(vectors);
  }

  static QueryClasses classes(int[] numbers) throws Rejection {
    BitSet bits = new BitSet();
    for (int q = 0; q < numbers.length; q++) {
      for (int b = 0; b < 12; b++) {
        bits.set(12 * q + b, (numbers[q] >> (11 - b) & 1) == 1);
      }
    }
    return QueryClasses.of(numbers.length, new Bits("classes", bits, 12 * numbers.length));
  }

  static int[] randomClasses(int vocab, Random random) {
    int[] numbers = new int[vocab];
    int count = 0;
    int fresh = random.nextInt(4);
    for (int q = 0; q < vocab; q++) {
      numbers[q] = q == 0 || random.nextInt(4) < fresh ? count : random.nextInt(count);
      count = Math.max(count, numbers[q] + 1);
    }
    return numbers;
  }

  private static PotentialParts parts(Truth truth, PotentialOptions options, Random random)
      throws Rejection {
    Directions directions = directions(options, truth.weights, random);
    return options.parts(truth.weights, directions);
  }

  @Test
  @Tag("long")
  void noQueryOfAClassIsProvedMoreThanItsGoodInputs() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      Truth truth = truth(random, trial);
      for (int setting = 0; setting < SETTINGS; setting++) {
        PotentialOptions options = options(trial * SETTINGS + setting);
        String where = "seed " + SEED + ", trial " + trial + ", " + options;
        PotentialParts parts = parts(truth, options, random);
        int[] numbers = randomClasses(truth.model.vocab, random);
        check(truth, parts, classes(numbers), random, where);
      }
    }
    assertTrue(terms > 2000L * TRIALS, "terms: " + terms);
    assertTrue(proved > (TRIALS < 40 ? 0.1 : 0.3) * right, "proved " + proved + " of " + right);
  }

  private void check(
      Truth truth, PotentialParts parts, QueryClasses classes, Random random, String where) {
    BlockValues values = new BlockValues(parts, truth.margin, false);
    PotentialExponentials exp = PotentialExponentials.of(parts);
    for (int number = 0; number < classes.count(); number++) {
      QueryClass queries = new QueryClass(parts);
      for (int m = classes.first(number); m < parts.vocab(); m++) {
        if (classes.contains(number, m)) {
          queries.add(m);
        }
        QueryClass.Bounds bounds = queries.at(m);
        PotentialWeights weights = new PotentialWeights(parts, exp, bounds);
        for (int node = 0; node < truth.blocks.size(); node++) {
          Cover.Block block = truth.blocks.get(node);
          if (block.from() != m || block.to() != m + 1) {
            SumTerms terms = PotentialTerms.of(values, weights, bounds, node);
            checkBlock(truth, terms, bounds, node, bins(parts.k(), random), where);
          }
        }
      }
    }
  }

  private static int bins(int k, Random random) {
    return new int[] {k, k + 3, 16, 64, 300, random.nextInt(60) == 0 ? 65536 : 1000}
        [random.nextInt(6)];
  }

  private void checkBlock(
      Truth truth, SumTerms terms, QueryClass.Bounds bounds, int node, int bins, String where) {
    int m = bounds.m();
    List<Integer> queries = bounds.queries();
    int[] uncertain = terms.uncertain();
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean all = true;
    for (int j = 0; j < queries.size(); j++) {
      least = Math.min(least, terms.own()[j]);
      most = Math.max(most, terms.own()[j]);
      all &= queries.get(j) == m;
    }
    DeficitTable table =
        new DeficitTable(
            terms.before(), least, most, all, new Measure(bins, TokenWeights.UNIFORM, new Meter()));
    for (int j = 0; j < queries.size(); j++) {
      int q = queries.get(j);
      String what = where + ", query " + q + ", maximum " + m + ", node " + node + ", bins " + bins;
      long good = table.good(terms.own()[j], q == m).longValueExact();
      int index = j;
      boolean certain = Arrays.stream(uncertain).noneMatch(one -> one == index);
      long counted = certain ? truth.members[q][m] : good;
      assertTrue(good <= truth.right(q, m, node), what + ": " + good);
      assertTrue(counted <= truth.right(q, m, node), what + ": " + counted);
      this.terms++;
      proved += counted;
      right += truth.right(q, m, node);
    }
  }

  @Test
  void aQueryOnItsOwnWithExactCircuitsLosesAlmostNothing() throws Rejection {
    Random random = new Random(SEED);
    PotentialOptions exact = new PotentialOptions(AttentionOption.EXACT, Optional.empty(), false);
    long proved = 0;
    long right = 0;
    for (int trial = 0; trial < 40; trial++) {
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4)};
      TinyModel model = new TinyModel(sizes, random, SCORES.get(3), VALUES.get(0));
      Truth truth = new Truth(model, Rational.ZERO);
      PotentialParts parts = parts(truth, exact, random);
      BlockValues values = new BlockValues(parts, Rational.ZERO, false);
      PotentialExponentials exp = PotentialExponentials.of(parts);
      for (int q = 0; q < model.vocab; q++) {
        QueryClass alone = new QueryClass(parts);
        alone.add(q);
        for (int m = q; m < model.vocab; m++) {
          QueryClass.Bounds bounds = alone.at(m);
          PotentialWeights weights = new PotentialWeights(parts, exp, bounds);
          for (int node = 0; node < truth.blocks.size(); node++) {
            Cover.Block block = truth.blocks.get(node);
            if (block.to() - block.from() == 1 && block.from() != m) {
              SumTerms terms = PotentialTerms.of(values, weights, bounds, node);
              DeficitTable table =
                  new DeficitTable(
                      terms.before(),
                      terms.own()[0],
                      terms.own()[0],
                      q == m,
                      new Measure(65536, TokenWeights.UNIFORM, new Meter()));
              boolean certain = terms.uncertain().length == 0;
              boolean allRight = truth.right(q, m, node) == truth.members[q][m];
              assertEquals(allRight, certain, "trial " + trial);
              boolean counted =
                  model.k > 1; // without a position before the query there is no table
              proved += counted ? table.good(terms.own()[0], q == m).longValueExact() : 0;
              right += counted ? truth.right(q, m, node) : 0;
            }
          }
        }
      }
    }
    assertTrue(right > 1000 && proved > 0.999 * right, "proved " + proved + " of " + right);
  }

  @Test
  void wholeModelsAreNeverProvedBeyondTheTruth() throws Rejection {
    Random random = new Random(SEED + 1);
    long proved = 0;
    long correct = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Truth truth = truth(random, trial);
      for (int setting = 0; setting < 11; setting++) {
        PotentialOptions options = options(trial * 11 + setting);
        int bins = random.nextInt(truth.model.k, 400);
        PotentialCounting rule = rule(options, truth.weights, bins, random);
        rule.requireLimits(truth.model.vocab, truth.model.k);
        BigInteger count = rule.count(Premises.exact(truth.weights), Demand.of(truth.margin));
        String where = "seed " + SEED + ", trial " + trial + ", setting " + setting;
        assertTrue(count.signum() >= 0, where);
        assertTrue(count.longValueExact() <= truth.correct, where);
        proved += count.longValueExact();
        correct += truth.correct;
      }
    }
    assertTrue(
        proved > (TRIALS < 40 ? 0.05 : 0.1) * correct, "proved " + proved + " of " + correct);
  }

  /** With any classes, covers and directions. */
  static PotentialCounting rule(PotentialOptions options, Weights weights, int bins, Random random)
      throws Rejection {
    QueryClasses classes = classes(randomClasses(weights.vocab(), random));
    BitSet bits = new BitSet();
    int length = 0;
    for (int pair = 0; pair < classes.pairs(); pair++) {
      length = randomCut(weights.vocab(), length, bits, random);
    }
    Cover cover = classes.cover(new Bits("cover", bits, length));
    Directions directions = directions(options, weights, random);
    return new PotentialCounting(options, directions, classes, bins, cover);
  }

  private static int randomCut(int outputs, int next, BitSet bits, Random random) {
    if (outputs > 1 && random.nextBoolean()) {
      bits.set(next);
      int right = randomCut(outputs / 2, next + 1, bits, random);
      return randomCut(outputs - outputs / 2, right, bits, random);
    }
    int level = next + (outputs > 1 ? 1 : 0);
    bits.set(level, random.nextInt(3) == 0);
    bits.set(level + 1, random.nextInt(3) == 0);
    return level + 2;
  }
}
