// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.certificate.Statement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.model.Model;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Program;
import org.assay.generator.network.evaluate.Failures;
import org.assay.generator.report.CertificatePage;
import org.assay.generator.report.Inside;
import org.assay.generator.report.Places;
import org.assay.generator.report.ProgramPage;
import org.assay.generator.report.ProgramRow;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.exhaustion.BruteForce;

/**
 * The page of one certificate: the checker decides it, and its proof is searched again to see what
 * it leaves out.
 *
 * @param policy whose signatures are wanted; empty: they are not looked at
 * @param typed what a person types to run the checker
 */
public record CertificateReport(
    Path certificate, Path model, Optional<Path> policy, CheckerProcess checker, String typed) {
  /** Hints that are options of {@code assay certify}, too. */
  private static final List<String> WORDS = List.of("direct", "handling", "attention");

  private static final JsonMapper JSON = new JsonMapper();

  /** The page as HTML, and the checker's verdict that it shows. */
  public record Page(byte[] html, String verdict) {}

  /**
   * The page.
   *
   * @param isQuick only what costs no proof
   */
  public Page page(boolean isQuick) throws IOException {
    byte[] bytes = CertificateReader.bytes(certificate);
    Optional<CertificateReader.NetworkContents> network =
        CertificateReader.network(certificate, bytes);
    if (network.isPresent()) return program(network.get().statement(), bytes, isQuick);
    Statement statement = CertificateReader.read(certificate, bytes).statement();
    Model read = Model.read(model);
    if (!read.sha256().equals(statement.sha256())) {
      throw new IOException(
          "model " + model + ": got SHA-256 " + read.sha256() + ", want " + statement.sha256());
    }
    JsonNode decision = decision();
    byte[] html =
        new CertificatePage(
                statement, sha256(bytes), decision, inside(statement, read, isQuick), commands())
            .html();
    return new Page(html, verdict(decision));
  }

  private static String verdict(JsonNode decision) {
    return decision.path("verdict").asText();
  }

  private Page program(NetworkStatement statement, byte[] bytes, boolean isQuick)
      throws IOException {
    try {
      ProgramRow row = row(statement);
      Optional<Failures> failures =
          isQuick ? Optional.empty() : ProgramFailures.of(statement, model);
      byte[] html = new ProgramPage(row, sha256(bytes), commands(), failures).html();
      return new Page(html, verdict(row.decision()));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "certificate " + certificate + ": not in the format of claim-v2.md: " + e.getMessage(),
          e);
    }
  }

  /** What there is to say of a certificate about a program. */
  ProgramRow row(NetworkStatement statement) throws IOException {
    TensorFile read = TensorFile.read(model);
    if (!read.sha256().equals(statement.sha256())) {
      throw new IOException(
          "model " + model + ": got SHA-256 " + read.sha256() + ", want " + statement.sha256());
    }
    Set<String> tensors = new HashSet<>();
    Program.steps(statement.question().network()).forEach(step -> tensors.addAll(step.tensors()));
    long parameters = 0;
    for (String tensor : tensors) {
      parameters += read.shape(tensor).stream().reduce(1L, (a, b) -> a * b);
    }
    return new ProgramRow(certificate, statement, parameters, decision());
  }

  private CertificatePage.Commands commands() {
    return new CertificatePage.Commands(certificate.toString(), model.toString(), checking());
  }

  private Inside inside(Statement statement, Model read, boolean isQuick) {
    boolean isWeighted = !statement.claim().weights().isEmpty();
    if (isQuick || isWeighted) return new Inside(statement.subject(), read);
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("brute-force", new BruteForce());
    strategies.put(title(statement), strategy(statement));
    Margin margin = Margin.parse(statement.claim().margin());
    return Insides.of(statement.subject(), read, strategies, margin);
  }

  private static String title(Statement statement) {
    List<String> options = options(statement);
    return options.isEmpty()
        ? statement.strategy()
        : statement.strategy() + " " + String.join(" ", options);
  }

  /** With the options that the hints tell; what else was searched is searched again. */
  private static Strategy strategy(Statement statement) {
    return new StudyPlan.Proof(Set.of(), statement.strategy(), options(statement)).parsed();
  }

  private static List<String> options(Statement statement) {
    List<String> options = new ArrayList<>();
    for (String word : WORDS) {
      String value = statement.hints().get(word);
      if (value != null) options.addAll(List.of("--" + word, value.replace("\"", "")));
    }
    if (statement.strategy().equals("grouped-counting")) {
      options.addAll(List.of("--bins", statement.hints().get("bins")));
    }
    return options;
  }

  private JsonNode decision() throws IOException {
    List<Object> arguments = new ArrayList<>();
    policy.ifPresentOrElse(
        file -> arguments.addAll(List.of("--policy", file)), () -> arguments.add("--unsigned"));
    arguments.addAll(List.of("--model", model, "--json", certificate));
    String line = checker.run(arguments.toArray()).output();
    JsonNode decision = line.isBlank() ? JSON.createObjectNode() : JSON.readTree(line);
    if (!decision.path("verdict").isTextual()) {
      throw new IOException("the checker " + checker.program() + " gave no verdict");
    }
    return decision;
  }

  private String checking() {
    String trust =
        policy.map(file -> "--policy " + Places.quoted(file.toString())).orElse("--unsigned");
    return Places.quoted(typed)
        + " "
        + trust
        + " --model "
        + Places.quoted(model.toString())
        + " "
        + Places.quoted(certificate.toString());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
