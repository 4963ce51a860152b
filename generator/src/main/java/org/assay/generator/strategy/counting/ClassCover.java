// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.assay.generator.strategy.PackedBits;

/**
 * What was measured in the {@link OutputTree} for one class (query, maximum): the loss of a node is
 * the share of all inputs that it would be charged as a block. Only nodes that may be worth having
 * are measured: from the root downwards, until nothing is lost.
 *
 * <p>A cut through the tree is a cover; its loss is the sum of its blocks' losses, because an input
 * that is not right misses at least one block (Lemma U).
 */
public final class ClassCover {
  private final OutputTree tree;
  private final double negligible;
  private double[] losses = new double[1]; // in preorder, of the measured nodes
  private boolean[] split;
  private int[] behind; // index behind the subtree
  private int next;

  private ClassCover(OutputTree tree, double negligible) {
    this.tree = tree;
    this.negligible = negligible;
  }

  /** Blocks that lose something, and how much they lose. */
  public record Price(double loss, int blocks) {
    double at(double perBlock) {
      return loss + perBlock * blocks;
    }
  }

  /** Nodes that lose at most {@code negligible} are not split. */
  public static ClassCover measure(OutputTree tree, IntToDoubleFunction loss, double negligible) {
    ClassCover cover = new ClassCover(tree, negligible);
    cover.measure(0, loss);
    cover.losses = Arrays.copyOf(cover.losses, cover.next);
    cover.split = new boolean[cover.next];
    cover.behind = new int[cover.next];
    return cover;
  }

  private void measure(int node, IntToDoubleFunction loss) {
    if (next == losses.length) losses = Arrays.copyOf(losses, 2 * next);
    int at = next++;
    losses[at] = loss.applyAsDouble(node);
    if (isInner(node, at)) {
      measure(tree.left(node), loss);
      measure(tree.right(node), loss);
    }
  }

  private boolean isInner(int node, int at) {
    return losses[at] > negligible && !tree.isSingle(node);
  }

  /** Chooses the cut that is cheapest if each block that loses something costs extra. */
  public Price cut(double perBlock) {
    next = 0;
    return cutBelow(0, perBlock);
  }

  private Price cutBelow(int node, double perBlock) {
    int at = next++;
    Price whole = new Price(losses[at], losses[at] > 0 ? 1 : 0);
    Price cheapest = whole;
    split[at] = false;
    if (isInner(node, at)) {
      Price left = cutBelow(tree.left(node), perBlock);
      Price right = cutBelow(tree.right(node), perBlock);
      Price halves = new Price(left.loss + right.loss, left.blocks + right.blocks);
      split[at] = halves.at(perBlock) < whole.at(perBlock);
      if (split[at]) cheapest = halves;
    }
    behind[at] = next;
    return cheapest;
  }

  /** Spells the cut that was chosen last (spec F-11), and names its blocks. */
  public void spell(PackedBits bits, IntConsumer block) {
    spell(0, 0, bits, block);
  }

  private int spell(int node, int at, PackedBits bits, IntConsumer block) {
    if (!tree.isSingle(node)) bits.add(split[at]);
    if (!split[at]) {
      block.accept(node);
      return behind[at];
    }
    return spell(tree.right(node), spell(tree.left(node), at + 1, bits, block), bits, block);
  }
}
