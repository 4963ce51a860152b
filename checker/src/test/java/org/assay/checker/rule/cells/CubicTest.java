// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Demand;
import org.assay.checker.exact.Rational;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.TinyModel;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lemmas L-20 to L-24: every certain cell, and every mixture of such, against enumeration. */
@Tag("long") // pom.xml, profile long
class CubicTest {
  private static final long SEED = Long.getLong("seed", 20261122L);
  private static final int TRIALS = Integer.getInteger("trials", 100);

  private static final List<TinyModel.Draw> VALUES =
      List.of(
          random -> 0.3 * random.nextGaussian(),
          random -> random.nextInt(4) == 0 ? random.nextInt(-2, 3) / 2.0 : 0.0,
          random -> random.nextGaussian(),
          random -> random.nextInt(-2, 3),
          random -> random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0.0,
          random -> Math.scalb(random.nextInt(-3, 4), random.nextInt(-40, 41)),
          random -> Double.MIN_VALUE * random.nextInt(-1000, 1000));
  private static final List<TinyModel.Draw> SCORES =
      List.of(
          random -> Math.scalb(random.nextGaussian(), random.nextInt(-3, 4)),
          random -> 0.3 * random.nextGaussian(),
          random -> 0.0,
          random -> random.nextInt(-2, 3));

  private long certain;
  private long mixtures;

  /** One model with the truth about all its inputs. */
  private record Sample(Circuits circuits, List<Enumeration.Case> cases, Rational margin) {}

  private Sample sample(int trial, Random random) throws Rejection {
    boolean works = random.nextInt(4) > 0;
    int[] sizes = {random.nextInt(works ? 4 : 2, 7), random.nextInt(works ? 3 : 1, 5)};
    TinyModel model =
        new TinyModel(
            sizes, random, SCORES.get(trial % SCORES.size()), VALUES.get(trial % VALUES.size()));
    if (works) {
      copy(model, random.nextInt(1, 4));
    }
    int halves = random.nextInt(3);
    List<Enumeration.Case> cases =
        Enumeration.cases(model, BigDecimal.valueOf(halves).divide(BigDecimal.valueOf(2)));
    Rational margin = new Rational(BigInteger.valueOf(halves), BigInteger.valueOf(2));
    return new Sample(Circuits.of(model.weights()), cases, margin);
  }

  /** Adds to random weights a head that attends to large tokens and copies what it sees. */
  private static void copy(TinyModel model, int attention) {
    Arrays.stream(model.wO).forEach(row -> Arrays.setAll(row, c -> row[c] / 4));
    for (int t = 0; t < model.vocab; t++) {
      model.embed[t][0] += t;
      model.unembed[0][t] += 2 * t;
      model.bU[t] -= 16 * t * t;
    }
    model.wK[0][0] += attention;
    model.bQ[0] += attention;
    model.wV[0][0] += 4;
    model.wO[0][0] += 4;
  }

  @Test
  void everyMixtureOfCertainCellsIsRight() throws Rejection {
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      Sample sample = sample(trial, random);
      String where = "seed " + SEED + ", trial " + trial;
      BigInteger none = check(sample, CellList.EMPTY, where);
      assertEquals(
          none, new Cubic().count(MarginParts.exact(sample.circuits), Demand.of(sample.margin)));
      BigInteger some = check(sample, hostile(sample.circuits, random, 2), where);
      BigInteger all = check(sample, hostile(sample.circuits, random, 1), where);
      assertTrue(none.compareTo(some) <= 0 && some.compareTo(all) <= 0, where);
    }
    assertTrue(certain > 20L * TRIALS, "certain cells: " + certain);
    assertTrue(mixtures > 20L * TRIALS, "mixtures: " + mixtures);
  }

  /** A random part of all cells, or, of 1, all. */
  private static CellList hostile(Circuits circuits, Random random, int of) throws Rejection {
    int count = (int) new Cells(circuits.vocab(), circuits.k() - 1).count();
    return CellLists.of(
        IntStream.range(0, count).filter(i -> random.nextInt(of) == 0).boxed().toList());
  }

  private BigInteger check(Sample sample, CellList again, String where) {
    PureCells cells = new PureCells(MarginParts.exact(sample.circuits), sample.margin, again);
    Map<List<Integer>, BitSet> groups = groups(sample.circuits, cells);
    long counted = 0;
    for (Enumeration.Case one : sample.cases) {
      int[] x = one.input();
      int last = x.length - 1;
      int m = Arrays.stream(x).max().orElseThrow();
      List<Integer> others = Arrays.stream(x, 0, last).filter(t -> t != m).boxed().toList();
      BitSet group = groups.get(List.of(x[last], m, others.size()));
      if (!others.isEmpty() && others.stream().allMatch(group::get)) {
        counted++;
        assertFalse(isWrong(one), () -> where + ": " + Arrays.toString(x));
      }
      if (others.isEmpty() && !isWrong(one)) {
        counted++; // at most: the count may do without it
      }
    }
    mixtures += counted;
    certain += groups.values().stream().mapToLong(BitSet::cardinality).sum();
    BigInteger count = cells.count();
    long most = (long) sample.circuits.vocab() * sample.circuits.vocab();
    assertTrue(count.longValueExact() <= counted, where);
    assertTrue(count.longValueExact() >= counted - most, where);
    return count;
  }

  private static Map<List<Integer>, BitSet> groups(Circuits circuits, PureCells cells) {
    Map<List<Integer>, BitSet> groups = new HashMap<>();
    MarginParts weights = MarginParts.exact(circuits);
    for (int q = 0; q < circuits.vocab(); q++) {
      PositionSums sums = new PositionSums(weights, q);
      for (int m = q; m < circuits.vocab(); m++) {
        sums.reach(m);
        groups.put(List.of(q, m, 0), new BitSet());
        for (int n = 1; n <= new Cells(circuits.vocab(), circuits.k() - 1).mostOthers(q, m); n++) {
          groups.put(List.of(q, m, n), cells.certain(new PureCells.Group(q, m, n), sums));
        }
      }
    }
    return groups;
  }

  private static boolean isWrong(Enumeration.Case one) {
    for (boolean wrong : one.wrong()) {
      if (wrong) {
        return true;
      }
    }
    return false;
  }

  /** Where the same token is everywhere and positions do not matter, nothing is lost apart. */
  @Test
  void withoutPositionsEveryPureInputIsDecided() throws Rejection {
    Random random = new Random(SEED);
    long right = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      int[] sizes = {random.nextInt(2, 6), random.nextInt(1, 4)};
      TinyModel model =
          new TinyModel(sizes, random, r -> r.nextGaussian() / 2, VALUES.get(trial % 4));
      for (double[] row : model.position) {
        Arrays.fill(row, 0);
      }
      Circuits circuits = Circuits.of(model.weights());
      Sample sample =
          new Sample(circuits, Enumeration.cases(model, BigDecimal.ZERO), Rational.ZERO);
      PureCells cells =
          new PureCells(MarginParts.exact(circuits), Rational.ZERO, hostile(circuits, random, 1));
      Map<List<Integer>, BitSet> groups = groups(circuits, cells);
      for (Enumeration.Case one : sample.cases) {
        int[] x = one.input();
        int last = x.length - 1;
        int m = Arrays.stream(x).max().orElseThrow();
        int[] others = Arrays.stream(x, 0, last).filter(t -> t != m).toArray();
        if (!isWrong(one) && Arrays.stream(others).distinct().count() == 1) {
          right++;
          assertTrue(
              groups.get(List.of(x[last], m, others.length)).get(others[0]),
              () -> "seed " + SEED + ": " + Arrays.toString(x));
        }
      }
    }
    assertTrue(right > 3L * (TRIALS - 8), "right: " + right); // the first ones have few
  }
}
