// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.strategy.PackedBits;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.TokenWeights;

/**
 * Covers for one partition of the queries: measured for all classes and maxima, then cut at a price
 * of an operation that is the same everywhere.
 */
final class PotentialSearch {
  private static final double LOWEST_PRICE = 1e-40;
  private static final double HIGHEST_PRICE = 1e3;
  private static final int HALVINGS = 30;
  private static final double CLOSE_TO_BUDGET = 0.998;

  private final Subject subject;
  private final int[] bins;
  private final PotentialCover[] covers; // by class, then maximum

  /**
   * What is searched.
   *
   * @param fixed operations of the checker before any block, which no cover changes
   */
  record Subject(PotentialTables tables, TokenWeights tokens, QueryClasses classes, double fixed) {}

  /** The cover that a price gives. */
  record Choice(int finest, double price, double loss, double operations) {}

  /**
   * A cover as a hint, what it proves, what that costs the checker, and what R-03 (a) counts of its
   * blocks for each token at each position.
   */
  record Outcome(int bins, String cover, PairCounts wrong, long operations, long updates) {}

  private PotentialSearch(Subject subject, int[] bins, PotentialCover[] covers) {
    this.subject = subject;
    this.bins = bins;
    this.covers = covers;
  }

  static PotentialSearch measure(
      Subject subject, PotentialCover.Ladder ladder, LongConsumer progress) {
    PotentialTables tables = subject.tables;
    QueryClasses classes = subject.classes;
    OutputTree tree = new OutputTree(tables.vocab());
    int vocab = tables.vocab();
    PotentialCover[][] byClass = new PotentialCover[classes.count()][vocab];
    IntStream.range(0, vocab).map(i -> vocab - 1 - i).boxed().toList().parallelStream()
        .forEach(
            m -> {
              PotentialMaximum maximum = new PotentialMaximum(tables, tree, m);
              IntStream.range(0, classes.count())
                  .filter(number -> classes.parts().get(number)[0] <= m)
                  .forEach(
                      number ->
                          byClass[number][m] =
                              PotentialCover.measure(
                                  maximum, classes.upTo(number, m), ladder, subject.tokens));
              progress.accept(1);
            });
    PotentialCover[] covers =
        Arrays.stream(byClass)
            .flatMap(Arrays::stream)
            .filter(cover -> cover != null)
            .toArray(PotentialCover[]::new);
    return new PotentialSearch(subject, ladder.bins(), covers);
  }

  QueryClasses classes() {
    return subject.classes;
  }

  /** The cover that a price gives, with this place of the ladder as level 0. */
  Choice at(int finest, double price) {
    double[] sums = {0, subject.fixed};
    Arrays.stream(covers)
        .parallel()
        .map(cover -> cover.cut(finest, price))
        .forEachOrdered(
            cut -> {
              sums[0] += cut.loss();
              sums[1] += cut.operations();
            });
    return new Choice(finest, price, sums[0], sums[1]);
  }

  /** The fewest operations that any cover takes. */
  Choice cheapest(int coarsest) {
    return at(coarsest, HIGHEST_PRICE);
  }

  /**
   * The best cover within a budget, level 0 from some place of the ladder on; else the cheapest.
   */
  Choice within(double budget, int coarsest) {
    Choice best = cheapest(coarsest);
    for (int finest = coarsest; finest < bins.length; finest++) {
      Choice choice = within(finest, budget);
      if (choice.operations <= budget && (best.operations > budget || choice.loss < best.loss)) {
        best = choice;
      }
    }
    return best;
  }

  private Choice within(int finest, double budget) {
    Choice free = at(finest, LOWEST_PRICE);
    if (free.operations <= budget) return free;
    double low = Math.log(LOWEST_PRICE);
    double high = Math.log(HIGHEST_PRICE);
    Choice best = at(finest, HIGHEST_PRICE);
    for (int i = 0; i < HALVINGS && best.operations < CLOSE_TO_BUDGET * budget; i++) {
      double middle = (low + high) / 2;
      Choice choice = at(finest, Math.exp(middle));
      if (choice.operations <= budget) {
        high = middle;
        best = choice;
      } else {
        low = middle;
      }
    }
    return best;
  }

  /** Spells a choice and counts what it proves. */
  Outcome outcome(Choice choice) {
    at(choice.finest, choice.price);
    PackedBits bits = new PackedBits();
    List<List<PotentialCover.Block>> blocks = new ArrayList<>();
    for (PotentialCover cover : covers) blocks.add(cover.spell(bits));
    int finest = bins[choice.finest];
    PairCounts wrong = new PairCounts(subject.tables.vocab());
    OutputTree tree = new OutputTree(subject.tables.vocab());
    long operations =
        IntStream.range(0, subject.tables.vocab())
            .parallel()
            .mapToLong(
                m -> charge(new PotentialMaximum(subject.tables, tree, m), blocks, finest, wrong))
            .sum();
    long updates =
        blocks.stream()
            .flatMap(List::stream)
            .mapToLong(block -> (finest >> 2 * block.level()) + DeficitTable.BESIDE)
            .sum();
    return new Outcome(finest, bits.toString(), wrong, (long) subject.fixed + operations, updates);
  }

  /** All classes of one maximum, whose terms are made anew: those of all do not fit in memory. */
  private long charge(
      PotentialMaximum maximum,
      List<List<PotentialCover.Block>> blocks,
      int finest,
      PairCounts wrong) {
    return IntStream.range(0, covers.length)
        .filter(i -> covers[i].m() == maximum.m())
        .mapToLong(
            i -> {
              PotentialBlocks terms = new PotentialBlocks(maximum, covers[i].queries());
              return charge(terms, blocks.get(i), finest, wrong);
            })
        .sum();
  }

  /**
   * Lemma U: the blocks' charges add up, but never to more than a query has.
   *
   * @return the operations
   */
  private long charge(
      PotentialBlocks ofClass, List<PotentialCover.Block> blocks, int finest, PairCounts charged) {
    int m = ofClass.maximum().m();
    int[] queries = ofClass.queries();
    BigInteger[] wrong = new BigInteger[queries.length];
    Arrays.fill(wrong, BigInteger.ZERO);
    long operations = 0;
    for (PotentialCover.Block block : blocks) {
      if (block.node() == ofClass.maximum().tree().single(m)) continue;
      PotentialBlock terms = ofClass.of(block.node());
      operations += terms.operations();
      if (terms.uncertain().length == 0) continue;
      DeficitTable table =
          terms.table(Math.max(subject.tables.k(), finest >> 2 * block.level()), subject.tokens);
      for (int j : terms.uncertain()) {
        wrong[j] =
            wrong[j].add(size(queries[j], m).subtract(weight(queries[j], terms.good(table, j), m)));
      }
      operations += 3 * terms.uncertain().length + table.operations();
    }
    for (int j = 0; j < wrong.length; j++) {
      charged.set(queries[j], m, wrong[j].min(size(queries[j], m)));
    }
    return operations;
  }

  private BigInteger weight(int q, double good, int m) {
    BigInteger unit = BigInteger.TWO.pow(subject.tokens.bits(m) * (subject.tables.k() - 1));
    BigInteger before = new BigDecimal(good).multiply(new BigDecimal(unit)).toBigInteger();
    return before.multiply(BigInteger.valueOf(subject.tokens.of(q)));
  }

  private BigInteger size(int q, int m) {
    return subject.tokens.size(q, m, subject.tables.k() - 1);
  }
}
