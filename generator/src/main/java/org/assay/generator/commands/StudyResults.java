// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The results file of a study: a line per certificate, in the order of the plan. */
final class StudyResults {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS)
          .build();
  private static final CsvSchema SCHEMA =
      CSV.schemaFor(Row.class).withHeader().withColumnReordering(false).withStrictHeaders(true);

  private final Path file;
  private final Map<Long, Row> rows = new TreeMap<>();

  /**
   * A certificate: of which model, by which proof, what it claims and what it cost.
   *
   * @param accuracy 10 digits, rounded down
   * @param operations of the checker, by its own count (spec/operations.md)
   * @param flopsPaper by the rules of Gross et al. 2024; empty where these have no price
   * @param dimension unexplained dimension by the same rules
   * @param certifyMillis search and signature; empty if the certificate was there before
   * @param checkMillis as the checker measured it, without the start of Java
   */
  @JsonPropertyOrder({
    "model",
    "sha256",
    "k",
    "vocab",
    "dModel",
    "seed",
    "strategy",
    "options",
    "correct",
    "total",
    "accuracy",
    "operations",
    "flopsPaper",
    "dimension",
    "certificateBytes",
    "certifyMillis",
    "checkMillis",
    "verdict"
  })
  record Row(
      String model,
      String sha256,
      int k,
      int vocab,
      int dModel,
      int seed,
      String strategy,
      String options,
      String correct,
      String total,
      String accuracy,
      String operations,
      String flopsPaper,
      String dimension,
      long certificateBytes,
      String certifyMillis,
      String checkMillis,
      String verdict) {
    boolean isOf(String fileName, StudyPlan.Proof proof) {
      return model.equals(fileName)
          && strategy.equals(proof.strategy())
          && options.equals(proof.words());
    }
  }

  private StudyResults(Path file) {
    this.file = file;
  }

  /** The rows of the file, if it exists. */
  static List<Row> read(Path file) throws IOException {
    if (!Files.exists(file)) return List.of();
    try (MappingIterator<Row> rows =
        CSV.readerFor(Row.class).with(SCHEMA).readValues(Files.readAllBytes(file))) {
      return rows.readAll();
    } catch (JsonProcessingException e) {
      throw new IOException(
          "results %s: line %d: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
  }

  /** Results to be written to this file, which is replaced whenever one is added. */
  static StudyResults to(Path file) {
    return new StudyResults(file);
  }

  /**
   * @param order the first orders models, the second their proofs
   */
  synchronized void add(int model, int proof, Row row) {
    rows.put(((long) model << Integer.SIZE) + proof, row);
  }

  synchronized Optional<Row> find(String fileName, StudyPlan.Proof proof) {
    return rows.values().stream().filter(row -> row.isOf(fileName, proof)).findFirst();
  }

  synchronized void write() throws IOException {
    String text = CSV.writer(SCHEMA).writeValueAsString(new ArrayList<>(rows.values()));
    new NewFiles(true).write(file, text.getBytes(UTF_8));
  }
}
