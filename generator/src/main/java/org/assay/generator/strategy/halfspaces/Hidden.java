// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.function.DoubleUnaryOperator;
import org.assay.generator.network.evaluate.Activations;

/** What lies between the two linear maps of an MLP. */
final class Hidden {
  private final OneLayer layer;
  private final OneLayer.Mlp mlp;
  private final Projection inside; // what each neuron sees, times the deviation
  private final double[] shifts; // b of each neuron
  private final Table leading; // [width, outputs]: what each neuron adds to an output
  private final double[] constants; // what the last bias adds to each output
  private final Projection entries; // of what the norm divides; null without one
  private final DoubleUnaryOperator function;

  Hidden(OneLayer layer, OneLayer.Mlp mlp, Table unembed) {
    this.layer = layer;
    this.function = Activations.of(mlp.function());
    this.mlp = mlp;
    this.inside =
        Projection.of(layer, mlp.norm().map(norm -> norm.directions(mlp.in())).orElse(mlp.in()));
    this.shifts =
        mlp.norm().map(norm -> norm.constants(mlp.in(), mlp.inBias())).orElse(mlp.inBias());
    this.leading = mlp.out().times(unembed);
    this.constants = new Table(mlp.outBias().length, mlp.outBias()).times(unembed).values();
    this.entries =
        mlp.norm().isEmpty()
            ? null
            : Projection.of(
                layer, centring(layer.residual().columns(), mlp.norm().get().isCentred()));
  }

  /** The matrix that takes the mean away. */
  static Table centring(int d, boolean isCentred) {
    Table matrix = Table.zero(d, d);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        matrix.values()[i * d + j] = (i == j ? 1 : 0) - (isCentred ? 1.0 / d : 0);
      }
    }
    return matrix;
  }

  /**
   * On the inputs of a class.
   *
   * @param deviation that the norm divides by; one without a norm
   * @param neurons what each of them sees; of relu, which does not mind, times the deviation
   * @param active what each of them makes of it
   */
  record Seen(Range deviation, Range[] neurons, Range[] active) {
    /** Whether the sign of a neuron is open. */
    boolean isOpen(int neuron) {
      return neurons[neuron].low() < 0 && neurons[neuron].high() > 0;
    }
  }

  boolean isRelu() {
    return mlp.function().equals("relu");
  }

  Seen seen(Weighing weighing) {
    Range deviation = Range.of(1);
    if (entries != null) {
      deviation = Range.deviation(weighing.ranges(entries), mlp.norm().orElseThrow().epsilon());
    }
    Range[] neurons = weighing.ranges(inside);
    Range[] active = new Range[neurons.length];
    for (int k = 0; k < neurons.length; k++) {
      Range seen = neurons[k].over(deviation).plus(Range.of(shifts[k]));
      active[k] = active(isRelu() ? neurons[k].plus(deviation.times(shifts[k])) : seen);
      if (isRelu()) active[k] = active[k].over(deviation);
      neurons[k] = isRelu() ? neurons[k].plus(deviation.times(shifts[k])) : seen;
    }
    return new Seen(deviation, neurons, active);
  }

  private Range active(Range range) {
    if (isRelu()) return range.relu();
    Lines lines = Lines.smooth(range, function);
    Range low = range.times(lines.lowerSlope());
    return new Range(low.low() + lines.lowerShift(), low.high() + lines.upperShift());
  }

  int width() {
    return shifts.length;
  }

  /** Of the range of the deviation; one where there is none. */
  double[] ends(Seen seen) {
    return entries == null
        ? new double[] {1}
        : new double[] {seen.deviation.low(), seen.deviation.high()};
  }

  Bent bent(Weighing weighing, Seen seen, Slope[] slopes, int[] outputs) {
    return new Bent(weighing, seen, slopes, outputs);
  }

  /** The neurons between lines, towards some outputs. */
  final class Bent {
    private final Weighing weighing;
    private final int[] outputs;
    private final Lines[] lines;
    private final Table slopes; // [width, outputs]

    private Bent(Weighing weighing, Seen seen, Slope[] chosen, int[] outputs) {
      this.weighing = weighing;
      this.outputs = outputs;
      this.lines = new Lines[width()];
      this.slopes = Table.zero(width(), outputs.length);
      for (int k = 0; k < lines.length; k++) {
        lines[k] =
            isRelu()
                ? Lines.relu(seen.neurons[k], chosen[k])
                : Lines.smooth(seen.neurons[k], function);
        for (int j = 0; j < outputs.length; j++) {
          double c = lead(k, j);
          double slope = c > 0 ? lines[k].lowerSlope() : lines[k].upperSlope();
          slopes.values()[k * outputs.length + j] = c * slope;
        }
      }
    }

    private double lead(int k, int j) {
      return leading.at(k, weighing.m) - leading.at(k, outputs[j]);
    }

    /** What the lines make of the values. Shape: [head][position] of [tokens there, outputs]. */
    Table[][] values() {
      Table[][] values = new Table[weighing.heads()][layer.k()];
      for (int h = 0; h < values.length; h++) {
        for (int i = 0; i < layer.k(); i++) {
          values[h][i] = inside.values()[h][i].chosen(weighing.tokens(i)).times(slopes);
        }
      }
      return values;
    }

    /** Adds to each output what does not depend on the tokens before the query. */
    void addConstants(double[] sums, double end) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += end * (constants[weighing.m] - constants[outputs[j]]);
      }
      for (int k = 0; k < lines.length; k++) {
        double residual = inside.residual().at(weighing.q, k) + end * shifts[k];
        for (int j = 0; j < sums.length; j++) {
          double c = lead(k, j);
          double shift = c > 0 ? lines[k].lowerShift() : lines[k].upperShift();
          sums[j] += slopes.at(k, j) * residual + c * (isRelu() ? shift : end * shift);
        }
      }
    }
  }
}
