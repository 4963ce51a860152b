// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.program.Network;
import org.assay.checker.program.OneLayer;
import org.assay.checker.program.TokenRows;
import org.assay.checker.question.Relabelling;
import org.assay.checker.rule.halfspaces.LayerTables.Columns;
import org.assay.checker.rule.halfspaces.LayerTables.Mixed;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;
import org.assay.checker.wide.Ball;
import org.assay.checker.wide.Fixed;
import org.assay.checker.wide.Wide;

/** Makes the tables of lemma L-69 of a model, from balls of 128 bits. */
@Lemma("L-69")
final class TableBuilder {
  private static final int INNER_FINEST = 40;

  private final OneLayer layer;
  private final Relabelling labels;
  private final Sizes sizes;
  private final Wide wide = new Wide(Units.BITS);
  private final TokenRows<Ball, Fixed> rows;
  private final Projection outer;
  private final Optional<Projection> inner;
  private final int[][] allowed;
  private final boolean[] known;
  private final Ball[] keys;
  private final Ball[] queries;

  TableBuilder(
      Network network, List<List<ExactMatrix>> weights, Relabelling labels, OneLayer layer) {
    this.layer = layer;
    this.labels = labels;
    int neurons = layer.mlp().map(OneLayer.Mlp::width).orElse(0);
    int n = network.shape(layer.operands().get(0)).positions();
    this.sizes = new Sizes(n, labels.size(), labels.fixed(), neurons, layer.softmax());
    this.rows = new TokenRows<>(network, weights, wide);
    this.outer = new Projection(wide, layer.logits(), labels.outputs());
    List<Integer> every = IntStream.range(0, neurons).boxed().toList();
    this.inner = layer.mlp().map(mlp -> new Projection(wide, mlp.inner(), every));
    this.allowed = new int[n][];
    Arrays.setAll(allowed, this::allowed);
    this.known = new boolean[n * labels.size()];
    this.keys = new Ball[known.length];
    this.queries = new Ball[labels.size()];
  }

  /** The numbers that a position may hold (L-78). */
  private int[] allowed(int position) {
    return IntStream.range(0, labels.size())
        .filter(t -> labels.weights().isEmpty() || labels.weights().get(position).get(t) > 0)
        .toArray();
  }

  LayerTables tables() {
    Ball[][] outerHeads = new Ball[sizes.heads()][known.length];
    Ball[][] innerHeads = new Ball[sizes.heads()][known.length];
    List<Fixed> parts = IntStream.range(0, sizes.heads()).mapToObj(this::part).toList();
    Fixed none = wide.prepared(ExactMatrix.zero(1, layer.output().matrix().columns()));
    for (int i = 0; i < sizes.n(); i++) {
      for (int t : allowed[i]) {
        int place = sizes.place(i, t);
        Optional<Ball> key = row(1, i, t);
        Optional<Ball> value = row(2, i, t);
        known[place] = key.isPresent() && value.isPresent();
        for (int h = 0; h < sizes.heads() && known[place]; h++) {
          keys[place] = key.get();
          int width = value.get().width() / sizes.heads();
          Ball own = wide.slice(value.get(), h * width, width);
          Ball y = wide.linear(own, parts.get(h), none);
          outerHeads[h][place] = outer.of(y);
          innerHeads[h][place] = inner.map(one -> one.of(y)).orElse(null);
        }
      }
    }
    Ball[] outerBase = new Ball[sizes.vocab()];
    Ball[] innerBase = new Ball[sizes.vocab()];
    for (int q : allowed[sizes.last()]) {
      fill(q, outerBase, innerBase);
    }
    return tables(outerHeads, outerBase, innerHeads, innerBase);
  }

  private Optional<Ball> row(int operand, int position, int number) {
    return rows.row(layer.operands().get(operand), position, labels.tokens().get(number));
  }

  /** What the part of a head is multiplied by. */
  private Fixed part(int head) {
    ExactMatrix all = layer.output().matrix();
    int width = all.rows() / sizes.heads();
    BigInteger[][] own = Arrays.copyOfRange(all.significands(), head * width, (head + 1) * width);
    return wide.prepared(all.with(own, all.columns(), all.exponent()));
  }

  /** What all inputs of a query have in common. */
  private void fill(int q, Ball[] outerBase, Ball[] innerBase) {
    List<Ball> sum = new ArrayList<>();
    for (int step : layer.direct()) {
      rows.last(step, labels.tokens().get(q)).ifPresent(sum::add);
    }
    Optional<Ball> query = row(0, sizes.last(), q);
    if (query.isEmpty() || sum.size() < layer.direct().size()) {
      return; // not defined
    }
    queries[q] = query.get();
    sum.add(wide.row(wide.prepared(layer.output().bias()), 0));
    innerBase[q] = inner.map(one -> one.of(wide.sum(sum))).orElse(null);
    layer.mlp().ifPresent(mlp -> sum.add(wide.row(wide.prepared(mlp.outer().bias()), 0)));
    outerBase[q] = outer.of(wide.sum(sum));
  }

  private LayerTables tables(
      Ball[][] outerHeads, Ball[] outerBase, Ball[][] innerHeads, Ball[] innerBase) {
    int bits = sizes.most();
    Columns none = new Columns(new Units(0, 0), new long[0][][], new long[0][], new long[0]);
    return new LayerTables(
        sizes,
        allowed,
        known,
        keys,
        queries,
        columns(outer, new int[] {bits, bits}, outerHeads, outerBase),
        inner
            .map(
                one ->
                    columns(
                        one,
                        new int[] {LayerTables.INNER_BITS, INNER_FINEST},
                        innerHeads,
                        innerBase))
            .orElse(none),
        mixed());
  }

  private static Stream<Ball> balls(Ball[][] heads, Ball[] base, Ball bias) {
    return Stream.concat(
            Stream.concat(Arrays.stream(heads).flatMap(Arrays::stream), Arrays.stream(base)),
            Stream.of(bias))
        .filter(ball -> ball != null);
  }

  /** Bits of the numbers, and the finest unit. */
  private static Columns columns(Projection of, int[] bits, Ball[][] heads, Ball[] base) {
    Units units = Units.of(bits[0], bits[1], balls(heads, base, of.bias));
    int width = of.width();
    long[][][] down = new long[heads.length][width][heads[0].length];
    for (int h = 0; h < heads.length; h++) {
      for (int place = 0; place < heads[h].length; place++) {
        for (int j = 0; j < width && heads[h][place] != null; j++) {
          down[h][j][place] = units.down(heads[h][place], j);
        }
      }
    }
    long[][] direct = new long[base.length][width];
    for (int q = 0; q < base.length; q++) {
      int number = q;
      if (base[q] != null) {
        Arrays.setAll(direct[q], j -> units.down(base[number], j));
      }
    }
    long[] bias = new long[of.bias.width()];
    Arrays.setAll(bias, j -> units.down(of.bias, j));
    return new Columns(units, down, direct, bias);
  }

  private Mixed mixed() {
    if (layer.mlp().isEmpty()) {
      return new Mixed(new Units(0, 0), new long[0][]);
    }
    Fixed matrix = wide.prepared(layer.mlp().get().outer().matrix());
    List<Ball> balls =
        IntStream.range(0, sizes.neurons()).mapToObj(k -> outer.of(wide.row(matrix, k))).toList();
    int bits =
        LayerTables.INNER_BITS - 2 - (Integer.SIZE - Integer.numberOfLeadingZeros(sizes.neurons()));
    Units units = Units.of(bits, Units.BITS, balls.stream());
    long[][] down = new long[balls.size()][balls.get(0).width()];
    for (int k = 0; k < down.length; k++) {
      Ball ball = balls.get(k);
      Arrays.setAll(down[k], j -> units.down(ball, j));
    }
    return new Mixed(units, down);
  }
}
