// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

import java.util.function.DoubleUnaryOperator;

/** The functions of activation steps (spec F-16), by their names; rounded, without a bound. */
public final class Activations {
  private Activations() {}

  public static DoubleUnaryOperator of(String op) {
    return Activated.Function.of(op)::at;
  }
}
