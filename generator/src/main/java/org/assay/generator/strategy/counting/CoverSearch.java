// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.strategy.PackedBits;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.TokenWeights;
import org.assay.generator.strategy.margin.Evaluation;
import org.assay.generator.strategy.margin.MarginRows;

/**
 * Finds for each class (query, maximum) a cut through the {@link OutputTree} that loses little, and
 * counts what it loses.
 *
 * <p>One block for all outputs pessimises every position separately; one block per output counts an
 * input once for each output that beats it. In between, the tree is measured from the root
 * downwards with fewer bins, the best cut is taken bottom-up, and a block must earn its keep: the
 * checker's work is proportional to their number.
 */
final class CoverSearch {
  /** Measuring with fewer bins ranks the cuts nearly as well. */
  private static final int COARSER = 8;

  /** Share of the loss that may be given up for fewer blocks. */
  private static final double FOR_FEWER_BLOCKS = 1e-3;

  /** Share of all inputs that nodes which are not worth splitting lose in all classes together. */
  private static final double NEGLIGIBLE = 1e-8;

  /** Share of all inputs that classes which are not tried with scaled outputs lose together. */
  private static final double WORTH_SCALING = 1e-6;

  private final Evaluation evaluation;
  private final int bins;
  private final TokenWeights tokens;
  private final LongConsumer progress;
  private final OutputTree tree;
  private final Choice[] choices; // by query, then maximum
  private double perBlock;

  CoverSearch(Evaluation evaluation, int bins, TokenWeights tokens, LongConsumer progress) {
    this.evaluation = evaluation;
    this.tokens = tokens;
    this.bins = bins;
    this.progress = progress;
    this.tree = new OutputTree(evaluation.vocab());
    this.choices = new Choice[classes()];
  }

  /** The trees of one class, as they are and with scaled outputs (L-13), and which was chosen. */
  private static final class Choice {
    private final ClassCover plain;
    private final ClassCover scaled; // null: not worth it
    private boolean isScaled;

    Choice(ClassCover plain, ClassCover scaled) {
      this.plain = plain;
      this.scaled = scaled;
    }

    ClassCover.Price cut(double perBlock) {
      ClassCover.Price asTheyAre = plain.cut(perBlock);
      return scaled == null ? asTheyAre : choose(asTheyAre, scaled.cut(perBlock), perBlock);
    }

    /** Scaling costs the checker about as much as a block. */
    ClassCover.Price choose(ClassCover.Price asTheyAre, ClassCover.Price alike, double perBlock) {
      isScaled = alike.at(perBlock) + perBlock < asTheyAre.at(perBlock);
      return isScaled ? alike : asTheyAre;
    }

    int mostBlocks() {
      return Math.max(blocks(plain).size(), scaled == null ? 0 : blocks(scaled).size());
    }

    static List<Integer> blocks(ClassCover cover) {
      List<Integer> blocks = new ArrayList<>();
      cover.spell(new PackedBits(), blocks::add);
      return blocks;
    }

    void spell(PackedBits cover) {
      (isScaled ? scaled : plain).spell(cover, block -> {});
    }
  }

  private int classes() {
    return evaluation.vocab() * (evaluation.vocab() + 1) / 2;
  }

  private int index(int q, int m) {
    return q * evaluation.vocab() - q * (q - 1) / 2 + m - q;
  }

  /** Measures the tree of every class. */
  void measure() {
    for (int max = evaluation.vocab() - 1; max >= 0; max--) {
      int m = max;
      Evaluation.OfMaximum ofMaximum = evaluation.ofMaximum(m);
      IntStream.rangeClosed(0, m)
          .parallel()
          .forEach(
              q -> {
                choices[index(q, m)] = choice(ofMaximum.rows(q), q, m);
                progress.accept(1);
              });
    }
  }

  private Choice choice(MarginRows rows, int q, int m) {
    ClassCover plain = measured(new BlockTerms(tree, rows, q, m), q, m);
    if (plain.cut(0).loss() * classes() <= WORTH_SCALING) return new Choice(plain, null);
    return new Choice(plain, measured(new BlockTerms(tree, rows, q, m, true), q, m));
  }

  private ClassCover measured(BlockTerms terms, int q, int m) {
    int coarse = Math.max(Math.min(bins, 256), bins / COARSER);
    double negligible = NEGLIGIBLE / classes();
    return ClassCover.measure(tree, node -> loss(terms, node, q, m, coarse), negligible);
  }

  /** The share of all inputs that are in C(q, m) and not counted as good by the block. */
  private double loss(BlockTerms terms, int node, int q, int m, int bins) {
    if (terms.isCertain(node)) return 0;
    TokenWeights.Sizes model = new TokenWeights.Sizes(evaluation.vocab(), evaluation.k() - 1);
    double good = DeficitTable.good(terms.before(node), terms.query(node), q == m, bins, tokens);
    return Math.max(0, tokens.share(q, m, model) - good * tokens.unit(q, m, model));
  }

  /** Chooses the cuts, with as few blocks as cost little. */
  void choose() {
    ClassCover.Price free = price(0);
    if (free.blocks() == 0) return;
    perBlock = FOR_FEWER_BLOCKS * free.loss() / free.blocks();
    price(perBlock);
  }

  private ClassCover.Price price(double perBlock) {
    double loss = 0;
    int count = 0;
    for (Choice choice : choices) {
      ClassCover.Price price = choice.cut(perBlock);
      loss += price.loss();
      count += price.blocks();
    }
    return new ClassCover.Price(loss, count);
  }

  /** At most so many blocks in all classes, those that lose nothing included. */
  long blocks() {
    return Arrays.stream(choices).mapToLong(Choice::mostBlocks).sum();
  }

  String cover() {
    PackedBits bits = new PackedBits();
    for (Choice choice : choices) choice.spell(bits);
    return bits.toString();
  }

  /** For which classes outputs are scaled; empty: for none. */
  Optional<String> scaled() {
    if (Arrays.stream(choices).noneMatch(choice -> choice.isScaled)) return Optional.empty();
    PackedBits bits = new PackedBits();
    for (Choice choice : choices) bits.add(choice.isScaled);
    return Optional.of(bits.toString());
  }

  /**
   * Counts with all bins, and only now decides for each class whether its outputs are scaled.
   *
   * @return an upper bound of the inputs that are not right: what the chosen blocks are charged
   */
  PairCounts settle() {
    PairCounts wrong = new PairCounts(evaluation.vocab());
    for (int max = evaluation.vocab() - 1; max >= 0; max--) {
      int m = max;
      Evaluation.OfMaximum ofMaximum = evaluation.ofMaximum(m);
      IntStream.rangeClosed(0, m)
          .parallel()
          .forEach(q -> wrong.set(q, m, settled(ofMaximum.rows(q), q, m)));
    }
    return wrong;
  }

  private BigInteger settled(MarginRows rows, int q, int m) {
    Choice choice = choices[index(q, m)];
    BlockTerms asTheyAre = new BlockTerms(tree, rows, q, m);
    Charge plain = charge(asTheyAre, Choice.blocks(choice.plain), q, m);
    Charge least = plain;
    if (choice.scaled != null) {
      BlockTerms alike = new BlockTerms(tree, rows, q, m, true);
      Charge scaled = charge(alike, Choice.blocks(choice.scaled), q, m);
      choice.choose(price(plain), price(scaled), perBlock);
      least = choice.isScaled ? scaled : plain;
    }
    progress.accept(1);
    return least.wrong;
  }

  /** Inputs that blocks are charged, and how many of the blocks. */
  private record Charge(BigInteger wrong, int blocks) {}

  private ClassCover.Price price(Charge charge) {
    BigInteger all = tokens.total(evaluation.vocab(), evaluation.k());
    return new ClassCover.Price(charge.wrong.doubleValue() / all.doubleValue(), charge.blocks);
  }

  /** Lemma U: the blocks' charges add up, but never to more than the class has. */
  private Charge charge(BlockTerms terms, List<Integer> nodes, int q, int m) {
    BigInteger all = tokens.size(q, m, evaluation.k() - 1);
    BigInteger ofQuery = BigInteger.valueOf(tokens.of(q));
    BigInteger wrong = BigInteger.ZERO;
    int uncertain = 0;
    for (int node : nodes) {
      if (terms.isCertain(node)) continue;
      wrong = wrong.add(all.subtract(good(terms, node, q, m).multiply(ofQuery)));
      uncertain++;
    }
    return new Charge(wrong.min(all), uncertain);
  }

  private BigInteger good(BlockTerms terms, int node, int q, int m) {
    double good = DeficitTable.good(terms.before(node), terms.query(node), q == m, bins, tokens);
    int scale = tokens.bits(m) * (evaluation.k() - 1);
    return new BigDecimal(good).multiply(new BigDecimal(BigInteger.TWO.pow(scale))).toBigInteger();
  }
}
