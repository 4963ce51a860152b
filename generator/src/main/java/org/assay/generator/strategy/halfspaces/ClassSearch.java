// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.generator.strategy.PackedBits;
import org.assay.generator.strategy.TokenWeights;
import org.assay.generator.strategy.counting.ClassCover;
import org.assay.generator.strategy.counting.OutputTree;

/** The cuts, shares and slopes of all classes (query q, maximum m). */
final class ClassSearch {
  /** Measuring with fewer bins ranks the cuts nearly as well. */
  private static final int COARSER = 8;

  /** Share of all inputs that blocks which are not worth more work lose in all classes together. */
  private static final double NEGLIGIBLE = 1e-7;

  /** The same, of slopes. */
  private static final double WORTH_SLOPES = 1e-5;

  /** The same, of classes. */
  private static final double WORTH_SPLITTING = 1e-5;

  /** A class is split if it loses less by this factor. */
  private static final double LESS = 0.9;

  /** How far caps are below the maximum (spec R-08). */
  private static final int[] GAPS = {1, 2, 3, 5, 9, 17, 33};

  private final OneLayer layer;
  private final Parts parts;
  private final OutputTree tree;
  private final int bins;
  private final boolean maySplit;
  private final Found[] classes; // by query, then maximum

  /** What was found of one class: of the whole, or of its parts by the second largest token. */
  private record Found(boolean isSplit, List<Narrowed> parts, double loss) {}

  /** What was found of a class, or of one that is narrowed. */
  private record Narrowed(
      ClassCover cover, Map<Integer, Leaf> leaves, Slope[] slopes, double loss) {}

  /**
   * @param maySplit whether classes may be taken in parts
   */
  ClassSearch(OneLayer layer, double delta, int bins, boolean maySplit) {
    this.layer = layer;
    this.parts = Parts.of(layer, delta);
    this.tree = new OutputTree(layer.vocab());
    this.bins = bins;
    this.maySplit = maySplit;
    this.classes = new Found[layer.vocab() * (layer.vocab() + 1) / 2];
  }

  private int index(int q, int m) {
    return q * layer.vocab() - q * (q - 1) / 2 + m - q;
  }

  /** Returns the share of all inputs that is lost. */
  double run(LongConsumer progress) {
    for (int max = layer.vocab() - 1; max >= 0; max--) {
      int m = max;
      IntStream.rangeClosed(0, m)
          .parallel()
          .forEach(
              q -> {
                classes[index(q, m)] = found(q, m);
                progress.accept(1);
              });
    }
    return Arrays.stream(classes).mapToDouble(Found::loss).sum();
  }

  private Found found(int q, int m) {
    Narrowed whole = narrowed(parts.of(q, m));
    Found found = new Found(false, List.of(whole), whole.loss);
    if (!maySplit || m == 0 || whole.loss * classes.length <= WORTH_SPLITTING) return found;
    Found split = split(q, m);
    return split.loss < whole.loss * LESS ? split : found;
  }

  /** Each part is charged what is lost of the class that is narrowed to its cap. */
  private Found split(int q, int m) {
    List<Narrowed> narrowed = new ArrayList<>();
    double loss = 0;
    int[] caps = Arrays.stream(GAPS).map(gap -> m - gap).filter(cap -> cap >= 0).toArray();
    for (int j = 0; j < caps.length; j++) {
      Narrowed one = narrowed(parts.of(q, m, caps[j]));
      double share = share(q, m, caps[j]) - (j + 1 < caps.length ? share(q, m, caps[j + 1]) : 0);
      loss += Math.min(one.loss, share);
      narrowed.add(one);
    }
    return new Found(true, narrowed, loss);
  }

  /** Of all inputs, those of a class that is narrowed to a cap. */
  private double share(int q, int m, int cap) {
    TokenWeights.Sizes sizes = new TokenWeights.Sizes(layer.vocab(), layer.k() - 1);
    return TokenWeights.UNIFORM.share(q == m ? cap + 1 : cap + 2, cap + 1, sizes);
  }

  private Narrowed narrowed(Parts.OfClass ofClass) {
    int[] outputs = IntStream.range(0, layer.vocab()).toArray();
    int width = parts.hidden().map(Hidden::width).orElse(0);
    Slope[] slopes = Slope.all(width, Slope.DEFAULT);
    Narrowed found = narrowed(new ClassTerms(ofClass, slopes, outputs), slopes);
    if (!hasSlopes() || found.loss * classes.length <= WORTH_SLOPES) return found;
    Slope[] better = new SlopeSearch(ofClass, layer.vocab(), coarse()).best();
    Narrowed other = narrowed(new ClassTerms(ofClass, better, outputs), better);
    return other.loss < found.loss ? other : found;
  }

  /** Those of smooth functions are not chosen. */
  private boolean hasSlopes() {
    return parts.hidden().map(Hidden::isRelu).orElse(false);
  }

  private int coarse() {
    return Math.max(Math.min(bins, 256), bins / COARSER);
  }

  private LeafSearch.Block block(int node) {
    return new LeafSearch.Block(tree.from(node), tree.to(node));
  }

  private Narrowed narrowed(ClassTerms terms, Slope[] slopes) {
    LeafSearch search = new LeafSearch(terms, layer.vocab());
    Map<Integer, Leaf> leaves = new HashMap<>();
    double negligible = NEGLIGIBLE / classes.length;
    ClassCover cover =
        ClassCover.measure(
            tree,
            node -> {
              Leaf leaf = search.best(block(node), coarse());
              leaves.put(node, leaf);
              return leaf.loss();
            },
            negligible);
    cover.cut(negligible);
    List<Integer> blocks = new ArrayList<>();
    cover.spell(new PackedBits(), blocks::add);
    double loss = 0;
    for (int node : blocks) {
      Leaf leaf = leaves.get(node);
      if (leaf.loss() > 0) loss += search.measured(block(node), leaf, bins).loss();
    }
    leaves.keySet().retainAll(blocks);
    return new Narrowed(cover, leaves, slopes, Math.min(loss, search.classShare()));
  }

  /**
   * A class that loses something, with its blocks.
   *
   * @param leaves of the blocks
   */
  record Losing(
      Parts.OfClass parts, Slope[] slopes, List<LeafSearch.Block> blocks, List<Leaf> leaves) {}

  /** Requires: none is split. */
  Stream<Losing> losing() {
    return IntStream.range(0, layer.vocab())
        .boxed()
        .flatMap(q -> IntStream.range(q, layer.vocab()).mapToObj(m -> new int[] {q, m}))
        .filter(pair -> classes[index(pair[0], pair[1])].loss > 0)
        .map(pair -> losing(pair[0], pair[1]));
  }

  private Losing losing(int q, int m) {
    Narrowed found = classes[index(q, m)].parts.get(0);
    List<Integer> nodes = found.leaves.keySet().stream().sorted().toList();
    return new Losing(
        parts.of(q, m),
        found.slopes,
        nodes.stream().map(this::block).toList(),
        nodes.stream().map(found.leaves::get).toList());
  }

  int bins() {
    return bins;
  }

  /** Whether each class is split; empty: none is. */
  Optional<String> split() {
    if (Arrays.stream(classes).noneMatch(Found::isSplit)) return Optional.empty();
    PackedBits bits = new PackedBits();
    for (Found found : classes) bits.add(found.isSplit);
    return Optional.of(bits.toString());
  }

  /** Cuts, and of each leaf the shares, the scaling, and that both ends are one block. */
  String cover() {
    PackedBits bits = new PackedBits();
    for (Found found : classes) {
      for (Narrowed part : found.parts) part.cover.spell(bits, node -> spell(part, node, bits));
    }
    return bits.toString();
  }

  private void spell(Narrowed part, int node, PackedBits bits) {
    Leaf leaf = part.leaves.get(node);
    for (int share : leaf.shares()) bits.add(share, Leaf.SHARE_BITS);
    if (tree.to(node) - tree.from(node) > 1) bits.add(leaf.isScaled());
    if (layer.mlp().isPresent() && layer.mlp().get().norm().isPresent()) bits.add(false);
  }

  /** Empty: the default for all. */
  Optional<String> slopes() {
    if (!hasSlopes()) return Optional.empty();
    PackedBits bits = new PackedBits();
    for (Found found : classes) {
      for (Narrowed part : found.parts) {
        boolean isDefault = Arrays.stream(part.slopes).allMatch(Slope.DEFAULT::equals);
        bits.add(!isDefault);
        for (Slope slope : part.slopes) {
          if (!isDefault) bits.add(slope.ordinal(), 2);
        }
      }
    }
    return Optional.of(bits.toString());
  }
}
