// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.strategy.Strategy;

/** Results of a small study, for tests of the report. */
final class Study {
  static final String HOSTILE = "<b onload=x>\"&.safetensors";
  static final String OPTIONS = "--direct max_diff_exact --handling envelope --attention spectral";

  private Study() {}

  /** A certificate about a program with this task, as the checker might have accepted it. */
  static ProgramRow program(Path folder, String task) throws IOException {
    JsonMapper json = new JsonMapper();
    String decision =
        "{\"verdict\":\"accepted\",\"program\":{\"decidedByLevel\":[9000,3344,0,1]},\"millis\":123456}";
    return program(folder, json.readTree(task), json.readTree(decision));
  }

  static ProgramRow program(Path folder, JsonNode task, JsonNode decision) throws IOException {
    JsonMapper json = new JsonMapper();
    NetworkStatement.Question question =
        new NetworkStatement.Question(
            json.readTree("{\"steps\":[],\"unread\":[]}"),
            json.readTree("{\"kind\":\"all\",\"positions\":[{\"from\":0,\"to\":6}]}"),
            0,
            6,
            task,
            "0",
            Optional.empty());
    NetworkStatement statement =
        new NetworkStatement(
            "sum.safetensors", "a".repeat(64), question, BigInteger.TEN, BigInteger.valueOf(12345));
    Path file = folder.resolve("sum/exhaustive.cert.json");
    return new ProgramRow(file, statement, 1234567, decision);
  }

  static List<StudyRow> rows() {
    return List.of(
        row("a.safetensors", 64, "brute-force", "", 800),
        row("a.safetensors", 64, "cubic", "", 600),
        row("a.safetensors", 64, "sub-cubic", OPTIONS, 400),
        row(HOSTILE, 64, "brute-force", "", 500),
        row(HOSTILE, 64, "cubic", "", 500),
        row(HOSTILE, 64, "sub-cubic", OPTIONS, 100));
  }

  /** Every strategy, and every group of sub-cubic proofs with the longest of its options. */
  static List<StudyRow> ofAllKinds() {
    List<StudyRow> all = new ArrayList<>();
    for (Strategy one : Catalog.all()) {
      String options = one.name().equals("sub-cubic") ? OPTIONS : "";
      all.add(row("a.safetensors", 64, one.name(), options, 900 - all.size()));
    }
    for (String direct : List.of("global_max_diff_exact", "svd_query+max_diff")) {
      for (String attention :
          List.of("exact_EQKE+max_diff_exact", "mean+max_diff_subproduct_recursive", "spectral")) {
        String options = "--direct " + direct + " --handling envelope --attention " + attention;
        all.add(row("a.safetensors", 64, "sub-cubic", options, 700 - all.size()));
      }
    }
    return all;
  }

  /** Of 1000 inputs of K = 4. */
  static StudyRow row(String model, int vocab, String strategy, String options, int correct) {
    boolean isCubic = strategy.equals("cubic");
    return new StudyRow(
        model,
        "0".repeat(64),
        4,
        vocab,
        32,
        50,
        strategy,
        options,
        "" + correct,
        "1000",
        String.format(Locale.ROOT, "0.%03d0000000", correct),
        strategy.equals("brute-force") ? "2000" : "1000",
        isCubic ? "35087840" : "",
        isCubic ? "12800" : "",
        5000,
        "10",
        "" + correct,
        "accepted");
  }

  /** All below a folder. */
  static Places places(Path folder) {
    return new Places(
        folder.resolve("report"),
        folder.resolve("models"),
        folder,
        Optional.empty(),
        "generator/bin/assay",
        "checker/bin/assay-check");
  }
}
