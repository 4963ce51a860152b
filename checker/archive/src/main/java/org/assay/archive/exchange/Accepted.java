// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import org.assay.archive.receipt.Receipt.Named;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;

/**
 * A certificate that the checker accepted just now, for those who take its word.
 *
 * @param model the file that was claimed of, as it was read
 * @param certificate the file that claims
 * @param claimed what it claims
 * @param proved the number of inputs that the checker derived, in decimal
 */
public record Accepted(Named model, Named certificate, Findings.Claimed claimed, String proved) {
  /** Requires: the verdict is accepted. */
  public static Accepted of(Verdict verdict, Named certificate) {
    if (verdict.outcome() != Verdict.Outcome.ACCEPTED) {
      throw new IllegalArgumentException("the verdict is " + verdict.outcome());
    }
    Findings findings = verdict.findings();
    Findings.Claimed claimed = findings.claimed().orElseThrow();
    String model =
        findings
            .model()
            .map(Findings.Model::sha256)
            .or(() -> findings.question().map(Findings.Question::sha256))
            .orElseThrow();
    String proved = findings.proof().orElseThrow().proved().toString();
    return new Accepted(new Named(claimed.subject(), model), certificate, claimed, proved);
  }

  /** What is counted, in words. */
  String inputs() {
    String counted =
        claimed.weights().isEmpty() ? "each counted once" : "counted by the weights of the claim";
    return "all inputs, " + counted + ": " + claimed.total();
  }
}
