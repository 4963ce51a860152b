// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Rational;
import org.assay.checker.execution.Sides;
import org.assay.checker.margin.Enumeration;
import org.assay.checker.split.Split;
import org.junit.jupiter.api.Test;

/** Lemmas L-11 and L-12 piece by piece on small numbers that lose nothing. */
class PotentialPartsTest {
  private static ExactMatrix matrix(Random random, int rows, int columns) {
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (BigInteger[] row : entries) {
      Arrays.setAll(row, c -> BigInteger.valueOf(random.nextInt(-9, 10)));
    }
    return ExactMatrix.of(entries, columns, 0);
  }

  /** Tables of small integers; scores and errors in eighths. */
  static PotentialParts parts(Random random, int v, int k) {
    BigInteger[][] error = new BigInteger[v][];
    Arrays.setAll(error, q -> new BigInteger[] {BigInteger.valueOf(random.nextInt(4))});
    ExactMatrix scores = matrix(random, v, v);
    BigInteger[][] eighths = new BigInteger[v][v];
    for (int q = 0; q < v; q++) {
      int row = q;
      Arrays.setAll(eighths[q], t -> scores.significand(row, t));
    }
    BigInteger[][] excess = new BigInteger[v][1];
    for (BigInteger[] row : excess) {
      row[0] = BigInteger.valueOf(random.nextInt(3));
    }
    return new PotentialParts(
        1,
        new Split(ExactMatrix.of(eighths, v, -3), ExactMatrix.of(error, 1, -3)),
        matrix(random, v, k),
        Sides.exact(matrix(random, v, v)),
        ExactMatrix.of(excess, 1, 0),
        Sides.exact(matrix(random, v, v)),
        Sides.exact(matrix(random, k, v)),
        Optional.empty());
  }

  static List<Integer> someQueries(Random random, int m) {
    List<Integer> queries = new ArrayList<>();
    for (int q = 0; q <= m; q++) {
      if (random.nextBoolean()) {
        queries.add(q);
      }
    }
    return queries.isEmpty() ? List.of(m) : queries;
  }

  @Test
  void potentialsAreSumsOfTheLargestAndTheLeastSteps() {
    Random random = new Random(4);
    for (int trial = 0; trial < 200; trial++) {
      int v = random.nextInt(1, 12);
      ExactMatrix scores = matrix(random, v, v);
      int m = random.nextInt(v);
      List<Integer> queries = someQueries(random, m);
      Potentials potentials = new Potentials(scores);
      queries.forEach(potentials::add);
      BigInteger[] upper = potentials.upper(m);
      BigInteger[] lower = potentials.lower(m);
      assertEquals(m + 1, upper.length);
      assertEquals(m + 1, lower.length);
      for (int t = 0; t <= m; t++) {
        assertEquals(step(scores, queries, t, m, true), upper[t].longValueExact());
        assertEquals(step(scores, queries, t, m, false), lower[t].longValueExact());
      }
      long strides = IntStream.rangeClosed(1, 4).map(k -> Math.max(0, v - k)).sum();
      assertEquals(
          BigInteger.valueOf(3 * strides * queries.size() + 2L * m), scores.meter().operations());
    }
  }

  /** From t to m in steps of four, the last of them shorter. */
  private static long step(ExactMatrix scores, List<Integer> queries, int t, int m, boolean most) {
    long sum = 0;
    for (int s = t; s < m; s += 4) {
      int from = s;
      int to = Math.min(m, s + 4);
      long[] rises =
          queries.stream()
              .mapToLong(
                  q -> scores.significand(q, from).subtract(scores.significand(q, to)).longValue())
              .sorted()
              .toArray();
      sum += most ? rises[rises.length - 1] : rises[0];
    }
    return sum;
  }

  @Test
  void aClassAddsTheLargestErrorOfItsQueries() {
    Random random = new Random(5);
    for (int trial = 0; trial < 100; trial++) {
      int v = random.nextInt(1, 8);
      int k = random.nextInt(1, 5);
      PotentialParts parts = parts(random, v, k);
      int m = random.nextInt(v);
      List<Integer> queries = someQueries(random, m);
      QueryClass ofQueries = new QueryClass(parts);
      Potentials potentials = new Potentials(parts.attention().known());
      queries.forEach(ofQueries::add);
      queries.forEach(potentials::add);
      QueryClass.Bounds bounds = ofQueries.at(m);
      BigInteger error =
          queries.stream().map(q -> parts.attention().error(q, 0)).max(BigInteger::compareTo).get();
      BigInteger[] upper = potentials.upper(m);
      BigInteger[] lower = potentials.lower(m);
      for (int t = 0; t < m; t++) {
        upper[t] = upper[t].add(error);
        lower[t] = lower[t].subtract(error);
      }
      assertEquals(m, bounds.m());
      assertEquals(queries, bounds.queries());
      assertArrayEquals(upper, bounds.upper());
      assertArrayEquals(lower, bounds.lower());
      assertEquals(k - 1, bounds.most().length);
      assertEquals(k - 1, bounds.least().length);
      for (int i = 0; i < k - 1; i++) {
        int place = i;
        List<BigInteger> all = queries.stream().map(q -> parts.position(q, place)).toList();
        assertEquals(Collections.max(all), bounds.most()[i]);
        assertEquals(Collections.min(all), bounds.least()[i]);
      }
      // the potentials, made twice here, are counted with the scores
      long want = queries.size() * (3L * k + 1) + 2L * m;
      assertEquals(BigInteger.valueOf(want), parts.meter().operations());
    }
  }

  @Test
  void errorsAndExcessesAreRoundedUp() {
    BigInteger[][] error = {{BigInteger.valueOf(8)}, {BigInteger.valueOf(9)}, {BigInteger.ZERO}};
    BigInteger[][] excess = {{BigInteger.valueOf(5)}, {BigInteger.ZERO}, {BigInteger.ONE}};
    BigInteger[][] positions = {
      {BigInteger.TWO, BigInteger.valueOf(7), BigInteger.ONE},
      {BigInteger.ZERO, BigInteger.valueOf(-7), BigInteger.ONE},
      {BigInteger.TEN, BigInteger.TEN, BigInteger.ONE}
    };
    PotentialParts parts =
        new PotentialParts(
            4,
            new Split(ExactMatrix.zero(3, 3), ExactMatrix.of(error, 1, -3)),
            ExactMatrix.of(positions, 3, 0),
            Sides.exact(ExactMatrix.zero(3, 3)),
            ExactMatrix.of(excess, 1, -1),
            Sides.exact(ExactMatrix.zero(3, 3)),
            Sides.exact(ExactMatrix.zero(3, 3)),
            Optional.empty());
    assertEquals(BigInteger.ONE, parts.errorUp(0));
    assertEquals(BigInteger.TWO, parts.errorUp(1));
    assertEquals(BigInteger.ZERO, parts.errorUp(2));
    assertEquals(BigInteger.TWO, parts.largestError());
    assertEquals(BigInteger.valueOf(3), parts.excessUp(0, 0)); // 5/2
    assertEquals(BigInteger.valueOf(5), parts.excessUp(0, 1));
    assertEquals(BigInteger.valueOf(40), parts.excessUp(0, 4));
    assertEquals(BigInteger.ZERO, parts.excessUp(1, 0));
    assertEquals(BigInteger.ONE, parts.excessUp(2, 0)); // 1/2
    assertEquals(BigInteger.ONE, parts.position(0, 0));
    assertEquals(BigInteger.valueOf(6), parts.position(0, 1));
    assertEquals(BigInteger.ONE, parts.leastPosition(0));
    assertEquals(BigInteger.valueOf(-8), parts.leastPosition(1));
    assertEquals(BigInteger.valueOf(9), parts.leastPosition(2));
    assertEquals(55 - 2 - 2, parts.fractionBits(Rational.ZERO)); // K = 3 < 2^2, 5/2 < 2^2
    assertEquals(
        55 - 2 - 5, parts.fractionBits(new Rational(BigInteger.valueOf(16), BigInteger.ONE)));
  }

  /** M is of the largest entry, in whichever table it is. */
  @Test
  void theScaleLeavesRoomForEveryTable() {
    for (int large = 0; large < 4; large++) {
      ExactMatrix[] tables = new ExactMatrix[4];
      for (int i = 0; i < 4; i++) {
        BigInteger[][] entries = {{BigInteger.valueOf(i == large ? 1000 : -1)}};
        tables[i] = ExactMatrix.of(entries, 1, 0);
      }
      Split split = new Split(ExactMatrix.zero(1, 1), ExactMatrix.zero(1, 1));
      PotentialParts parts =
          new PotentialParts(
              1,
              split,
              ExactMatrix.zero(1, 1),
              Sides.exact(tables[0]),
              tables[1],
              Sides.exact(tables[2]),
              Sides.exact(tables[3]),
              Optional.empty());
      assertEquals(55 - 1 - 10, parts.fractionBits(Rational.ZERO));
      assertEquals(1, parts.vocab());
      assertEquals(1, parts.k());
      assertEquals(BigInteger.ZERO, parts.leastPosition(0));
    }
  }

  @Test
  void everyNodeOfATreeKnowsItsLargestEntryButOne() {
    Random random = new Random(6);
    for (int trial = 0; trial < 300; trial++) {
      int v = random.nextInt(1, 20);
      long[] row = random.longs(v, -3, 4).toArray();
      BlockTree tree = new BlockTree(row);
      List<Cover.Block> blocks = new ArrayList<>();
      addBlocks(0, v, blocks);
      assertEquals(2 * v - 1, blocks.size());
      for (int node = 0; node < blocks.size(); node++) {
        Cover.Block block = blocks.get(node);
        for (int m = 0; m < v; m++) {
          int but = m;
          IntStream others = IntStream.range(block.from(), block.to()).filter(o -> o != but);
          long want = others.mapToLong(o -> row[o]).max().orElse(Long.MIN_VALUE);
          assertEquals(want, tree.largestBut(m, node), "node " + node + " but " + m);
        }
      }
    }
  }

  private static void addBlocks(int from, int to, List<Cover.Block> blocks) {
    blocks.add(new Cover.Block(from, to, blocks.size(), 0)); // preorder
    if (to - from > 1) {
      addBlocks(from, from + (to - from) / 2, blocks);
      addBlocks(from + (to - from) / 2, to, blocks);
    }
  }

  private static Enclosure enclosure(long lo, long hi, long exponent) {
    return new Enclosure(
        BigInteger.valueOf(lo), BigInteger.valueOf(hi), BigInteger.valueOf(exponent));
  }

  /** All weights against the exponentials of their definition. */
  @Test
  void weightsEncloseWhatTheLemmaSays() {
    Random random = new Random(7);
    for (int trial = 0; trial < 30; trial++) {
      int v = random.nextInt(1, 5);
      int k = random.nextInt(1, 4);
      PotentialParts parts = parts(random, v, k);
      int m = random.nextInt(v);
      List<Integer> queries = someQueries(random, m);
      QueryClass ofQueries = new QueryClass(parts);
      queries.forEach(ofQueries::add);
      QueryClass.Bounds bounds = ofQueries.at(m);
      BigInteger before = parts.meter().operations();
      PotentialWeights weights =
          new PotentialWeights(parts, PotentialExponentials.of(parts), bounds);
      BigInteger cost = parts.meter().operations().subtract(before);
      List<BigDecimal> exact = new ArrayList<>();
      List<Long> ends = new ArrayList<>(); // lower bounds negated
      for (int i = 0; i < k - 1; i++) {
        for (int t = 0; t <= m; t++) {
          exact.add(exp(bounds.upper()[t], bounds.most()[i]));
          ends.add(weights.hi[i][t]);
          exact.add(exp(bounds.lower()[t], bounds.least()[i]));
          ends.add(-weights.lo[i][t]);
        }
      }
      for (int j = 0; j < queries.size(); j++) {
        int q = queries.get(j);
        ExactMatrix scores = parts.attention().known();
        BigInteger own = scores.significand(q, q).subtract(scores.significand(q, m));
        BigInteger error = q == m ? BigInteger.ZERO : parts.errorUp(q);
        exact.add(exp(own.add(error), BigInteger.ZERO));
        ends.add(weights.ownHi[j]);
        exact.add(exp(own.subtract(error), BigInteger.ZERO));
        ends.add(-weights.ownLo[j]);
        exact.add(exp(BigInteger.ZERO, parts.leastPosition(q)));
        ends.add(-weights.credit[j]);
      }
      assertEnclosed(exact, ends, "trial " + trial);
      long n = queries.size();
      long exponentials = 2 * (m + 1) + 2 * (k - 1) + 3 * n;
      long want = 4 * exponentials + 4L * (k - 1) * (m + 1) + 3 * n + (k - 1 + 3) * n;
      assertEquals(BigInteger.valueOf(want), cost);
    }
  }

  private static BigDecimal exp(BigInteger eighths, BigInteger ones) {
    BigDecimal sum = new BigDecimal(eighths).divide(new BigDecimal(8)).add(new BigDecimal(ones));
    return Enumeration.series(sum);
  }

  private static void assertEnclosed(List<BigDecimal> exact, List<Long> ends, String what) {
    BigDecimal top = Collections.max(exact);
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(62));
    while (top.multiply(power).compareTo(power) >= 0) { // the largest is below 1/2 of 2^63
      power = power.divide(BigDecimal.valueOf(2));
      top = top.divide(BigDecimal.valueOf(2));
      exact = exact.stream().map(one -> one.divide(BigDecimal.valueOf(2))).toList();
    }
    BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(62));
    while (top.compareTo(new BigDecimal("0.5")) < 0) {
      top = top.multiply(BigDecimal.valueOf(2));
      exact = exact.stream().map(one -> one.multiply(BigDecimal.valueOf(2))).toList();
    }
    for (int i = 0; i < exact.size(); i++) {
      BigDecimal scaled = exact.get(i).multiply(unit);
      BigDecimal end = new BigDecimal(Math.abs(ends.get(i)));
      BigDecimal above = ends.get(i) > 0 ? end.subtract(scaled) : scaled.subtract(end);
      assertTrue(above.signum() >= 0, what + ", weight " + i + ": " + above);
      assertTrue(above.compareTo(BigDecimal.valueOf(2)) < 0, what + ", weight " + i + ": " + above);
    }
  }

  /** The terms by their definition in the lemma, with its three roundings. */
  @Test
  void termsAreThoseOfTheLemma() {
    Random random = new Random(8);
    int negative = 0;
    for (int trial = 0; trial < 200; trial++) {
      int v = random.nextInt(2, 7);
      int k = random.nextInt(1, 4);
      PotentialParts parts = parts(random, v, k);
      Rational margin = new Rational(BigInteger.valueOf(random.nextInt(3)), BigInteger.ONE);
      int m = random.nextInt(v);
      List<Integer> queries = someQueries(random, m);
      QueryClass ofQueries = new QueryClass(parts);
      queries.forEach(ofQueries::add);
      QueryClass.Bounds bounds = ofQueries.at(m);
      PotentialWeights weights =
          new PotentialWeights(parts, PotentialExponentials.of(parts), bounds);
      BigInteger before = parts.meter().operations();
      BlockValues values = new BlockValues(parts, margin, false);
      long cells = (long) v * v;
      assertEquals(
          3 * (cells + k * v) + 3 * cells + v + 4 * cells * k + 3 * cells,
          parts.meter().operations().subtract(before).longValueExact());
      Reading reading = new Reading(parts, margin, m);
      List<Cover.Block> blocks = new ArrayList<>();
      addBlocks(0, v, blocks);
      for (int node = 0; node < blocks.size(); node++) {
        Cover.Block block = blocks.get(node);
        if (block.from() == m && block.to() == m + 1) {
          continue;
        }
        SumTerms terms = PotentialTerms.of(values, weights, bounds, node);
        assertEquals(
            5L * (k - 1) * (m + 1) + 13L * queries.size(), PotentialTerms.operations(terms));
        long least = queries.stream().mapToLong(q -> reading.direct(q, block)).min().orElseThrow();
        for (int i = 0; i < k - 1; i++) {
          for (int t = 0; t <= m; t++) {
            long bracket = reading.value(i, t, block) + least;
            long weight = bracket < 0 ? weights.hi[i][t] : weights.lo[i][t];
            negative += bracket < 0 ? 1 : 0;
            assertEquals(-product(weight, bracket), terms.before()[i][t]);
          }
        }
        for (int j = 0; j < queries.size(); j++) {
          int q = queries.get(j);
          long bracket = reading.value(k - 1, q, block) + reading.direct(q, block);
          long own = -product(bracket < 0 ? weights.ownHi[j] : weights.ownLo[j], bracket);
          long credit = product(weights.credit[j], reading.direct(q, block) - least);
          assertEquals(q < m ? own - credit : own, terms.own()[j]);
        }
        assertCertain(terms, bounds, k);
      }
    }
    assertTrue(negative > 1000, "negative brackets: " + negative);
  }

  private static long product(long weight, long bracket) {
    return BigInteger.valueOf(weight)
        .multiply(BigInteger.valueOf(bracket))
        .shiftRight(64)
        .longValueExact();
  }

  private static void assertCertain(SumTerms terms, QueryClass.Bounds bounds, int k) {
    List<Integer> want = new ArrayList<>();
    for (int j = 0; j < bounds.queries().size(); j++) {
      boolean seen = bounds.queries().get(j) == bounds.m();
      if (worst(terms.before(), 0, terms.own()[j], seen) >= 0) {
        want.add(j);
      }
    }
    List<Integer> got = Arrays.stream(terms.uncertain()).boxed().toList();
    assertEquals(want, got);
  }

  private static long worst(long[][] before, int i, long sum, boolean seen) {
    if (i == before.length) {
      return seen ? sum : Long.MIN_VALUE;
    }
    long worst = Long.MIN_VALUE;
    for (int t = 0; t < before[i].length; t++) {
      boolean here = seen || t == before[i].length - 1;
      worst = Math.max(worst, worst(before, i + 1, sum + before[i][t], here));
    }
    return worst;
  }

  /** val and u of the lemma in units of 2^-p, of integer tables. */
  private record Reading(PotentialParts parts, Rational margin, int m) {
    long value(int i, int t, Cover.Block block) {
      long largest = Long.MIN_VALUE;
      for (int o = block.from(); o < block.to(); o++) {
        largest = o == m ? largest : Math.max(largest, output(i, t, o));
      }
      return output(i, t, m) - largest;
    }

    long direct(int q, Cover.Block block) {
      long largest = Long.MIN_VALUE;
      for (int o = block.from(); o < block.to(); o++) {
        largest = o == m ? largest : Math.max(largest, path(q, o));
      }
      long excess = scaled(parts.excess().significand(q, 0));
      return path(q, m) - largest - excess - scaled(margin.numerator()) - 3;
    }

    private long output(int i, int t, int o) {
      return scaled(parts.evou().right().significand(t, o))
          - mean(parts.evou().right(), o)
          + scaled(parts.pvou().right().significand(i, o))
          - mean(parts.pvou().right(), o);
    }

    private long path(int q, int o) {
      return scaled(parts.direct().right().significand(q, o))
          + mean(parts.evou().right(), o)
          + mean(parts.pvou().right(), o);
    }

    private long mean(ExactMatrix table, int o) {
      long sum = 0;
      for (int r = 0; r < table.rows(); r++) {
        sum += scaled(table.significand(r, o));
      }
      return sum / table.rows();
    }

    private long scaled(BigInteger logits) {
      return logits.shiftLeft(parts.fractionBits(margin)).longValueExact();
    }
  }
}
