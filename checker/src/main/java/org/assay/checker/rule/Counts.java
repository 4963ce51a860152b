// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule;

import static org.assay.checker.verdict.RejectCode.CLAIM_NOT_PROVED;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.Optional;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.verdict.Findings;
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

  /**
   * @throws Rejection CLAIM_NOT_PROVED if more is claimed of executions than was counted
   */
  public void judgeExecution(Claim claim, Findings findings) throws Rejection {
    if (claim.execution().isEmpty()) {
      return;
    }
    Claim.Execution execution = claim.execution().get();
    String profile = execution.profile().name();
    findings.found(new Findings.Execution(profile, execution.correct(), computed));
    BigInteger proved = computed.orElseThrow();
    require( // F-10 (h)
        execution.correct().compareTo(proved) <= 0,
        CLAIM_NOT_PROVED,
        "correct in every execution of %s: got %s, want <= %s",
        profile,
        execution.correct(),
        proved);
  }
}
