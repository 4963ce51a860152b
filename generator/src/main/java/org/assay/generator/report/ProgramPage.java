// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.network.Program;
import org.assay.generator.network.Words;
import org.assay.generator.network.evaluate.Failures;

/**
 * One certificate about a program as a page that stands by itself: what is claimed, of which
 * network, what the checker derived, and by what that can be checked again.
 *
 * @param row the certificate and what the checker said of it
 * @param sha256 of the certificate's file
 * @param failures inputs that are not right; empty if nobody looked
 */
public record ProgramPage(
    ProgramRow row, String sha256, CertificatePage.Commands commands, Optional<Failures> failures) {
  /**
   * The one file of the page.
   *
   * @throws IllegalArgumentException if network, inputs or task are none
   */
  public byte[] html() {
    return Page.html("program.html.mustache", context(), JsonNodeFactory.instance.objectNode());
  }

  private Map<String, Object> context() {
    NetworkStatement statement = row.statement();
    NetworkStatement.Question question = statement.question();
    Map<String, Object> page = new HashMap<>();
    page.put("verdict", row.decision().path("verdict").asText("none"));
    page.put("isAccepted", row.isAccepted());
    page.put("message", row.decision().path("message").asText(""));
    page.put("accuracy", statement.accuracy());
    page.put("correct", Numbers.grouped(statement.correct()));
    page.put("total", Numbers.grouped(statement.total()));
    page.put("inputs", Words.inputs(question.inputs()));
    page.put("from", question.from());
    page.put("to", question.to());
    page.put("task", row.task());
    page.put("margin", question.margin());
    page.put("isDrawn", question.draws().isPresent());
    page.put("bound", statement.boundDecimal().orElse(""));
    page.put("confidence", question.inputs().path("confidence").asText());
    page.put("round", question.inputs().path("round").asText());
    page.put("source", question.inputs().path("source").asText());
    page.put("hasProfile", statement.execution().isPresent());
    statement.execution().ifPresent(one -> execution(page, one));
    page.put("hasMargin", !question.margin().equals("0"));
    page.put("name", commands.certificate());
    page.put("checking", commands.checking());
    page.put("isSigned", !row.decision().path("unsigned").asBoolean(true));
    page.put("facts", facts());
    page.put("steps", Words.lines(Program.steps(question.network())));
    page.put("looked", failures.isPresent());
    failures.ifPresent(all -> failures(page, all));
    return page;
  }

  private void execution(Map<String, Object> page, Claim.Execution one) {
    page.put("profile", one.profile());
    page.put("executions", Numbers.grouped(one.correct()));
    page.put("executionsAccuracy", row.statement().accuracy(one.correct()));
  }

  private static void failures(Map<String, Object> page, Failures all) {
    page.put("failed", grouped(all.count()));
    page.put("isAnyFailed", all.count() > 0);
    page.put("isMoreFailed", all.count() > all.first().size());
    page.put("shown", all.first().size());
    List<Map<String, Object>> rights = new ArrayList<>();
    all.byRight()
        .forEach(
            (right, tally) -> {
              String failed = grouped(tally.failed());
              if (tally.failed() > 0) {
                rights.add(
                    Map.of("right", right, "inputs", grouped(tally.inputs()), "failed", failed));
              }
            });
    page.put("rights", rights);
    List<Map<String, Object>> first = new ArrayList<>();
    for (Failures.Failure one : all.first()) {
      String tokens = one.tokens().stream().map(String::valueOf).collect(Collectors.joining(" "));
      String answer = one.answer().isPresent() ? "" + one.answer().getAsInt() : "does not compete";
      first.add(Map.of("tokens", tokens, "right", one.right(), "answer", answer));
    }
    page.put("first", first);
  }

  private static String grouped(long number) {
    return Numbers.grouped(BigInteger.valueOf(number));
  }

  private List<Map<String, Object>> facts() {
    NetworkStatement statement = row.statement();
    List<Map<String, Object>> facts = new ArrayList<>();
    add(facts, "Certificate", commands.certificate());
    add(facts, "SHA-256 of the certificate", sha256);
    add(facts, "Model", commands.model() + ", called " + statement.subject());
    add(facts, "SHA-256 of the model", statement.sha256());
    add(facts, "Parameters", Numbers.grouped(BigInteger.valueOf(row.parameters())));
    NetworkStatement.Question question = statement.question();
    add(facts, "Inputs", Words.inputs(question.inputs()));
    question.draws().ifPresent(draws -> addSample(facts, draws.beacon()));
    add(facts, "Task", "the right output is " + row.task());
    add(facts, "Strategy", statement.strategy());
    add(facts, "Proved by the checker", proved());
    statement
        .execution()
        .ifPresent(one -> add(facts, "Proved of every execution within " + one.profile(), ran()));
    add(facts, "Decided by each level of the arithmetic", row.levels());
    add(facts, "Decided by none, counted as not proved", row.open());
    add(facts, "Operations of the checker", number(row.decision().path("operations")));
    add(facts, "Milliseconds of the check", number(row.decision().path("millis")));
    add(facts, "Signed by", CertificatePage.signers(row.decision()));
    return facts;
  }

  private void addSample(List<Map<String, Object>> facts, String value) {
    JsonNode sample = row.decision().path("program").path("sample");
    add(facts, "Value of the beacon", value);
    add(facts, "Commitment, older than the beacon", sample.path("commitment").asText("unknown"));
    add(facts, "Sequences in all", number(sample.path("population")));
    add(facts, "Different ones among the draws", number(sample.path("distinct")));
    add(
        facts,
        "Most that could be claimed of all",
        sample.path("provable").path("decimal").asText());
  }

  private String proved() {
    return ofTotal(row.decision().path("proved").asText());
  }

  private String ran() {
    return ofTotal(row.decision().path("profile").path("proved").asText());
  }

  private String ofTotal(String proved) {
    return proved.matches("[0-9]{1,1000}")
        ? Numbers.grouped(new BigInteger(proved))
            + " of "
            + Numbers.grouped(row.statement().total())
        : "nothing";
  }

  private static String number(JsonNode one) {
    String digits = one.asText("unknown");
    return digits.matches("[0-9]{1,1000}") ? Numbers.grouped(new BigInteger(digits)) : digits;
  }

  private static void add(List<Map<String, Object>> facts, String name, String value) {
    facts.add(Map.of("name", name, "value", value));
  }
}
