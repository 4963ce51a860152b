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
   */
  record Seen(Range deviation, Range[] neurons) {
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
      double epsilon = mlp.norm().orElseThrow().epsilon();
      Range.Product along = middle -> weighing.ranges(entries.times(new Table(1, middle)))[0];
      deviation = Range.deviation(weighing.ranges(entries), epsilon, along);
    }
    Range[] neurons = weighing.ranges(inside);
    for (int k = 0; k < neurons.length; k++) {
      neurons[k] =
          isRelu()
              ? neurons[k].plus(deviation.times(shifts[k]))
              : neurons[k].over(deviation).plus(Range.of(shifts[k]));
    }
    return new Seen(deviation, neurons);
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

  /** What each neuron adds to the lead over some outputs. Shape: [width, outputs]. */
  Table leading(int m, int[] outputs) {
    Table leads = Table.zero(width(), outputs.length);
    for (int k = 0; k < width(); k++) {
      for (int j = 0; j < outputs.length; j++) {
        leads.values()[k * outputs.length + j] = leading.at(k, m) - leading.at(k, outputs[j]);
      }
    }
    return leads;
  }

  /** What the last bias adds to the lead over an output. */
  double constant(int m, int output) {
    return constants[m] - constants[output];
  }

  /**
   * @param factors [width, n]: what the neurons add to some numbers
   */
  Bent bent(Weighing weighing, Seen seen, Slope[] slopes, Table factors) {
    return new Bent(weighing, seen, slopes, factors);
  }

  /** The neurons between lines, towards some numbers. */
  final class Bent {
    private final Weighing weighing;
    private final Table factors;
    private final Lines[] lines;
    private final Table slopes; // [width, n]

    private Bent(Weighing weighing, Seen seen, Slope[] chosen, Table factors) {
      this.weighing = weighing;
      this.factors = factors;
      this.lines = new Lines[width()];
      this.slopes = Table.zero(width(), factors.columns());
      for (int k = 0; k < lines.length; k++) {
        lines[k] =
            isRelu()
                ? Lines.relu(seen.neurons[k], chosen[k])
                : Lines.smooth(seen.neurons[k], function);
        for (int j = 0; j < factors.columns(); j++) {
          double c = factors.at(k, j);
          double slope = c > 0 ? lines[k].lowerSlope() : lines[k].upperSlope();
          slopes.values()[k * factors.columns() + j] = c * slope;
        }
      }
    }

    /** What the lines make of the values. Shape: [head][position] of [tokens there, n]. */
    Table[][] values() {
      Table[][] values = new Table[weighing.heads()][layer.k()];
      int[] used = slopes.used();
      for (int h = 0; h < values.length; h++) {
        for (int i = 0; i < layer.k(); i++) {
          values[h][i] = inside.values()[h][i].chosenTimes(weighing.tokens(i), slopes, used);
        }
      }
      return values;
    }

    /** Adds to each number what does not depend on the tokens before the query. */
    void addConstants(double[] sums, double end) {
      for (int k = 0; k < lines.length; k++) {
        double residual = inside.residual().at(weighing.q, k) + end * shifts[k];
        for (int j = 0; j < sums.length; j++) {
          double c = factors.at(k, j);
          double shift = c > 0 ? lines[k].lowerShift() : lines[k].upperShift();
          sums[j] += slopes.at(k, j) * residual + c * (isRelu() ? shift : end * shift);
        }
      }
    }
  }
}
