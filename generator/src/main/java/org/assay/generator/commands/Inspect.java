// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.issue.Reading;
import org.assay.generator.model.Model;
import org.assay.generator.model.TensorFile;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.split.SingularRatio;
import org.assay.generator.study.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay inspect}. */
@Command(
    name = "inspect",
    description = {
      "Shows what a certificate says; checks nothing.",
      "Neither signatures, nor the model, nor the count: that is what assay-check is for."
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

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "the model, to show what is measured of it (default: none)")
  private Path model;

  @Option(
      names = "--measure",
      description = "have the checker say what it spends; needs --model (default: false)")
  private boolean measure;

  @Mixin private CheckerOption checker;

  @Override
  public Integer call() throws IOException {
    byte[] bytes = CertificateReader.bytes(file);
    PrintWriter stdout = spec.commandLine().getOut();
    Optional<CertificateReader.NetworkContents> network = CertificateReader.network(file, bytes);
    if (network.isPresent()) return program(network.get(), stdout);
    CertificateReader.Contents contents = CertificateReader.read(file, bytes);
    Metrics metrics = metrics(contents.statement());
    if (json) {
      stdout.println(object(contents, metrics));
    } else {
      print(contents, metrics, stdout);
    }
    return Exit.DONE;
  }

  private int program(CertificateReader.NetworkContents contents, PrintWriter stdout)
      throws IOException {
    String sha256 = contents.statement().sha256();
    requireModel();
    if (model != null) requireDigest(TensorFile.read(model).sha256(), sha256);
    Metrics metrics =
        new Metrics(Files.size(file), PaperMetrics.UNKNOWN, OptionalDouble.empty(), spent());
    InspectedProgram shown = new InspectedProgram(file, contents, metrics);
    if (json) stdout.println(shown.object());
    else shown.print(stdout);
    return Exit.DONE;
  }

  private static void print(
      CertificateReader.Contents contents, Metrics metrics, PrintWriter stdout) {
    Statement statement = contents.statement();
    Claim claim = statement.claim();
    Claim.Sizes sizes = claim.sizes();
    stdout.printf(
        Locale.ROOT,
        "claims:    on at least %s of the %s sequences in {0..%d}^%d the largest last-position"
            + " logit is the one of the sequence's maximum, by more than %s%n",
        claim.correct(),
        claim.total() + (claim.weights().isEmpty() ? "" : ", by weight, of all"),
        sizes.vocab() - 1,
        sizes.k(),
        claim.margin());
    stdout.printf(Locale.ROOT, "accuracy:  %s (rounded down)%n", claim.accuracy());
    printMore(claim, stdout);
    stdout.printf(Locale.ROOT, "strategy:  %s%n", statement.strategy());
    statement
        .hints()
        .forEach((name, value) -> stdout.printf(Locale.ROOT, "hint:      %s%n", hint(name, value)));
    printModel(statement, stdout);
    metrics.print(stdout);
    for (String keyId : contents.keyIds())
      stdout.printf(Locale.ROOT, "signature: by key %s%n", keyId);
    if (contents.keyIds().isEmpty()) stdout.println("signature: none");
    stdout.println();
    stdout.println("Nothing of this was checked. To check it: assay-check --policy POLICY CERT");
  }

  private static void printModel(Statement statement, PrintWriter stdout) {
    Claim.Sizes sizes = statement.claim().sizes();
    stdout.printf(
        Locale.ROOT, "model:     %s, SHA-256 %s%n", statement.subject(), statement.sha256());
    stdout.println("read as:   " + Reading.AS);
    stdout.println("task:      " + Reading.task(sizes));
    stdout.printf(
        Locale.ROOT,
        "sizes:     k %d, vocab %d, dModel %d, dHead %d%n",
        sizes.k(),
        sizes.vocab(),
        sizes.dModel(),
        sizes.dHead());
  }

  /** What not every claim has. */
  private static void printMore(Claim claim, PrintWriter stdout) {
    if (!claim.weights().isEmpty()) {
      stdout.printf(
          Locale.ROOT,
          "weights:   a sequence weighs the product of its tokens' weights; %d weights, from %d to"
              + " %d%n",
          claim.weights().size(),
          Collections.min(claim.weights()),
          Collections.max(claim.weights()));
    }
    claim
        .execution()
        .ifPresent(one -> printProfile(one, claim.total(), claim.accuracy(one.correct()), stdout));
  }

  /** The second line of a claim of either version. */
  static void printProfile(
      Claim.Execution one, BigInteger total, String accuracy, PrintWriter stdout) {
    stdout.printf(
        Locale.ROOT,
        "profile:   in every execution within %s on at least %s of the %s; accuracy %s"
            + " (rounded down)%n",
        one.profile(),
        one.correct(),
        total,
        accuracy);
  }

  private Metrics metrics(Statement statement) throws IOException {
    requireModel();
    OptionalDouble ratio = OptionalDouble.empty();
    if (model != null) {
      Model read = Model.read(model);
      requireDigest(read.sha256(), statement.sha256());
      ratio = SingularRatio.of(read);
    }
    return new Metrics(Files.size(file), Metrics.paper(statement), ratio, spent());
  }

  private void requireModel() {
    if (measure && model == null) {
      throw new ParameterException(spec.commandLine(), "--measure: want --model, too");
    }
  }

  /** What is measured of another model would say nothing. */
  private void requireDigest(String got, String want) throws IOException {
    if (got.equals(want)) return;
    throw new IOException(
        String.format(Locale.ROOT, "model %s: got SHA-256 %s, want %s", model, got, want));
  }

  private Optional<CheckerProcess.Spent> spent() throws IOException {
    return measure ? Optional.of(checker.program().spent(model, file)) : Optional.empty();
  }

  private static void execution(ObjectNode object, Claim claim) {
    if (claim.execution().isEmpty()) {
      object.putNull("profile");
      return;
    }
    Claim.Execution one = claim.execution().get();
    object
        .putObject("profile")
        .put("name", one.profile())
        .put("correct", one.correct().toString())
        .put("accuracy", claim.accuracy(one.correct()));
  }

  /** Numbers and code words are shown, tables only by their length. */
  static String hint(String name, String value) {
    if (!value.startsWith("\"")) return name + " " + value;
    String text = value.substring(1, value.length() - 1);
    return OPTIONS.contains(name)
        ? name + " " + text
        : String.format(Locale.ROOT, "%s, a packed table of %d characters", name, text.length());
  }

  private static ObjectNode object(CertificateReader.Contents contents, Metrics metrics) {
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
    if (claim.weights().isEmpty()) {
      object.putNull("weights");
    } else {
      claim.weights().forEach(object.putArray("weights")::add);
    }
    execution(object, claim);
    object
        .putObject("model")
        .put("name", statement.subject())
        .put("sha256", statement.sha256())
        .put("readAs", Reading.AS)
        .put("task", Reading.task(sizes))
        .put("k", sizes.k())
        .put("vocab", sizes.vocab())
        .put("dModel", sizes.dModel())
        .put("dHead", sizes.dHead());
    metrics.addTo(object.putObject("metrics"));
    ArrayNode keyIds = object.putArray("keyIds");
    contents.keyIds().forEach(keyIds::add);
    return object;
  }
}
