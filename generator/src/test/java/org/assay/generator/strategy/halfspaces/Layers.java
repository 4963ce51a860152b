// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assay.generator.network.evaluate.Activations;

/** Networks of one layer: random ones, and what they answer. */
final class Layers {
  private static final int WIDTH = 3; // of the stream
  private static final List<String> FUNCTIONS =
      List.of("relu", "relu", "relu", "gelu", "gelu-tanh", "silu");

  private Layers() {}

  /** One of any form: up to three heads, an MLP or none, norms here and there. */
  static OneLayer random(Random random, int vocab, int k) {
    OneLayer.Head[] heads = new OneLayer.Head[1 + random.nextInt(3)];
    for (int h = 0; h < heads.length; h++) {
      Table[] keys = new Table[k];
      Table[] values = new Table[k];
      for (int i = 0; i < k; i++) {
        keys[i] = table(random, vocab, 2, 1);
        values[i] = table(random, vocab, WIDTH, 1);
      }
      heads[h] = new OneLayer.Head(table(random, vocab, 2, 1), keys, values);
    }
    Optional<OneLayer.Mlp> mlp =
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(mlp(random));
    Table unembed = table(random, WIDTH, vocab, 1.5);
    double[] bias = table(random, 1, vocab, 0.2).values();
    Table residual = table(random, vocab, WIDTH, 1);
    return new OneLayer(k, heads, residual, mlp, norm(random), unembed, bias);
  }

  private static OneLayer.Mlp mlp(Random random) {
    int width = 1 + random.nextInt(4);
    return new OneLayer.Mlp(
        norm(random),
        table(random, WIDTH, width, 1),
        table(random, 1, width, 0.5).values(),
        FUNCTIONS.get(random.nextInt(6)),
        table(random, width, WIDTH, 1),
        table(random, 1, WIDTH, 0.2).values());
  }

  private static Optional<LayerNorm> norm(Random random) {
    if (random.nextBoolean()) return Optional.empty();
    double epsilon = random.nextBoolean() ? 1e-5 : 0.3;
    double[] weight = table(random, 1, WIDTH, 1).values();
    double[] bias = table(random, 1, WIDTH, 0.3).values();
    return Optional.of(new LayerNorm(random.nextBoolean(), epsilon, weight, bias));
  }

  private static Table table(Random random, int rows, int columns, double size) {
    Table table = Table.zero(rows, columns);
    for (int at = 0; at < table.values().length; at++) {
      table.values()[at] = size * random.nextGaussian();
    }
    return table;
  }

  /** The outputs on an input. */
  static double[] outputs(OneLayer layer, int[] tokens) {
    Table stream = layer.residual().rows(tokens[layer.k() - 1], 1);
    for (OneLayer.Head head : layer.heads()) attend(layer, head, tokens, stream);
    if (layer.mlp().isPresent()) {
      OneLayer.Mlp mlp = layer.mlp().get();
      Table seen = mlp.norm().map(norm -> norm.of(stream)).orElse(stream);
      Table inside = seen.times(mlp.in(), mlp.inBias());
      for (int j = 0; j < inside.columns(); j++) {
        inside.values()[j] = Activations.of(mlp.function()).applyAsDouble(inside.values()[j]);
      }
      Table more = inside.times(mlp.out(), mlp.outBias());
      for (int j = 0; j < stream.columns(); j++) stream.values()[j] += more.values()[j];
    }
    Table last = layer.last().map(norm -> norm.of(stream)).orElse(stream);
    return last.times(layer.unembed(), layer.outputBias()).values();
  }

  private static void attend(OneLayer layer, OneLayer.Head head, int[] tokens, Table stream) {
    int q = tokens[layer.k() - 1];
    double[] weights = new double[layer.k()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double score = 0;
      for (int j = 0; j < head.queries().columns(); j++) {
        score += head.queries().at(q, j) * head.keys()[i].at(tokens[i], j);
      }
      weights[i] = Math.exp(score);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < stream.columns(); j++) {
        stream.values()[j] += weights[i] / sum * head.values()[i].at(tokens[i], j);
      }
    }
  }

  /** The input of a number. */
  static int[] tokens(long number, int vocab, int k) {
    int[] tokens = new int[k];
    long rest = number;
    for (int i = 0; i < k; i++) {
      tokens[i] = (int) (rest % vocab);
      rest /= vocab;
    }
    return tokens;
  }
}
