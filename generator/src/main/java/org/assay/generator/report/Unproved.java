// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;

/**
 * A proof found again, to show of which query and maximum the inputs are that it leaves out.
 *
 * @param name of the kind of proof
 * @param isExact whether it leaves out wrong inputs only
 */
public record Unproved(String name, boolean isExact, Proof proof) {
  /**
   * Proves the model anew.
   *
   * @throws IllegalArgumentException if the model is too large for the strategy
   */
  public static Unproved by(String name, Strategy strategy, Model model, Margin margin) {
    boolean isExact = strategy.name().equals("brute-force");
    return new Unproved(name, isExact, strategy.prove(model, margin, steps -> {}));
  }
}
