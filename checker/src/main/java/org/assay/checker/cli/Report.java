// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.assay.checker.json.JsonText.quote;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Verdict;

/** Spells a verdict for people or for machines: one line each (spec F-13). */
public record Report(String file, Verdict verdict, long millis) {
  private static final int DIGITS = 10;

  /** The line for people; empty if the certificate could not be checked. */
  String text() {
    String word = verdict.outcome().word();
    return switch (verdict.outcome()) {
      case ACCEPTED ->
          word
              + (verdict.findings().unsigned() ? " (unsigned): " : ": ")
              + printable(file)
              + ": "
              + claim();
      case REJECTED, DECLINED -> word + " " + verdict.code().orElseThrow() + ": " + printable(file);
      case INPUT_ERROR, INTERNAL_ERROR -> "";
    };
  }

  /** Text for a terminal: one line, nothing that moves the cursor or turns the writing. */
  static String printable(String text) {
    return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }

  /** The claim as the checker re-derived it. Requires: accepted. */
  String claim() {
    Findings.Claimed claimed = verdict.findings().claimed().orElseThrow();
    Findings.Model model = verdict.findings().model().orElseThrow();
    String counted = claimed.weights().isEmpty() ? inputs(claimed, model) : weight(claimed, model);
    return String.format(
        Locale.ROOT,
        "%s the largest last-position logit of \"%s\" (sha256 %s) is, strictly (by more than %s), the"
            + " one of the sequence's maximum; accuracy %s/%s >= %s;%s strategy %s; %s operations; %s",
        counted,
        claimed.subject(),
        model.sha256(),
        claimed.margin(),
        claimed.correct(),
        claimed.total(),
        decimal(claimed.correct(), claimed.total()),
        verdict.findings().execution().map(one -> execution(one, claimed.total())).orElse(""),
        claimed.strategy(),
        verdict.findings().proof().orElseThrow().operations(),
        signatures());
  }

  /** Lemma L-44: the second line of the claim. */
  private static String execution(Findings.Execution claimed, BigInteger total) {
    return String.format(
        Locale.ROOT,
        " and so is, in every execution within profile %s, the largest computed logit on at least %s"
            + " of these %s; accuracy of every such execution >= %s;",
        claimed.profile(),
        claimed.correct(),
        total,
        decimal(claimed.correct(), total));
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
        + (",\"model\":" + found.model().map(Report::model).orElse("null"))
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

  private String signatures() {
    return verdict.findings().unsigned()
        ? "unsigned"
        : verdict.findings().signers().orElseThrow().stream()
            .map(one -> one.name() + " (" + String.join(", ", one.algorithms()) + ")")
            .collect(Collectors.joining(" and ", "signed by ", ""));
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

  private static String model(Findings.Model model) {
    return "{\"sha256\":"
        + quote(model.sha256())
        + (",\"k\":" + model.k())
        + (",\"vocab\":" + model.vocab())
        + (",\"dModel\":" + model.dModel())
        + (",\"dHead\":" + model.dHead() + "}");
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
