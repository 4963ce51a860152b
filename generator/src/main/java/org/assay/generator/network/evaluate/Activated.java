// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.util.Locale;
import org.apache.commons.numbers.gamma.Erfc;

/** A function of each entry. */
final class Activated extends Node {
  /** In increasing order of what they cost. */
  enum Function {
    RELU,
    SILU,
    GELU_TANH,
    GELU;

    static Function of(String op) {
      return valueOf(op.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    /** The largest slope, in size: of gelu 1.129, of silu 1.0998. */
    private double slope() {
      return this == RELU ? 1 : 1.14;
    }

    double at(double x) {
      return switch (this) {
        case RELU -> Math.max(x, 0);
        case SILU -> x / (1 + Math.exp(-x));
        case GELU -> x * Erfc.value(-x * Math.sqrt(0.5)) / 2;
        case GELU_TANH ->
            x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
      };
    }
  }

  private final Function function;

  Activated(Node of, Function function) {
    super(of.positions(), of.width, of);
    this.function = function;
  }

  @Override
  void row(int i) {
    double[] x = of.get(0).value[i];
    double[] rx = of.get(0).radius[i];
    for (int n = 0; n < width; n++) {
      double y = function.at(x[n]);
      value[i][n] = y;
      if (function == Function.RELU) {
        radius[i][n] = x[n] + rx[n] <= 0 ? 0 : rx[n];
        continue;
      }
      radius[i][n] = upward(function.slope() * rx[n] + 16 * U * (1 + Math.abs(x[n])), 2);
    }
  }
}
