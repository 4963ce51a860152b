// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.network.Program;
import org.assay.generator.network.Words;
import org.assay.generator.study.Metrics;

/** What {@code assay inspect} shows of a certificate about a program. */
record InspectedProgram(Path file, CertificateReader.NetworkContents contents, Metrics metrics) {
  void print(PrintWriter stdout) throws IOException {
    NetworkStatement statement = contents.statement();
    NetworkStatement.Question question = statement.question();
    List<String> program;
    String inputs;
    String task;
    try {
      program = Words.lines(Program.steps(question.network()));
      inputs = Words.inputs(question.inputs());
      task = Words.task(question.task());
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "certificate " + file + ": not in the format of claim-v2.md: " + e.getMessage(), e);
    }
    counts(stdout);
    stdout.println("task:      the right output is " + task);
    stdout.println("inputs:    " + inputs);
    question.draws().ifPresent(draws -> stdout.println("beacon:    " + draws.beacon()));
    stdout.println("strategy:  " + statement.strategy());
    proof(statement.proof(), stdout);
    stdout.println("model:     " + statement.subject() + ", SHA-256 " + statement.sha256());
    metrics.print(stdout);
    program.forEach(line -> stdout.println("step:      " + line));
    for (JsonNode name : question.network().path("unread")) {
      stdout.println("not read:  " + name.asText());
    }
    contents.keyIds().forEach(keyId -> stdout.println("signature: by key " + keyId));
    if (contents.keyIds().isEmpty()) stdout.println("signature: none");
    stdout.println();
    stdout.println("Nothing of this was checked. To check it: assay-check --policy POLICY CERT");
  }

  private void counts(PrintWriter stdout) {
    NetworkStatement statement = contents.statement();
    NetworkStatement.Question question = statement.question();
    stdout.printf(
        Locale.ROOT,
        "claims:    on at least %s of the %s inputs the largest of outputs %d to %d is the one of"
            + " the task, by more than %s%n",
        statement.correct(),
        statement.total(),
        question.from(),
        question.to(),
        question.margin());
    stdout.printf(Locale.ROOT, "accuracy:  %s (rounded down)%n", statement.accuracy());
    printProfile(statement, stdout);
    statement
        .boundDecimal()
        .ifPresent(
            bound ->
                stdout.println(
                    "bound:     over all sequences "
                        + bound
                        + ", if the beacon was not known when the commitment was made"));
  }

  private static void printProfile(NetworkStatement statement, PrintWriter stdout) {
    statement
        .execution()
        .ifPresent(
            one ->
                Inspect.printProfile(
                    one, statement.total(), statement.accuracy(one.correct()), stdout));
  }

  private static void proof(NetworkStatement.Proof proof, PrintWriter stdout) {
    proof
        .hints()
        .forEach((name, value) -> stdout.println("hint:      " + Inspect.hint(name, value)));
    proof.circuit().ifPresent(sizes -> stdout.println("read as:   " + words(sizes)));
  }

  private static String words(NetworkStatement.Circuit sizes) {
    return "one head of attention, dModel "
        + sizes.dModel()
        + ", dHead "
        + sizes.dHead()
        + ", tokens renumbered until the task is the maximum (claim-v2.md, F-23)";
  }

  ObjectNode object() {
    NetworkStatement statement = contents.statement();
    NetworkStatement.Question question = statement.question();
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("model", statement.subject()).put("sha256", statement.sha256());
    json.set("network", question.network());
    json.set("inputs", question.inputs());
    json.putObject("outputs").put("from", question.from()).put("to", question.to());
    json.set("task", question.task());
    json.put("margin", question.margin()).put("correct", statement.correct().toString());
    json.put("total", statement.total().toString()).put("accuracy", statement.accuracy());
    question
        .draws()
        .ifPresent(draws -> json.put("beacon", draws.beacon()).put("bound", draws.bound()));
    if (statement.execution().isPresent()) {
      Claim.Execution one = statement.execution().get();
      json.putObject("profile")
          .put("name", one.profile())
          .put("correct", one.correct().toString())
          .put("accuracy", statement.accuracy(one.correct()));
    }
    json.put("strategy", statement.strategy());
    statement
        .proof()
        .circuit()
        .ifPresent(
            one -> json.putObject("circuit").put("dModel", one.dModel()).put("dHead", one.dHead()));
    metrics.addTo(json.putObject("metrics"));
    ArrayNode keys = json.putArray("signatures");
    contents.keyIds().forEach(keys::add);
    return json;
  }
}
