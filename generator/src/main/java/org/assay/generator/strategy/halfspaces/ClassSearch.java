// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.generator.strategy.PackedBits;
import org.assay.generator.strategy.counting.ClassCover;
import org.assay.generator.strategy.counting.OutputTree;

/** The cuts, shares and slopes of all classes (query q, maximum m). */
final class ClassSearch {
  /** Measuring with fewer bins ranks the cuts nearly as well. */
  private static final int COARSER = 8;

  /** That is, as far as there are so many. */
  private static final int FEWEST_BINS = 256;

  /** Many positions want fine deficits to be counted by, but not to be ranked by. */
  private static final int COARSE_BINS = 1024;

  /**
   * Share of all inputs that blocks which are not worth more work lose in all, with four tokens.
   */
  private static final double NEGLIGIBLE = 1e-7;

  /** The same, of slices and slopes: counts cost more where inputs are longer. */
  private static final double WORTH = 1e-5;

  /** There are at most so many times as many slices as classes: a check takes longer by that. */
  private static final int SLICES = 2;

  /**
   * Of a slice; where outputs one by one lose as much, blocks are looked for after the last cut.
   */
  private static final double HOPELESS = 0.1;

  private static final int STEPS = 50; // of the search for a price

  private final OneLayer layer;
  private final Parts parts;
  private final OutputTree tree;
  private final int bins;
  private final boolean maySplit;
  private final ClassSplit[] classes; // by query, then maximum
  private final List<List<Narrowed>> slices; // the same, by second token

  /**
   * What was found of a slice of a class, and what it loses by some bins.
   *
   * @param leaves of the blocks; none where no blocks were looked for
   */
  record Narrowed(ClassCover cover, Map<Integer, Leaf> leaves, Slope[] slopes, double loss) {}

  /**
   * @param maySplit whether classes may be cut into slices
   */
  ClassSearch(OneLayer layer, double delta, int bins, boolean maySplit) {
    this.layer = layer;
    this.parts = Parts.of(layer, delta);
    this.tree = new OutputTree(layer.vocab());
    this.bins = bins;
    this.maySplit = maySplit;
    this.classes = new ClassSplit[layer.vocab() * (layer.vocab() + 1) / 2];
    this.slices = new ArrayList<>(Collections.nCopies(classes.length, List.of()));
  }

  private int index(int q, int m) {
    return q * layer.vocab() - q * (q - 1) / 2 + m - q;
  }

  /** Returns the share of all inputs that is lost. */
  double run(LongConsumer progress) {
    for (int max = layer.vocab() - 1; max >= 0; max--) {
      int m = max;
      IntStream.rangeClosed(0, m).parallel().forEach(q -> classes[index(q, m)] = split(q, m));
    }
    prune();
    for (int max = layer.vocab() - 1; max >= 0; max--) {
      int m = max;
      IntStream.rangeClosed(0, m)
          .parallel()
          .forEach(
              q -> {
                Stream<ClassSplit> found = classes[index(q, m)].slices();
                slices.set(index(q, m), found.map(slice -> improved(q, m, slice)).toList());
                progress.accept(1);
              });
    }
    return slices().stream().mapToDouble(Narrowed::loss).sum();
  }

  /** Keeps the cuts that gain most, so that there are not too many slices. */
  private void prune() {
    double low = worth();
    double high = slices(low) <= (long) SLICES * classes.length ? low : 1;
    for (int step = 0; step < STEPS && low < high; step++) {
      double price = Math.sqrt(low * high);
      if (slices(price) <= (long) SLICES * classes.length) {
        high = price;
      } else {
        low = price;
      }
    }
    double chosen = high;
    Arrays.setAll(classes, j -> classes[j].pruned(chosen));
  }

  /** A slice that loses no more is not cut, nor are its slopes searched. */
  private double worth() {
    return WORTH / classes.length * dearer();
  }

  /** How much more a count costs than with four tokens. */
  private double dearer() {
    return Math.max(1, Math.pow(layer.k() / 4.0, 3));
  }

  private long slices(double price) {
    return Arrays.stream(classes).mapToLong(one -> one.pruned(price).slices().count()).sum();
  }

  /** A slice needs two positions, for the maximum and the second token. */
  private ClassSplit split(int q, int m) {
    boolean isWhole = !maySplit || layer.k() <= 2;
    double worth = isWhole ? Double.POSITIVE_INFINITY : worth();
    return ClassSplit.of((low, high) -> first(parts.of(q, m, low, high), !isWhole), m, worth);
  }

  /** With slopes by default. */
  private Narrowed first(Parts.OfClass ofClass, boolean mayCut) {
    int width = parts.hidden().map(Hidden::width).orElse(0);
    Slope[] slopes = Slope.all(width, Slope.DEFAULT);
    Weighing weighing = ofClass.weighing();
    boolean isNext = mayCut && weighing.high - weighing.low >= 2; // it is cut if it loses much
    LeafSearch search = search(ofClass, slopes);
    return isNext && isHopeless(search)
        ? new Narrowed(null, Map.of(), slopes, search.classShare())
        : narrowed(search, slopes);
  }

  /** Whether outputs one by one lose much of a slice. */
  private boolean isHopeless(LeafSearch search) {
    double most = HOPELESS * search.classShare();
    double loss = 0;
    for (int o = 0; o < layer.vocab() && loss <= most; o++) {
      loss += search.best(new LeafSearch.Block(o, o + 1), coarse(), negligible()).loss();
    }
    return loss > most;
  }

  private double negligible() {
    return NEGLIGIBLE / classes.length * dearer();
  }

  /** With slopes that are searched, where that pays, and what it loses by all bins. */
  private Narrowed improved(int q, int m, ClassSplit slice) {
    if (slice.whole().loss == 0) return slice.whole();
    Parts.OfClass ofClass = parts.of(q, m, slice.low(), slice.high());
    Narrowed found = known(ofClass, slice.whole());
    if (!hasSlopes() || found.loss <= worth()) {
      return measured(ofClass, found);
    }
    Slope[] slopes = new SlopeSearch(ofClass, layer.vocab(), Math.min(bins, FEWEST_BINS)).best();
    Parts.OfClass turned = ofClass.with(slopes);
    Narrowed other = narrowed(search(turned, slopes), slopes);
    return other.loss < found.loss ? measured(turned, other) : measured(ofClass, found);
  }

  /** With blocks, if there are none yet. */
  private Narrowed known(Parts.OfClass ofClass, Narrowed found) {
    boolean isKnown = !found.leaves.isEmpty();
    return isKnown ? found : narrowed(search(ofClass, found.slopes), found.slopes);
  }

  /** Those of smooth functions are not chosen. */
  private boolean hasSlopes() {
    return parts.hidden().map(Hidden::isRelu).orElse(false);
  }

  private int coarse() {
    return Math.max(Math.min(bins, FEWEST_BINS), Math.min(bins / COARSER, COARSE_BINS));
  }

  private LeafSearch.Block block(int node) {
    return new LeafSearch.Block(tree.from(node), tree.to(node));
  }

  private Narrowed narrowed(LeafSearch search, Slope[] slopes) {
    Map<Integer, Leaf> leaves = new HashMap<>();
    ClassCover cover =
        ClassCover.measure(
            tree,
            node -> {
              Leaf leaf = search.best(block(node), coarse(), negligible());
              leaves.put(node, leaf);
              return leaf.loss();
            },
            negligible());
    cover.cut(negligible());
    List<Integer> blocks = new ArrayList<>();
    cover.spell(new PackedBits(), blocks::add);
    leaves.keySet().retainAll(blocks);
    double loss = leaves.values().stream().mapToDouble(Leaf::loss).sum();
    return new Narrowed(cover, leaves, slopes, Math.min(loss, search.classShare()));
  }

  /** With what it loses by all bins. */
  private Narrowed measured(Parts.OfClass ofClass, Narrowed found) {
    LeafSearch search = search(ofClass, found.slopes);
    Map<Integer, Leaf> leaves = new HashMap<>();
    found.leaves.forEach(
        (node, leaf) ->
            leaves.put(node, leaf.loss() > 0 ? search.measured(block(node), leaf, bins) : leaf));
    double loss = leaves.values().stream().mapToDouble(Leaf::loss).sum();
    return new Narrowed(found.cover, leaves, found.slopes, Math.min(loss, search.classShare()));
  }

  private LeafSearch search(Parts.OfClass ofClass, Slope[] slopes) {
    int[] outputs = IntStream.range(0, layer.vocab()).toArray();
    return new LeafSearch(new ClassTerms(ofClass, slopes, outputs), layer.vocab());
  }

  /**
   * A slice of a class that loses something, with its blocks.
   *
   * @param leaves of the blocks
   */
  record Losing(
      Parts.OfClass parts, Slope[] slopes, List<LeafSearch.Block> blocks, List<Leaf> leaves) {}

  Stream<Losing> losing() {
    return IntStream.range(0, layer.vocab())
        .boxed()
        .flatMap(q -> IntStream.range(q, layer.vocab()).mapToObj(m -> losing(q, m)))
        .flatMap(List::stream);
  }

  /** The slices of a class that lose something. */
  private List<Losing> losing(int q, int m) {
    List<ClassSplit> found = classes[index(q, m)].slices().toList();
    List<Losing> losing = new ArrayList<>();
    for (int j = 0; j < found.size(); j++) {
      Narrowed slice = slices.get(index(q, m)).get(j);
      if (slice.loss == 0) continue;
      List<Integer> nodes = slice.leaves.keySet().stream().sorted().toList();
      losing.add(
          new Losing(
              parts.of(q, m, found.get(j).low(), found.get(j).high()).with(slice.slopes),
              slice.slopes,
              nodes.stream().map(this::block).toList(),
              nodes.stream().map(slice.leaves::get).toList()));
    }
    return losing;
  }

  int bins() {
    return bins;
  }

  /** How each class is split; empty: none is. */
  Optional<String> split() {
    if (slices().size() == classes.length) return Optional.empty();
    PackedBits bits = new PackedBits();
    for (ClassSplit found : classes) found.spell(bits);
    return Optional.of(bits.toString());
  }

  private List<Narrowed> slices() {
    return slices.stream().flatMap(List::stream).toList();
  }

  /** Cuts, and of each leaf the shares, the scaling, and that both ends are one block. */
  String cover() {
    PackedBits bits = new PackedBits();
    for (Narrowed slice : slices()) slice.cover.spell(bits, node -> spell(slice, node, bits));
    return bits.toString();
  }

  private void spell(Narrowed slice, int node, PackedBits bits) {
    Leaf leaf = slice.leaves.get(node);
    for (int share : leaf.shares()) bits.add(share, Leaf.SHARE_BITS);
    if (tree.to(node) - tree.from(node) > 1) bits.add(leaf.isScaled());
    if (layer.mlp().isPresent() && layer.mlp().get().norm().isPresent()) bits.add(leaf.isApart());
  }

  /** Empty: the default for all. */
  Optional<String> slopes() {
    if (!hasSlopes()) return Optional.empty();
    PackedBits bits = new PackedBits();
    for (Narrowed slice : slices()) {
      boolean isDefault = Arrays.stream(slice.slopes).allMatch(Slope.DEFAULT::equals);
      bits.add(!isDefault);
      for (Slope slope : slice.slopes) {
        if (!isDefault) bits.add(slope.ordinal(), 2);
      }
    }
    return Optional.of(bits.toString());
  }
}
