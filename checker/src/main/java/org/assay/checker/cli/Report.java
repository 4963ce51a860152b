// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.sample.Sample;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;

/** Spells a verdict for people or for machines: one line each (spec F-13). */
public record Report(String file, Verdict verdict, long millis) {
  private static final int DIGITS = 10;

  /** The line on stdout; empty if the certificate could not be checked, but for JSON. */
  String line(Arguments.Form form) {
    if (form == Arguments.Form.JSON) {
      return json();
    }
    String word = verdict.outcome().word();
    return switch (verdict.outcome()) {
      case ACCEPTED ->
          word
              + (verdict.findings().unsigned() ? " (unsigned): " : ": ")
              + printable(file)
              + ": "
              + said(new Sentence(verdict.findings()), form);
      case REJECTED, DECLINED -> word + " " + verdict.code().orElseThrow() + ": " + printable(file);
      case INPUT_ERROR, INTERNAL_ERROR -> "";
    };
  }

  private static String said(Sentence sentence, Arguments.Form form) {
    return form == Arguments.Form.LONG ? sentence.claim() : sentence.summary();
  }

  /** Text for a terminal: one line, nothing that moves the cursor or turns the writing. */
  static String printable(String text) {
    return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }

  public String json() {
    Findings found = verdict.findings();
    Optional<Findings.Claimed> claimed = found.claimed();
    Optional<Findings.Proof> proof = found.proof();
    return new JsonObject()
        .put("file", file)
        .put("verdict", verdict.outcome().word())
        .put("code", verdict.code())
        .put("message", verdict.message())
        .put("strategy", claimed.map(Findings.Claimed::strategy))
        .put("correct", claimed.map(Findings.Claimed::correct))
        .put("proved", proof.map(Findings.Proof::proved))
        .put("total", claimed.map(Findings.Claimed::total))
        .put("accuracy", claimed.map(one -> accuracy(one.correct(), one.total())))
        .put("margin", claimed.map(Findings.Claimed::margin))
        .put("weights", claimed.map(Findings.Claimed::weights).filter(list -> !list.isEmpty()))
        .put(
            "profile", claimed.flatMap(Findings.Claimed::execution).map(one -> profile(one, found)))
        .put("model", model(found))
        .put("program", found.question().map(one -> program(one, proof)))
        .put("signers", found.signers().map(list -> list.stream().map(Report::signer).toList()))
        .put("unsigned", found.unsigned())
        .put("operations", proof.map(Findings.Proof::operations))
        .put("millis", millis)
        .toString();
  }

  /** The fraction with ten digits, rounded down: never above the truth (lemma L-06). */
  static String decimalDown(BigInteger correct, BigInteger total) {
    BigInteger scaled = correct.multiply(BigInteger.TEN.pow(DIGITS)).divide(total);
    String digits = "0".repeat(DIGITS) + scaled;
    int point = digits.length() - DIGITS;
    return new BigInteger(digits.substring(0, point)) + "." + digits.substring(point);
  }

  private static JsonObject profile(Findings.Execution claimed, Findings found) {
    BigInteger total = found.claimed().orElseThrow().total();
    return new JsonObject()
        .put("name", claimed.profile())
        .put("correct", claimed.correct())
        .put("proved", found.proof().flatMap(Findings.Proof::executed))
        .put("accuracy", accuracy(claimed.correct(), total));
  }

  /** Empty of a total that is none; no certificate with such a total is accepted. */
  private static Optional<JsonObject> accuracy(BigInteger correct, BigInteger total) {
    return total.signum() <= 0
        ? Optional.empty()
        : Optional.of(
            new JsonObject()
                .put("fraction", correct + "/" + total)
                .put("decimal", decimalDown(correct, total)));
  }

  /** The sizes are those of version 1; a program has others. */
  private static Optional<JsonObject> model(Findings found) {
    Optional<Findings.Model> model = found.model();
    return model
        .map(Findings.Model::sha256)
        .or(() -> found.question().map(Findings.Question::sha256))
        .map(
            sha256 ->
                new JsonObject()
                    .put("sha256", sha256)
                    .put("k", model.map(Findings.Model::k))
                    .put("vocab", model.map(Findings.Model::vocab))
                    .put("dModel", model.map(Findings.Model::dModel))
                    .put("dHead", model.map(Findings.Model::dHead)));
  }

  private static JsonObject program(Findings.Question asked, Optional<Findings.Proof> proof) {
    return new JsonObject()
        .put("network", asked.words().network())
        .put("inputs", asked.words().inputs())
        .put("outputs", asked.words().outputs())
        .put("task", asked.words().task())
        .put("decidedByLevel", proof.map(Findings.Proof::levels).orElse(List.of()))
        .put("sample", asked.sample().map(Report::sample));
  }

  private static Optional<JsonObject> share(Sample.Share share) {
    return accuracy(share.numerator(), share.denominator());
  }

  private static JsonObject sample(Sample sample) {
    return new JsonObject()
        .put("population", sample.population())
        .put("distinct", sample.distinct())
        .put("confidence", sample.confidence())
        .put("bound", share(sample.bound()))
        .put("provable", share(sample.provable()))
        .put("source", sample.beacon().source())
        .put("round", sample.beacon().round())
        .put("beacon", sample.beacon().value())
        .put("commitment", sample.commitment());
  }

  private static JsonObject signer(Findings.Signer one) {
    return new JsonObject().put("name", one.name()).put("algorithms", one.algorithms());
  }
}
