// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.assay.generator.issue.VerdictLine;

/** Prints verdicts in the order of the certificates, and counts them (F-13). */
final class Verdicts {
  private static final List<Integer> WORST = List.of(0, 2, 1, 66, 70);
  private static final List<String> WORDS =
      List.of("accepted", "declined", "rejected", "unreadable", "internal errors");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean isJson;
  private final PrintWriter out;
  private final PrintWriter err;
  private final int[] counts = new int[WORST.size()];
  private JsonNode[] lines = new JsonNode[0];
  private int printed;

  Verdicts(boolean isJson, PrintWriter out, PrintWriter err) {
    this.isJson = isJson;
    this.out = out;
    this.err = err;
  }

  void expect(int certificates) {
    lines = new JsonNode[certificates];
  }

  /** Takes the verdict on one of them, and prints those whose turn it is. */
  void put(int place, String shown, CheckJob.Decided decided) throws IOException {
    lines[place] =
        decided.failure().isEmpty() ? JSON.readTree(decided.line()) : failed(shown, decided);
    while (printed < lines.length && lines[printed] != null) print(lines[printed++]);
  }

  private static JsonNode failed(String shown, CheckJob.Decided decided) {
    return JSON.createObjectNode()
        .put("file", shown)
        .put("verdict", "error")
        .put("code", "INPUT_ERROR")
        .put("message", decided.failure());
  }

  private void print(JsonNode line) throws JsonProcessingException {
    String verdict = line.path("verdict").asText();
    String code = line.path("code").asText("");
    counts[WORST.indexOf(new VerdictLine(line).exitCode())]++;
    String file = printable(line.path("file").asText());
    if (isJson) {
      out.println(JSON.writeValueAsString(line));
    } else if (verdict.equals("accepted")) {
      out.println(accepted(line, file));
    } else if (!verdict.equals("error")) {
      out.println(verdict + " " + code + ": " + file);
    }
    if (line.path("message").isTextual()) {
      err.println(file + ": " + printable(line.path("message").asText()));
    }
    out.flush();
    err.flush();
  }

  private static String accepted(JsonNode line, String file) {
    return String.format(
        Locale.ROOT,
        "accepted%s: %s: accuracy >= %s, %s%s",
        line.path("unsigned").asBoolean() ? " (unsigned)" : "",
        file,
        line.path("accuracy").path("decimal").asText(),
        printable(line.path("strategy").asText()),
        line.path("byParts").asBoolean() ? "; by parts, added up here" : "");
  }

  /** The line that counts them; the exit code. */
  int end() {
    int exit = 0;
    StringBuilder text = new StringBuilder(lines.length + " certificates");
    String before = ": ";
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) continue;
      exit = WORST.get(i);
      text.append(before).append(counts[i]).append(' ').append(WORDS.get(i));
      before = ", ";
    }
    err.println(text);
    err.flush();
    return exit;
  }

  /** What a task did, as a line of JSON. */
  static String record(String shown, CheckJob.Decided decided) throws IOException {
    ObjectNode record = JSON.createObjectNode();
    record.put("file", shown).put("certificate", decided.certificate());
    if (!decided.range().isEmpty()) record.put("range", decided.range());
    record.put("host", decided.host()).put("executor", decided.executor());
    record.put("attempt", decided.attempt()).put("checker", decided.checker());
    if (decided.failure().isEmpty()) record.set("said", JSON.readTree(decided.line()));
    else record.put("failure", decided.failure());
    return JSON.writeValueAsString(record) + "\n";
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }
}
