// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.function.DoubleUnaryOperator;
import org.assay.generator.network.evaluate.Activations;

/** The network at single inputs, in doubles. */
final class Forward {
  private final OneLayer layer;
  private final DoubleUnaryOperator function;
  private double inner = 1;
  private double outer = 1;

  Forward(OneLayer layer) {
    this.layer = layer;
    this.function = layer.mlp().map(mlp -> Activations.of(mlp.function())).orElse(null);
  }

  /** The outputs of an input. */
  double[] outputs(int[] tokens) {
    double[] x = attended(tokens);
    layer.mlp().ifPresent(mlp -> add(mlp, x));
    double[] last = x;
    if (layer.last().isPresent()) {
      outer = deviation(x, layer.last().get());
      last = normed(x, layer.last().get(), outer);
    }
    return times(last, layer.unembed(), layer.outputBias());
  }

  /** What the MLP's norm divided by, at the last input; 1 without one. */
  double inner() {
    return inner;
  }

  /** The same of the last norm. */
  double outer() {
    return outer;
  }

  private double[] attended(int[] tokens) {
    int query = tokens[tokens.length - 1];
    double[] x = row(layer.residual(), query);
    for (OneLayer.Head head : layer.heads()) {
      double[] weights = new double[tokens.length];
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < tokens.length; i++) {
        weights[i] = dot(head.queries(), query, head.keys()[i], tokens[i]);
        most = Math.max(most, weights[i]);
      }
      double sum = 0;
      for (int i = 0; i < tokens.length; i++) {
        weights[i] = Math.exp(weights[i] - most);
        sum += weights[i];
      }
      for (int i = 0; i < tokens.length; i++) {
        double weight = weights[i] / sum;
        for (int j = 0; j < x.length; j++) x[j] += weight * head.values()[i].at(tokens[i], j);
      }
    }
    return x;
  }

  private void add(OneLayer.Mlp mlp, double[] x) {
    double[] seen = x;
    if (mlp.norm().isPresent()) {
      inner = deviation(x, mlp.norm().get());
      seen = normed(x, mlp.norm().get(), inner);
    }
    double[] hidden = times(seen, mlp.in(), mlp.inBias());
    for (int k = 0; k < hidden.length; k++) hidden[k] = function.applyAsDouble(hidden[k]);
    double[] added = times(hidden, mlp.out(), mlp.outBias());
    for (int j = 0; j < x.length; j++) x[j] += added[j];
  }

  private static double mean(double[] x, LayerNorm norm) {
    double sum = 0;
    for (double entry : x) sum += entry;
    return norm.isCentred() ? sum / x.length : 0;
  }

  private static double deviation(double[] x, LayerNorm norm) {
    double mean = mean(x, norm);
    double square = 0;
    for (double entry : x) square += (entry - mean) * (entry - mean);
    return Math.sqrt(square / x.length + norm.epsilon());
  }

  private static double[] normed(double[] x, LayerNorm norm, double deviation) {
    double mean = mean(x, norm);
    double[] normed = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      normed[j] = (x[j] - mean) / deviation * norm.weight()[j] + norm.bias()[j];
    }
    return normed;
  }

  private static double dot(Table a, int row, Table b, int other) {
    double sum = 0;
    for (int j = 0; j < a.columns(); j++) sum += a.at(row, j) * b.at(other, j);
    return sum;
  }

  private static double[] row(Table table, int row) {
    return table.rows(row, 1).values();
  }

  private static double[] times(double[] x, Table matrix, double[] bias) {
    return new Table(x.length, x).times(matrix, bias).values();
  }
}
