// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.checker.verdict.Findings;

/** What was proved, in words (spec/claim.md). Requires: the findings of an accepted certificate. */
record Sentence(Findings findings) {
  /** F-12: said, because what was left out of a network leaves no trace among its tensors. */
  private static final String READ_AS = "read as 1 layer, 1 head, attention only, no layer norm";

  /** The claim in one short line: task, accuracy, strategy, signers, and how the model was read. */
  String summary() {
    if (findings.question().isPresent()) {
      return new ProgramSentence(findings, signatures(Findings.Signer::name)).summary();
    }
    Findings.Claimed claimed = findings.claimed().orElseThrow();
    Findings.Model model = findings.model().orElseThrow();
    return String.format(
        Locale.ROOT,
        "max of %d, accuracy%s >= %s%s%s, %s, %s; %s",
        model.k(),
        claimed.weights().isEmpty() ? "" : " under token weights",
        Report.decimalDown(claimed.correct(), claimed.total()),
        claimed.margin().equals("0") ? "" : " by more than " + claimed.margin(),
        claimed.execution().map(one -> everyExecution(one, claimed.total())).orElse(""),
        claimed.strategy(),
        signatures(Findings.Signer::name),
        READ_AS);
  }

  static String everyExecution(Findings.Execution claimed, BigInteger total) {
    return String.format(
        Locale.ROOT,
        " (in every execution of %s >= %s)",
        claimed.profile(),
        Report.decimalDown(claimed.correct(), total));
  }

  /** The claim as the checker re-derived it. Requires: accepted. */
  String claim() {
    if (findings.question().isPresent()) {
      return new ProgramSentence(findings, signatures(Sentence::withAlgorithms)).claim();
    }
    Findings.Claimed claimed = findings.claimed().orElseThrow();
    Findings.Model model = findings.model().orElseThrow();
    String counted = claimed.weights().isEmpty() ? inputs(claimed, model) : weight(claimed, model);
    return String.format(
        Locale.ROOT,
        "%s the largest last-position logit of \"%s\" (sha256 %s) is, strictly (by more than %s), the"
            + " one of the sequence's maximum; accuracy %s/%s >= %s;%s strategy %s; %s operations; %s; %s",
        counted,
        claimed.subject(),
        model.sha256(),
        claimed.margin(),
        claimed.correct(),
        claimed.total(),
        Report.decimalDown(claimed.correct(), claimed.total()),
        claimed.execution().map(one -> execution(one, claimed.total(), "logit")).orElse(""),
        claimed.strategy(),
        findings.proof().orElseThrow().operations(),
        READ_AS,
        signatures(Sentence::withAlgorithms));
  }

  private static String withAlgorithms(Findings.Signer one) {
    return one.name() + " (" + String.join(", ", one.algorithms()) + ")";
  }

  /** Lemma L-44, R-07 4.: the second line of a claim about numbers that are called so. */
  static String execution(Findings.Execution claimed, BigInteger total, String called) {
    return String.format(
        Locale.ROOT,
        " and so is, in every execution within profile %s, the largest computed %s on at least %s"
            + " of these %s; accuracy of every such execution >= %s;",
        claimed.profile(),
        called,
        claimed.correct(),
        total,
        Report.decimalDown(claimed.correct(), total));
  }

  private static String inputs(Findings.Claimed claimed, Findings.Model model) {
    return String.format(
        Locale.ROOT,
        "on at least %s of the %d^%d = %s sequences in {0..%d}^%d",
        claimed.correct(),
        model.vocab(),
        model.k(),
        claimed.total(),
        model.vocab() - 1,
        model.k());
  }

  /** Lemma L-50: the weights are part of the claim, so all are said. */
  private static String weight(Findings.Claimed claimed, Findings.Model model) {
    return String.format(
        Locale.ROOT,
        "under the product distribution with token weights %s, with probability at least %s/%s, on a"
            + " sequence in {0..%d}^%d",
        claimed.weights(),
        claimed.correct(),
        claimed.total(),
        model.vocab() - 1,
        model.k());
  }

  private String signatures(Function<Findings.Signer, String> spelled) {
    if (findings.unsigned()) {
      return "unsigned";
    }
    List<Findings.Signer> signers = findings.signers().orElseThrow();
    return signers.stream().map(spelled).collect(Collectors.joining(" and ", "signed by ", ""));
  }
}
