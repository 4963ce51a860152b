// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.OptionalDouble;
import org.assay.generator.model.Model;

/**
 * How nearly the attention scores of tokens are of rank 1: the first singular value over the
 * second. Scores are those of Gross et al. 2024: a token at the last position asks, a token at the
 * mean position answers.
 */
public final class SingularRatio {
  /** Beyond this the second value may be nothing but rounding. */
  private static final double MOST = 1e12;

  private SingularRatio() {}

  /** Empty if there is no second value to speak of. */
  public static OptionalDouble of(Model model) {
    double[] mean = new Matrix(model.positions()).mean();
    Matrix keys =
        new Matrix(model.embed())
            .plusRow(mean)
            .times(new Matrix(model.projection('K')))
            .plusRow(model.bias('K')[0]);
    return of(Factors.of(model).queries().times(keys.transposed()));
  }

  static OptionalDouble of(Matrix scores) {
    double[] values = SingularVectors.values(scores);
    if (values.length < 2 || !(values[0] <= MOST * values[1])) return OptionalDouble.empty();
    return OptionalDouble.of(values[0] / values[1]);
  }
}
