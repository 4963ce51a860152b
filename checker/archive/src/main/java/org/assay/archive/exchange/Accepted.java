// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.assay.archive.receipt.Receipt.Named;
import org.assay.checker.sample.Sample;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;

/**
 * A certificate that the checker accepted just now, for those who take its word.
 *
 * @param model the file that was claimed of, as it was read
 * @param certificate the file that claims
 * @param claimed what it claims
 * @param proved the number of inputs that the checker derived, in decimal
 * @param sample what they say of others, if they were drawn
 */
public record Accepted(
    Named model,
    Named certificate,
    Findings.Claimed claimed,
    String proved,
    Optional<Sample> sample) {
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
    Optional<Sample> sample = findings.question().flatMap(Findings.Question::sample);
    return new Accepted(new Named(claimed.subject(), model), certificate, claimed, proved, sample);
  }

  /** What is counted, in words. */
  String inputs() {
    String counted =
        claimed.weights().isEmpty() ? "each counted once" : "counted by the weights of the claim";
    return sample
        .map(one -> draws(one, claimed.total()))
        .orElse("all inputs, " + counted + ": " + claimed.total());
  }

  private static String draws(Sample sample, BigInteger total) {
    return String.format(
        Locale.ROOT,
        "inputs drawn by round %s of %s, each counted once: %s; if its value was not known when the"
            + " claim was fixed, at least %s/%s of all %s with confidence 1 - 2^-%d",
        sample.beacon().round(),
        sample.beacon().source(),
        total,
        sample.bound().numerator(),
        sample.bound().denominator(),
        sample.population(),
        sample.confidence());
  }
}
