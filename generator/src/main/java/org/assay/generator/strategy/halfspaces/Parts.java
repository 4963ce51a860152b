// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Optional;

/**
 * What all classes are computed from.
 *
 * @param delta the margin demanded
 * @param outputs what leads to each output
 * @param constants of the outputs, behind the last norm
 */
record Parts(
    OneLayer layer,
    double delta,
    Projection outputs,
    double[] constants,
    Optional<Hidden> hidden,
    Optional<LastNorm> last) {
  static Parts of(OneLayer layer, double delta) {
    Table unembed =
        layer.last().map(norm -> norm.directions(layer.unembed())).orElse(layer.unembed());
    double[] constants =
        layer
            .last()
            .map(norm -> norm.constants(layer.unembed(), layer.outputBias()))
            .orElse(layer.outputBias());
    return new Parts(
        layer,
        delta,
        Projection.of(layer, unembed),
        constants,
        layer.mlp().map(mlp -> new Hidden(layer, mlp, unembed)),
        layer.last().map(norm -> new LastNorm(layer, norm)));
  }

  /** A class (query q, maximum m). */
  OfClass of(int q, int m) {
    return of(q, m, 0, m);
  }

  /** A slice of a class: the second token is from {@code low} up to {@code high - 1} (L-73). */
  OfClass of(int q, int m, int low, int high) {
    Weighing weighing = new Weighing(layer, q, m, low, high);
    Optional<Hidden.Seen> seen = hidden.map(one -> one.seen(weighing));
    double[] beta = new double[layer.vocab()];
    for (int o = 0; o < beta.length; o++) beta[o] = shift(m, o);
    if (last.isPresent()) {
      Range deviation = last.get().deviation(weighing, seen);
      for (int o = 0; o < beta.length; o++) {
        beta[o] *= beta[o] >= 0 ? deviation.low() : deviation.high();
      }
    }
    return new OfClass(this, weighing, seen, beta);
  }

  private double shift(int m, int o) {
    return constants[m] - constants[o] - delta;
  }

  /**
   * What does not depend on hints.
   *
   * @param beta what biases add to each output's lead, times the worse end of the last deviation
   */
  record OfClass(Parts parts, Weighing weighing, Optional<Hidden.Seen> seen, double[] beta) {
    /** What biases add to an output's lead, before any deviation. */
    double shift(int o) {
      return parts.shift(weighing.m, o);
    }

    /** What the ends of the deviation's range are; one end where there is none. */
    double[] ends() {
      return seen.isEmpty() ? new double[] {1} : parts.hidden.orElseThrow().ends(seen.get());
    }

    /** What is the same for all tokens before the query, without the MLP. */
    double[] direct(int[] outputs, double end) {
      double[] direct = new double[outputs.length];
      Table residual = parts.outputs.residual();
      for (int j = 0; j < direct.length; j++) {
        double lead = residual.at(weighing.q, weighing.m) - residual.at(weighing.q, outputs[j]);
        direct[j] = end * (lead + beta[outputs[j]]);
      }
      return direct;
    }

    Optional<Hidden.Bent> bent(Slope[] slopes, int[] outputs) {
      return seen.map(one -> parts.hidden.orElseThrow().bent(weighing, one, slopes, outputs));
    }
  }
}
