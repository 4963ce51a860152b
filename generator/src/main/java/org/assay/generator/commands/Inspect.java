// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.SubCubic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows what a certificate says. Checks nothing: neither signatures, nor the model,",
      "nor the count. That is what assay-check is for."
    },
    footer = {"", "Example:", "  assay inspect model.cert.json"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Inspect implements Callable<Integer> {
  private static final Set<String> OPTIONS = Set.of("direct", "handling", "attention"); // F-11 (d)

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CERT", description = "certificate file")
  private Path file;

  @Option(names = "--json", description = "print a JSON object (default: false)")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    CertificateReader.Contents contents = CertificateReader.read(file);
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(object(contents));
    } else {
      print(contents, stdout);
    }
    return Exit.DONE;
  }

  private static void print(CertificateReader.Contents contents, PrintWriter stdout) {
    Statement statement = contents.statement();
    Claim claim = statement.claim();
    Claim.Sizes sizes = claim.sizes();
    stdout.printf(
        "claims:    on at least %s of the %s sequences in {0..%d}^%d the largest last-position"
            + " logit is the one of the sequence's maximum, by more than %s%n",
        claim.correct(), claim.total(), sizes.vocab() - 1, sizes.k(), claim.margin());
    stdout.printf("accuracy:  %s (rounded down)%n", claim.accuracy());
    stdout.printf("strategy:  %s%n", statement.strategy());
    statement.hints().forEach((name, value) -> stdout.printf("hint:      %s%n", hint(name, value)));
    stdout.printf("model:     %s, SHA-256 %s%n", statement.subject(), statement.sha256());
    stdout.printf(
        "sizes:     k %d, vocab %d, dModel %d, dHead %d%n",
        sizes.k(), sizes.vocab(), sizes.dModel(), sizes.dHead());
    PaperMetrics metrics = metrics(statement);
    metrics
        .flops()
        .ifPresent(
            n -> stdout.printf("paper:     %d floating-point operations, as published%n", n));
    metrics
        .unexplainedDimension()
        .ifPresent(n -> stdout.printf("paper:     unexplained dimension %s%n", n));
    for (String keyId : contents.keyIds()) stdout.printf("signature: by key %s%n", keyId);
    if (contents.keyIds().isEmpty()) stdout.println("signature: none");
    stdout.println();
    stdout.println("Nothing of this was checked. To check it: assay-check --policy POLICY CERT");
  }

  /** By what Gross et al. 2024 measure proofs; nothing for a strategy that is not known here. */
  private static PaperMetrics metrics(Statement statement) {
    Claim.Sizes sizes = statement.claim().sizes();
    return strategy(statement)
        .map(
            strategy ->
                PaperMetrics.of(
                    strategy,
                    new PaperMetrics.Sizes(
                        sizes.k(), sizes.vocab(), sizes.dModel(), sizes.dHead())))
        .orElse(new PaperMetrics(OptionalLong.empty(), Optional.empty()));
  }

  private static Optional<? extends Strategy> strategy(Statement statement) {
    if (!statement.strategy().equals(SubCubic.DEFAULT.name())) {
      return Strategy.named(statement.strategy());
    }
    Map<String, String> hints = statement.hints();
    return SubCubic.of(
        word(hints.get("direct")), word(hints.get("handling")), word(hints.get("attention")));
  }

  private static String word(String json) {
    return json == null ? "" : json.replace("\"", "");
  }

  /** Numbers and code words are shown, tables only by their length. */
  private static String hint(String name, String value) {
    if (!value.startsWith("\"")) return name + " " + value;
    String text = value.substring(1, value.length() - 1);
    return OPTIONS.contains(name)
        ? name + " " + text
        : "%s, a packed table of %d characters".formatted(name, text.length());
  }

  private static ObjectNode object(CertificateReader.Contents contents) {
    Statement statement = contents.statement();
    Claim claim = statement.claim();
    Claim.Sizes sizes = claim.sizes();
    ObjectNode object = new JsonMapper().createObjectNode();
    object.put("checked", false);
    object.put("strategy", statement.strategy());
    ObjectNode hints = object.putObject("hints");
    statement.hints().forEach((name, value) -> hints.putRawValue(name, new RawValue(value)));
    object.put("correct", claim.correct().toString());
    object.put("total", claim.total().toString());
    object.put("accuracy", claim.accuracy());
    object.put("margin", claim.margin());
    object
        .putObject("model")
        .put("name", statement.subject())
        .put("sha256", statement.sha256())
        .put("k", sizes.k())
        .put("vocab", sizes.vocab())
        .put("dModel", sizes.dModel())
        .put("dHead", sizes.dHead());
    PaperMetrics metrics = metrics(statement);
    ObjectNode paper = object.putObject("paper");
    paper.put("flops", metrics.flops().isPresent() ? "" + metrics.flops().getAsLong() : null);
    paper.put(
        "unexplainedDimension",
        metrics.unexplainedDimension().map(BigInteger::toString).orElse(null));
    ArrayNode keyIds = object.putArray("keyIds");
    contents.keyIds().forEach(keyIds::add);
    return object;
  }
}
