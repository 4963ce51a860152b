// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.assay.checker.json.JsonText.quote;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    return "{\"file\":"
        + quote(file)
        + (",\"verdict\":" + quote(verdict.outcome().word()))
        + (",\"code\":" + text(verdict.code(), code -> code))
        + (",\"message\":" + text(verdict.message(), message -> message))
        + (",\"strategy\":" + text(claimed, Findings.Claimed::strategy))
        + (",\"correct\":" + text(claimed, one -> one.correct().toString()))
        + (",\"proved\":" + text(found.proof(), proof -> proof.proved().toString()))
        + (",\"total\":" + text(claimed, one -> one.total().toString()))
        + (",\"accuracy\":"
            + claimed
                .filter(one -> one.total().signum() > 0)
                .map(one -> accuracy(one.correct(), one.total()))
                .orElse("null"))
        + (",\"margin\":" + text(claimed, Findings.Claimed::margin))
        + (",\"weights\":" + claimed.map(Report::weights).orElse("null"))
        + (",\"profile\":"
            + found.execution().map(one -> profile(one, claimed.orElseThrow())).orElse("null"))
        + (",\"model\":" + model(found))
        + (",\"program\":" + found.question().map(Report::program).orElse("null"))
        + (",\"signers\":" + found.signers().map(Report::signers).orElse("null"))
        + (",\"unsigned\":" + found.unsigned())
        + (",\"operations\":" + text(found.proof(), proof -> proof.operations().toString()))
        + (",\"millis\":" + millis + "}");
  }

  /** The fraction with ten digits, rounded down: never above the truth (lemma L-06). */
  static String decimal(BigInteger correct, BigInteger total) {
    BigInteger scaled = correct.multiply(BigInteger.TEN.pow(DIGITS)).divide(total);
    String digits = "0".repeat(DIGITS) + scaled;
    int point = digits.length() - DIGITS;
    return new BigInteger(digits.substring(0, point)) + "." + digits.substring(point);
  }

  private static String weights(Findings.Claimed claimed) {
    return claimed.weights().isEmpty() ? "null" : list(claimed.weights(), String::valueOf);
  }

  private static String profile(Findings.Execution claimed, Findings.Claimed counted) {
    return "{\"name\":"
        + quote(claimed.profile())
        + (",\"correct\":" + quote(claimed.correct().toString()))
        + (",\"proved\":" + text(claimed.proved(), BigInteger::toString))
        + (",\"accuracy\":" + accuracy(claimed.correct(), counted.total()) + "}");
  }

  private static String accuracy(BigInteger correct, BigInteger total) {
    String fraction = correct + "/" + total;
    String decimal = decimal(correct, total);
    return "{\"fraction\":" + quote(fraction) + ",\"decimal\":" + quote(decimal) + "}";
  }

  /** The sizes are those of version 1; a program has others. */
  private static String model(Findings found) {
    Optional<Findings.Model> model = found.model();
    Optional<String> sha256 =
        model.map(Findings.Model::sha256).or(() -> found.question().map(one -> one.sha256()));
    return sha256
        .map(
            digest ->
                "{\"sha256\":"
                    + quote(digest)
                    + (",\"k\":" + size(model.map(Findings.Model::k)))
                    + (",\"vocab\":" + size(model.map(Findings.Model::vocab)))
                    + (",\"dModel\":" + size(model.map(Findings.Model::dModel)))
                    + (",\"dHead\":" + size(model.map(Findings.Model::dHead)) + "}"))
        .orElse("null");
  }

  private static String size(Optional<Integer> size) {
    return size.map(String::valueOf).orElse("null");
  }

  private static String program(Findings.Question asked) {
    return "{\"network\":"
        + quote(asked.network())
        + (",\"inputs\":" + quote(asked.inputs()))
        + (",\"outputs\":" + quote(asked.outputs()))
        + (",\"task\":" + quote(asked.task()))
        + (",\"decidedByLevel\":" + list(asked.levels(), String::valueOf) + "}");
  }

  private static String signers(List<Findings.Signer> signers) {
    return list(
        signers,
        one ->
            "{\"name\":"
                + quote(one.name())
                + ",\"algorithms\":"
                + list(one.algorithms(), algorithm -> quote(algorithm))
                + "}");
  }

  private static <T> String list(List<T> elements, Function<T, String> spell) {
    return elements.stream().map(spell).collect(Collectors.joining(",", "[", "]"));
  }

  private static <T> String text(Optional<T> found, Function<T, String> part) {
    return found.map(part).map(known -> quote(known)).orElse("null");
  }
}
