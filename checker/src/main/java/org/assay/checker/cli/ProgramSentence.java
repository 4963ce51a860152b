// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.util.List;
import java.util.Locale;
import org.assay.checker.sample.Sample;
import org.assay.checker.verdict.Findings;

/**
 * What was proved of a program, in words (spec/claim-v2.md). Requires: the findings of an accepted
 * certificate of version 2.
 */
record ProgramSentence(Findings findings, String signatures) {
  /** Task, accuracy, inputs, outputs, strategy, signers, and what the network is made of. */
  String summary() {
    Findings.Claimed claimed = findings.claimed().orElseThrow();
    Findings.Words asked = findings.question().orElseThrow().words();
    return String.format(
        Locale.ROOT,
        "%s, accuracy >= %s%s%s on the %s %s%s among outputs %s, %s, %s; network as written in it:"
            + " %s",
        asked.task(),
        Report.decimalDown(claimed.correct(), claimed.total()),
        claimed.margin().equals("0") ? "" : " by more than " + claimed.margin(),
        claimed.execution().map(one -> Sentence.everyExecution(one, claimed.total())).orElse(""),
        claimed.total(),
        asked.inputs(),
        findings.question().orElseThrow().sample().map(ProgramSentence::brief).orElse(""),
        asked.outputs(),
        claimed.strategy(),
        signatures,
        asked.brief());
  }

  private static String brief(Sample sample) {
    return String.format(
        Locale.ROOT,
        " (on all of these >= %s with confidence 1 - 2^-%d if the claim is older than round %s of %s)",
        decimal(sample.bound()),
        sample.confidence(),
        sample.beacon().round(),
        sample.beacon().source());
  }

  /** The claim as the checker re-derived it, with every step of the network. */
  String claim() {
    Findings.Claimed claimed = findings.claimed().orElseThrow();
    Findings.Question question = findings.question().orElseThrow();
    Findings.Words asked = question.words();
    Findings.Proof proof = findings.proof().orElseThrow();
    List<Long> levels = proof.levels();
    return String.format(
        Locale.ROOT,
        "on at least %s of the %s %s the largest output of \"%s\" (sha256 %s) among outputs %s is,"
            + " strictly (by more than %s), %s; accuracy %s/%s >= %s;%s%s strategy %s; %s"
            + " operations;%s network: %s; %s",
        claimed.correct(),
        claimed.total(),
        asked.inputs(),
        claimed.subject(),
        question.sha256(),
        asked.outputs(),
        claimed.margin(),
        asked.task(),
        claimed.correct(),
        claimed.total(),
        Report.decimalDown(claimed.correct(), claimed.total()),
        claimed
            .execution()
            .map(one -> Sentence.execution(one, claimed.total(), "output"))
            .orElse(""),
        question.sample().map(ProgramSentence::draws).orElse(""),
        claimed.strategy(),
        proof.operations(),
        levels.isEmpty() ? "" : decided(levels),
        asked.network(),
        signatures);
  }

  /** Lemmas L-70, L-71: under which condition, and how surely. */
  private static String draws(Sample sample) {
    return String.format(
        Locale.ROOT,
        " if the value %s of round %s of \"%s\" was not known when the commitment %s was made, the"
            + " accuracy over all %s sequences, as far as they are inside the task, is at least %s"
            + " with confidence 1 - 2^-%d; %d different sequences were drawn;",
        sample.beacon().value(),
        sample.beacon().round(),
        sample.beacon().source(),
        sample.commitment(),
        sample.population(),
        decimal(sample.bound()),
        sample.confidence(),
        sample.distinct());
  }

  private static String decimal(Sample.Share share) {
    return Report.decimalDown(share.numerator(), share.denominator());
  }

  private static String decided(List<Long> levels) {
    int last = levels.size() - 1;
    return " decided by level " + levels.subList(0, last) + ", left open " + levels.get(last) + ";";
  }
}
