// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** Counts inputs proved correct by more than the margin: over the reals, and in every execution. */
public final class Counts {
  private Counts() {}

  /**
   * @throws Rejection as {@code Rule.count} does
   */
  public static Findings.Proof of(Rule rule, Claim claim, Weights weights) throws Rejection {
    Premises premises = new Premises(weights, claim.execution().map(Claim.Execution::profile));
    BigInteger count = rule.count(premises, claim.demand());
    if (premises.profile().isEmpty()) {
      return proof(count, Optional.empty(), weights);
    }
    Premises exact = Premises.exact(weights);
    BigInteger real = rule.countsOnce() ? count : rule.count(exact, claim.demand());
    return proof(real.max(count), Optional.of(count), weights); // L-44, two lines
  }

  private static Findings.Proof proof(
      BigInteger real, Optional<BigInteger> computed, Weights weights) {
    return new Findings.Proof(real, computed, weights.meter().operations(), List.of());
  }
}
