// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.verdict.Rejection;

/** Inputs proved correct by more than the margin: over the reals, and in every execution. */
public record Counts(BigInteger real, Optional<BigInteger> computed) {
  /**
   * @throws Rejection as {@code Rule.count} does
   */
  public static Counts of(Rule rule, Claim claim, Weights weights) throws Rejection {
    Premises premises = new Premises(weights, claim.execution().map(Claim.Execution::profile));
    BigInteger count = rule.count(premises, claim.demand());
    if (premises.profile().isEmpty()) {
      return new Counts(count, Optional.empty());
    }
    Premises exact = Premises.exact(weights);
    BigInteger real = rule.countsOnce() ? count : rule.count(exact, claim.demand());
    return new Counts(real.max(count), Optional.of(count)); // L-44, two lines
  }
}
