// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.generator.strategy.PackedBits;
import org.assay.generator.strategy.TokenWeights;

/**
 * What was measured in the {@link OutputTree} for one class of queries and one maximum: what a node
 * would be charged for each query, as a share of all inputs, and what the checker would spend on
 * it, with several numbers of bins. Only nodes that may be worth having are measured: from the root
 * downwards, and from few bins to many, until nothing is lost or the rest cannot pay. No terms are
 * kept: those of one maximum take 8 · k · vocab · 2 vocab bytes.
 */
final class PotentialCover {
  /** Bins of a level are a quarter of those of the level below. */
  static final int LEVELS = 4;

  private static final double COST_OF_FINER = 4; // tables of four times the bins

  private final OutputTree tree;
  private final int m;
  private final int[] queries;
  private final Ladder ladder;
  private final TokenWeights tokens;
  private final TokenWeights.Sizes model;
  private final double[] sizes; // [query]: share of all inputs
  private final List<Node> nodes = new ArrayList<>(); // in preorder
  private int next;

  /**
   * Numbers of bins to measure, increasing, and when to stop.
   *
   * @param stride places in the list between two levels
   * @param most no table should cost more operations
   * @param worth what an operation must gain at least, as a share of all inputs
   */
  record Ladder(int[] bins, int stride, double most, double worth) {}

  /** What a cut loses, in all and for each query, and what it costs. */
  record Cut(double[] charges, double loss, double operations) {
    private double at(double price) {
      return loss + price * operations;
    }
  }

  /** A block of a chosen cut. */
  record Block(int node, int level) {}

  private static final class Node {
    private final int number;
    private final boolean isInner;
    private final List<Cut> byBins;
    private boolean split;
    private int level;
    private int behind; // index behind the subtree

    private Node(int number, boolean isInner, List<Cut> byBins) {
      this.number = number;
      this.isInner = isInner;
      this.byBins = byBins;
    }
  }

  private PotentialCover(
      PotentialMaximum maximum, int[] queries, Ladder ladder, TokenWeights tokens) {
    this.tree = maximum.tree();
    this.m = maximum.m();
    this.queries = queries;
    this.ladder = ladder;
    this.tokens = tokens;
    this.model = new TokenWeights.Sizes(maximum.tables().vocab(), maximum.tables().k() - 1);
    this.sizes = Arrays.stream(queries).mapToDouble(q -> tokens.share(q, m, model)).toArray();
  }

  static PotentialCover measure(
      PotentialMaximum maximum, int[] queries, Ladder ladder, TokenWeights tokens) {
    PotentialCover cover = new PotentialCover(maximum, queries, ladder, tokens);
    cover.measure(new PotentialBlocks(maximum, queries), 0);
    return cover;
  }

  private void measure(PotentialBlocks blocks, int number) {
    if (number == tree.single(m)) {
      nodes.add(new Node(number, false, List.of(new Cut(new double[queries.length], 0, 0))));
      return;
    }
    List<Cut> byBins = measured(blocks.of(number));
    double loss = byBins.get(byBins.size() - 1).loss;
    double pays = ladder.worth * byBins.get(0).operations;
    boolean isInner = loss > pays && !tree.isSingle(number);
    nodes.add(new Node(number, isInner, byBins));
    if (isInner) {
      measure(blocks, tree.left(number));
      measure(blocks, tree.right(number));
    }
  }

  private List<Cut> measured(PotentialBlock block) {
    if (block.uncertain().length == 0) {
      return List.of(new Cut(new double[queries.length], 0, block.operations()));
    }
    List<Cut> byBins = new ArrayList<>();
    for (int bins : ladder.bins) {
      Cut cut = charged(block, bins);
      byBins.add(cut);
      double finer = COST_OF_FINER * cut.operations;
      if (cut.loss <= ladder.worth * finer || finer > ladder.most) break;
    }
    return byBins;
  }

  private Cut charged(PotentialBlock block, int bins) {
    DeficitTable table = block.table(bins, tokens);
    double[] charges = new double[queries.length];
    double loss = 0;
    for (int j : block.uncertain()) {
      charges[j] = Math.max(0, sizes[j] - block.good(table, j) * tokens.unit(queries[j], m, model));
      loss += charges[j];
    }
    double operations = block.operations() + 3 * block.uncertain().length + table.operations();
    return new Cut(charges, loss, operations);
  }

  /**
   * Chooses the cut that is cheapest at a price of an operation.
   *
   * @param finest index of the bins of level 0 in the ladder
   */
  Cut cut(int finest, double price) {
    next = 0;
    return cutBelow(finest, price);
  }

  private Cut cutBelow(int finest, double price) {
    Node node = nodes.get(next++);
    Cut cheapest = whole(node, finest, price);
    node.split = false;
    if (node.isInner) {
      Cut left = cutBelow(finest, price);
      Cut right = cutBelow(finest, price);
      Cut halves = sum(left, right);
      node.split = halves.at(price) < cheapest.at(price);
      if (node.split) cheapest = halves;
    }
    node.behind = next;
    return cheapest;
  }

  private Cut whole(Node node, int finest, double price) {
    Cut cheapest = null;
    for (int level = LEVELS - 1; level >= 0; level--) {
      int at = finest - ladder.stride * level;
      if (at < 0 || (at >= node.byBins.size() && cheapest != null)) continue;
      Cut cut = node.byBins.get(Math.min(at, node.byBins.size() - 1));
      if (at >= node.byBins.size() && cut.loss > 0) {
        double more = (double) ladder.bins[at] / ladder.bins[node.byBins.size() - 1];
        cut = new Cut(cut.charges, cut.loss, cut.operations * more);
      }
      if (cheapest == null || cut.at(price) < cheapest.at(price)) {
        cheapest = cut;
        node.level = level;
      }
    }
    return cheapest;
  }

  /** An input that is not right misses at least one block; no query loses more than it has. */
  private Cut sum(Cut left, Cut right) {
    double[] charges = new double[queries.length];
    double loss = 0;
    for (int j = 0; j < charges.length; j++) {
      charges[j] = Math.min(sizes[j], left.charges[j] + right.charges[j]);
      loss += charges[j];
    }
    return new Cut(charges, loss, left.operations + right.operations);
  }

  /** Spells the cut that was chosen last (spec F-11), and returns its blocks. */
  List<Block> spell(PackedBits bits) {
    List<Block> blocks = new ArrayList<>();
    spell(0, bits, blocks);
    return blocks;
  }

  private int spell(int at, PackedBits bits, List<Block> blocks) {
    Node node = nodes.get(at);
    if (!tree.isSingle(node.number)) bits.add(node.split);
    if (!node.split) {
      bits.add(node.level, 2);
      blocks.add(new Block(node.number, node.level));
      return node.behind;
    }
    return spell(spell(at + 1, bits, blocks), bits, blocks);
  }

  int m() {
    return m;
  }

  int[] queries() {
    return queries;
  }
}
