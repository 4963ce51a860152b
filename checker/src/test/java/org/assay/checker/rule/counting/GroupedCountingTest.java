// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Cost;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.hint.Bits;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.rule.counting.GoodCount.Terms;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The parts of rule R-02 one by one, and its operations. */
class GroupedCountingTest {
  private static final TinyModel.Draw NORMAL = random -> random.nextGaussian();

  /** One model, and what grouped counting makes of its rows. */
  private static final class Parts {
    final Circuits circuits;
    final LongRows rows;
    final MarginParts attention;

    Parts(int[] sizes, Random random) throws Rejection {
      circuits = Circuits.of(new TinyModel(sizes, random, NORMAL, NORMAL).weights());
      rows = new LongRows(MarginParts.exact(circuits), Rational.ZERO);
      attention = MarginParts.exact(circuits);
    }

    QueryWeights weights(int q, int m) {
      QueryWeights weights = new QueryWeights(attention, q, rows.weightBits());
      weights.reach(m);
      return weights;
    }

    /** The largest entry over the outputs of the block, m left out. */
    long largest(Rows.Place place, QueryWeights weights, Cover.Block block) {
      long[] row = rows.row(place, weights);
      long largest = Long.MIN_VALUE;
      for (int o = block.from(); o < block.to(); o++) {
        if (o != place.m()) {
          largest = Math.max(largest, row[o < place.m() ? o : o - 1]);
        }
      }
      return largest;
    }

    Terms terms(InputClass in, Cover.Block block) {
      QueryWeights weights = weights(in.q(), in.m());
      long[][] before = new long[in.last()][in.m() + 1];
      for (int i = 0; i < in.last(); i++) {
        for (int t = 0; t <= in.m(); t++) {
          before[i][t] = largest(new Rows.Place(in.q(), in.m(), i, t), weights, block);
        }
      }
      Rows.Place last = new Rows.Place(in.q(), in.m(), in.last(), in.q());
      return new Terms(before, largest(last, weights, block), in.q() == in.m());
    }
  }

  private static long worst(Terms terms, int i, long sum, boolean seen) {
    if (i == terms.before().length) {
      return seen ? sum : Long.MIN_VALUE;
    }
    long worst = Long.MIN_VALUE;
    long[] row = terms.before()[i];
    for (int t = 0; t < row.length; t++) {
      worst = Math.max(worst, worst(terms, i + 1, sum + row[t], seen || t == row.length - 1));
    }
    return worst;
  }

  @Test
  void certainBlocksAreThoseThatNoInputOfTheClassBreaks() throws Rejection {
    Random random = new Random(21);
    int certain = 0;
    for (int trial = 0; trial < 60; trial++) {
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4)};
      Parts parts = new Parts(sizes, random);
      for (int q = 0; q < sizes[0]; q++) {
        for (int m = q; m < sizes[0]; m++) {
          InputClass inputs = new InputClass(q, m, sizes[1] - 1);
          int from = random.nextInt(sizes[0]);
          Cover.Block block = new Cover.Block(from, random.nextInt(from + 1, sizes[0] + 1), 0, 0);
          certain += checkBlock(parts, inputs, block) ? 1 : 0;
        }
      }
    }
    assertTrue(certain > 100 && certain < 500, "certain blocks: " + certain);
  }

  private static boolean checkBlock(Parts parts, InputClass inputs, Cover.Block block) {
    if (block.isAlone(inputs.m())) {
      return true;
    }
    QueryWeights weights = parts.weights(inputs.q(), inputs.m());
    SumTerms terms = BlockTerms.of(inputs, ClassRows.of(inputs, parts.rows, weights), block);
    List<Terms> uncertain =
        terms.uncertain().length == 1 ? List.of(GoodCount.of(terms)) : List.of();
    Terms want = parts.terms(inputs, block);
    boolean certain = worst(want, 0, want.query(), inputs.q() == inputs.m()) < 0;
    assertEquals(certain ? 0 : 1, uncertain.size(), inputs + ", " + block);
    for (Terms got : uncertain) {
      assertArrayEquals(want.before(), got.before());
      assertEquals(want.query(), got.query());
      assertEquals(want.queryIsMaximum(), got.queryIsMaximum());
    }
    return certain;
  }

  /** spec/operations.md: circuits, tables and weights as in brute force, then class by class. */
  @Test
  void operationsAreThoseOfTheSpecification() throws Rejection {
    int v = 4;
    int k = 3;
    Parts parts = new Parts(new int[] {v, k}, new Random(5));
    BitSet bits = new BitSet();
    bits.set(0); // the first pair has two blocks
    Cover cover = Cover.of(v, new Bits("cover", bits, 12));
    Pairs scaled = Pairs.of(v, new Bits("scaled", BitSet.valueOf(new long[] {0b100110}), 12));
    Meter meter = parts.circuits.meter();
    long want =
        2L * v * v * k
            + Cost.of(meter, () -> new LongRows(MarginParts.exact(parts.circuits), Rational.ZERO));
    for (int q = 0; q < v; q++) {
      for (int m = q; m < v; m++) {
        InputClass inputs = new InputClass(q, m, k - 1);
        ClassRows rows = ClassRows.of(inputs, parts.rows, parts.weights(q, m));
        if (scaled.has(q, m)) {
          rows = rows.scaled(new Meter());
          want += ((k - 1) * (m + 1L) + 1) * 4L * (v - 1) + (2L * (k - 1) + 5) * (v - 1);
        }
        want += ((k - 1) * (m + 1L) + 1) * (2 + 8L * (v - 1));
        want += cover.blocks(q, m).size() * (k - 1) * (m + 4L);
        for (Cover.Block one : cover.blocks(q, m)) {
          SumTerms block = BlockTerms.of(inputs, rows, one);
          if (block.uncertain().length > 0) {
            Measure measure = new Measure(16, TokenWeights.UNIFORM, new Meter());
            want += GoodCount.of(GoodCount.of(block), measure).operations();
          }
        }
      }
    }
    GroupedCounting rule = new GroupedCounting(16, cover, scaled);
    assertEquals(
        want,
        Cost.of(
            meter, () -> rule.count(MarginParts.exact(parts.circuits), Demand.of(Rational.ZERO))));
    assertEquals("grouped-counting", new GroupedCounting(16, cover, Pairs.NONE).name());
  }

  /** Worked out by hand: room 3, width 1, deficits 5 and 0, last 2. */
  @Test
  void operationsOfACountAreThoseOfTheSpecification() {
    Terms terms = new Terms(new long[][] {{2, -3}}, 0, true);
    // 11 + 2 for each of 2 terms, a position, sum of counts 1, sums up to each 2 · 2, limit 3
    assertEquals(
        new GoodCount.Good(BigInteger.ONE, 27 + 1 + 4 + 3),
        GoodCount.of(terms, new Measure(4, TokenWeights.UNIFORM, new Meter())));
    // both tokens good, the better one raised: room 2, last 1, one more deficit looked up
    Terms both = new Terms(new long[][] {{-2, -3}}, 0, true);
    assertEquals(
        new GoodCount.Good(BigInteger.TWO, 27 + 1 + 2 + 6),
        GoodCount.of(both, new Measure(4, TokenWeights.UNIFORM, new Meter())));
    Terms none = new Terms(new long[][] {{2, 3}}, -2, true);
    assertEquals(
        new GoodCount.Good(BigInteger.ZERO, 7 + 3),
        GoodCount.of(none, new Measure(4, TokenWeights.UNIFORM, new Meter())));
    Terms alone = new Terms(new long[0][], 5, true);
    assertEquals(
        new GoodCount.Good(BigInteger.ZERO, 3),
        GoodCount.of(alone, new Measure(4, TokenWeights.UNIFORM, new Meter())));
  }

  /** Counts beyond 64 bits where some position must hold m: both halves of the table are scaled. */
  @Test
  void hugeCountsThatOweTheMaximumAreRoundedDown() {
    int positions = 60;
    long[][] before = new long[positions][64];
    before[0][5] = 1;
    GoodCount.Good good =
        GoodCount.of(
            new Terms(before, -1, false), new Measure(64, TokenWeights.UNIFORM, new Meter()));
    BigInteger others = BigInteger.valueOf(62).multiply(BigInteger.valueOf(63).pow(positions - 1));
    BigInteger all =
        BigInteger.valueOf(63).multiply(BigInteger.valueOf(64).pow(positions - 1)).subtract(others);
    assertTrue(good.count().compareTo(all) <= 0, good::toString);
    assertTrue(all.subtract(good.count()).shiftLeft(40).compareTo(all) < 0, good::toString);
    // room 1, width 1, last 0. The sum of counts, then 2 per entry shifted, others before m:
    long first = 1 + 2 + 2; // one entry, unseen; deficits 0 and that of m
    long each = 2 + (2 + 2) + (2 + 2);
    long end = 2 + 3 + 3; // the sum of counts, limit, one deficit
    long fixed = positions * (64L * (11 + 7) + 1) + first + (positions - 2) * each + end;
    long drops = (good.operations() - fixed) / 2; // both entries once more where bits are dropped
    assertEquals(50, drops);
    assertEquals(fixed + 2 * drops, good.operations());
  }

  @Test
  void theBlocksOfEveryPairAreReadFromItsOwnBits() throws Rejection {
    Random random = new Random(8);
    for (int trial = 0; trial < 50; trial++) {
      int v = random.nextInt(1, 10);
      BitSet bits = new BitSet();
      List<List<Cover.Block>> want = new ArrayList<>();
      int length = 0;
      for (int pair = 0; pair < v * (v + 1) / 2; pair++) {
        List<Cover.Block> blocks = new ArrayList<>();
        length = randomCut(new Cover.Block(0, v, 0, 0), length, bits, random, blocks);
        want.add(blocks);
      }
      Cover cover = Cover.of(v, new Bits("cover", bits, length));
      int pair = 0;
      for (int q = 0; q < v; q++) {
        for (int m = q; m < v; m++) {
          assertEquals(want.get(pair++), cover.blocks(q, m));
        }
      }
      assertEquals(want.stream().mapToInt(List::size).sum(), cover.size());
    }
  }

  private static int randomCut(
      Cover.Block node, int next, BitSet bits, Random random, List<Cover.Block> blocks) {
    int outputs = node.to() - node.from();
    if (outputs == 1 || random.nextInt(3) == 0) {
      blocks.add(node);
      return outputs == 1 ? next : next + 1;
    }
    bits.set(next);
    int middle = node.from() + outputs / 2;
    int behind = node.node() + 2 * (outputs / 2); // the left half has 2 (outputs / 2) - 1 nodes
    Cover.Block left = new Cover.Block(node.from(), middle, node.node() + 1, 0);
    int right = randomCut(left, next + 1, bits, random, blocks);
    return randomCut(new Cover.Block(middle, node.to(), behind, 0), right, bits, random, blocks);
  }

  /** Room 6, width 1, deficits 5 and 0, last 5; no sum without the maximum is counted. */
  @Test
  void operationsOfTwoPositionsAreThoseOfTheSpecification() {
    Terms one = new Terms(new long[][] {{2, -3}}, 0, true);
    Terms two = new Terms(new long[][] {{2, -3}, {2, -3}}, 0, true);
    long each =
        GoodCount.of(one, new Measure(4, TokenWeights.UNIFORM, new Meter())).operations()
            - 1
            - 4
            - 3; // all but sums and the limit
    long add = 1 + 2 + 2; // sum of counts, an entry for each deficit
    long end = 6 + 2 * 5 + 3 + 3; // sum of counts, sums up to each, limit, one deficit
    assertEquals(
        new GoodCount.Good(BigInteger.valueOf(3), 2 * each + add + end),
        GoodCount.of(two, new Measure(16, TokenWeights.UNIFORM, new Meter())));
  }
}
