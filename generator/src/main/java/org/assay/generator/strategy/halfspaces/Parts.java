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
    OfClass plain = new OfClass(this, weighing, seen, beta);
    return plain.with(Slope.all(hidden.map(Hidden::width).orElse(0), Slope.DEFAULT));
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
    /** The same with the range of the last deviation that these slopes of neurons leave. */
    OfClass with(Slope[] slopes) {
      if (parts.last.isEmpty()) return this;
      Range deviation = parts.last.get().deviation(this, slopes);
      double[] worse = new double[beta.length];
      for (int o = 0; o < beta.length; o++) {
        worse[o] = shift(o) * (shift(o) >= 0 ? deviation.low() : deviation.high());
      }
      return new OfClass(parts, weighing, seen, worse);
    }

    /** What biases add to an output's lead, before any deviation. */
    double shift(int o) {
      return parts.shift(weighing.m, o);
    }

    /** What the ends of the deviation's range are; one end where there is none. */
    double[] ends() {
      return seen.isEmpty() ? new double[] {1} : parts.hidden.orElseThrow().ends(seen.get());
    }

    /** What leads have in common for all tokens before the query, without the neurons. */
    double[] direct(int[] outputs) {
      double[] direct = new double[outputs.length];
      Table residual = parts.outputs.residual();
      for (int j = 0; j < direct.length; j++) {
        int o = outputs[j];
        direct[j] = residual.at(weighing.q, weighing.m) - residual.at(weighing.q, o) + beta[o];
        direct[j] += parts.hidden.map(one -> one.constant(weighing.m, o)).orElse(0.0);
      }
      return direct;
    }

    Optional<Hidden.Bent> bent(Slope[] slopes, int[] outputs) {
      return parts.hidden.flatMap(one -> bent(slopes, one.leading(weighing.m, outputs)));
    }

    /**
     * @param factors [width, n]: what the neurons add to some numbers
     */
    Optional<Hidden.Bent> bent(Slope[] slopes, Table factors) {
      return seen.map(one -> parts.hidden.orElseThrow().bent(weighing, one, slopes, factors));
    }
  }
}
