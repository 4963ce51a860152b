// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.program.OneLayer;
import org.assay.checker.program.OneLayer.Mlp;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;

/** Charges each slice of a class for the inputs that no half-space of a block can vouch for. */
@Lemma({"L-54", "R-08"})
final class Counter {
  private final LayerTables tables;
  private final Sizes sizes;
  private final OneLayer layer;
  private final HalfSpaces.Hints hints;
  private final HalfSpaces.Question asked;
  private final TwoLines.Liner liner;
  private final int[][][] arguments; // [head][place][neuron]

  Counter(LayerTables tables, OneLayer layer, HalfSpaces.Hints hints, HalfSpaces.Question asked) {
    this.tables = tables;
    this.sizes = tables.sizes();
    this.layer = layer;
    this.hints = hints;
    this.asked = asked;
    this.liner = liner(layer, tables.inner().units().scale(), meter());
    this.arguments = arguments();
  }

  private static TwoLines.Liner liner(OneLayer layer, int scale, Meter meter) {
    Activation function = layer.mlp().map(Mlp::function).orElse(Activation.RELU);
    if (function == Activation.RELU) {
      return (low, high, slope) -> Optional.of(TwoLines.ofRelu(low, high, slope));
    }
    Curve curve = new Curve(function, meter);
    return (low, high, slope) -> TwoLines.ofCurve(curve, low, high, scale, slope);
  }

  private int[][][] arguments() {
    int[][][] rows = new int[sizes.heads()][tables.known().length][sizes.neurons()];
    for (int h = 0; h < rows.length; h++) {
      for (int place = 0; place < rows[h].length; place++) {
        for (int k = 0; k < sizes.neurons(); k++) {
          rows[h][place][k] = (int) tables.inner().heads()[h][k][place];
        }
      }
    }
    return rows;
  }

  HalfSpaces.Proved count() {
    BigInteger count =
        IntStream.range(0, sizes.vocab())
            .parallel()
            .mapToObj(this::count)
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new HalfSpaces.Proved(count, asked.measure().meter().operations());
  }

  /** Of all inputs with this query those that are proved. */
  private BigInteger count(int q) {
    BigInteger sum = BigInteger.ZERO;
    Optional<QueryScores> scores = Optional.empty();
    for (int m = Math.max(q, sizes.fixed()); m < sizes.vocab(); m++) {
      for (ClassSlice slice : hints.slices().of(q, m)) {
        SliceMeasure measure = SliceMeasure.of(slice, sizes, asked.measure());
        if (measure.weight().signum() > 0 && tables.isKnown(slice)) { // L-53, L-78
          scores = scores.isEmpty() ? Optional.of(scores(q)) : scores;
          ClassHeads heads = new ClassHeads(tables, scores.get(), slice, meter());
          sum = sum.add(measure.weight().subtract(lostUp(heads, measure)));
        }
      }
    }
    return sum;
  }

  private QueryScores scores(int q) {
    int products = 2 * tables.queries()[q].width() / sizes.heads() - 1;
    meter().add((long) sizes.heads() * tables.known().length * (products + 4));
    return new QueryScores(tables, q);
  }

  /** An upper bound of the inputs of a slice that are not right by more than the margin. */
  private BigInteger lostUp(ClassHeads heads, SliceMeasure measure) {
    BigInteger all = measure.weight();
    Optional<Neurons> neurons = Optional.empty();
    if (layer.mlp().isPresent()) {
      int[] codes = hints.slopes().of(heads.slice);
      neurons = Neurons.of(tables, heads, layer.mlp().get(), liner, codes);
      if (neurons.isEmpty()) {
        return all;
      }
    }
    Optional<ClassSpaces> spaces =
        ClassSpaces.of(tables, heads, neurons, arguments, layer.logits().norm());
    if (spaces.isEmpty()) {
      return all;
    }
    BigInteger[] charge = {BigInteger.ZERO};
    for (Leaves.Leaf leaf : hints.leaves().of(heads.slice)) {
      Optional<List<List<HalfSpace>>> groups = groups(leaf, heads, spaces.get());
      if (groups.isEmpty()) {
        return all;
      }
      for (List<HalfSpace> group : groups.get()) {
        new GroupCharge(tables, heads, leaf, group).charge(measure, charge);
      }
    }
    return charge[0].min(all);
  }

  /** The half-spaces of a block that are not empty; those of both ends apart where it says so. */
  private Optional<List<List<HalfSpace>>> groups(
      Leaves.Leaf leaf, ClassHeads heads, ClassSpaces spaces) {
    List<HalfSpace> first = new ArrayList<>();
    List<HalfSpace> second = leaf.apart() ? new ArrayList<>() : first;
    for (int o = Math.max(leaf.from(), sizes.fixed()); o < leaf.to(); o++) {
      Optional<List<HalfSpace>> found =
          o == heads.m ? Optional.of(List.of()) : spaces.of(o, asked.margin());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      for (int e = 0; e < found.get().size(); e++) {
        if (!found.get().get(e).isEmpty()) {
          (e == 0 ? first : second).add(found.get().get(e));
        }
      }
    }
    return Optional.of(leaf.apart() ? List.of(first, second) : List.of(first));
  }

  private Meter meter() {
    return asked.measure().meter();
  }
}
