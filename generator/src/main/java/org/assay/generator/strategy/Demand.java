// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

/** What is to be proved: by how much the right logit must win, and what an input counts. */
public record Demand(Margin margin, TokenWeights tokens) {
  /** Every input counts 1. */
  public static Demand of(Margin margin) {
    return new Demand(margin, TokenWeights.UNIFORM);
  }

  /** The margin, for a strategy that counts without token weights. */
  public Margin unweighted(String strategy) {
    if (!tokens.isUniform()) {
      throw new IllegalArgumentException(
          strategy
              + ": counts without token weights; with them use brute-force, grouped-counting or"
              + " potential-counting");
    }
    return margin;
  }
}
