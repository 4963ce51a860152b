// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.claim;

import org.assay.checker.exact.Rational;

/**
 * What is to be counted: the inputs whose right logit is the largest by more than the margin (unit:
 * logits, not negative), each by the weights of its tokens.
 */
public record Demand(Rational margin, TokenWeights tokens) {
  /** Every input counts 1. */
  public static Demand of(Rational margin) {
    return new Demand(margin, TokenWeights.UNIFORM);
  }
}
