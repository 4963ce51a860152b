// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.network.Words;

/**
 * A certificate about a program, and what the checker said of it when the page was made.
 *
 * @param certificate its file
 * @param parameters numbers in the tensors that a step reads
 * @param decision the line that the checker printed about it
 */
public record ProgramRow(
    Path certificate, NetworkStatement statement, long parameters, JsonNode decision) {
  boolean isAccepted() {
    return decision.path("verdict").asText().equals("accepted");
  }

  /** How many inputs each level of the arithmetic decided, from the fastest to the last needed. */
  String levels() {
    JsonNode counts = decision.path("program").path("decidedByLevel");
    List<String> levels = new ArrayList<>();
    for (int i = 0; i + 1 < counts.size(); i++) levels.add(grouped(counts.get(i)));
    while (levels.size() > 1 && levels.get(levels.size() - 1).equals("0")) {
      levels.remove(levels.size() - 1);
    }
    return levels.isEmpty() ? "unknown" : String.join(" + ", levels);
  }

  /** How many inputs no level decided; they count as not proved. */
  String open() {
    JsonNode counts = decision.path("program").path("decidedByLevel");
    return counts.isEmpty() ? "unknown" : grouped(counts.get(counts.size() - 1));
  }

  private static String grouped(JsonNode number) {
    return Numbers.grouped(number.bigIntegerValue());
  }

  String task() {
    return Words.task(statement.question().task());
  }

  /** Of draws what they say of all sequences, and how surely. */
  private String accuracy() {
    String confidence = statement.question().inputs().path("confidence").asText();
    return statement
        .boundDecimal()
        .map(bound -> bound + " with confidence 1 - 2^-" + confidence)
        .orElse(statement.accuracy());
  }

  /** How many are right in every execution within the profile, where one was claimed. */
  private String executions() {
    return statement.execution().map(one -> Numbers.grouped(one.correct())).orElse("");
  }

  /** A line of the report's table. */
  Map<String, Object> cells(Places places) {
    Map<String, Object> cells = new HashMap<>();
    cells.put("name", statement.subject().replaceFirst("\\.safetensors$", ""));
    cells.put("link", places.link(certificate));
    cells.put("task", task());
    cells.put("parameters", Numbers.grouped(BigInteger.valueOf(parameters)));
    String draws = statement.boundDecimal().isPresent() ? " draws" : "";
    cells.put("total", Numbers.grouped(statement.total()) + draws);
    cells.put("correct", isAccepted() ? Numbers.grouped(statement.correct()) : "not accepted");
    cells.put("accuracy", isAccepted() ? accuracy() : "");
    cells.put("executions", isAccepted() ? executions() : "");
    cells.put("levels", levels());
    cells.put("open", open());
    cells.put("millis", decision.path("millis").asText("unknown"));
    return cells;
  }
}
