// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.assay.generator.files.Input;

/**
 * A certificate by half-spaces, and why inputs are not proved: each a share of all inputs, by
 * doubles, what a step of the proof adds to the step before.
 *
 * @param norm none, LN or LNPre
 * @param draws inputs that were looked at; 0: all
 * @param wrong answered wrongly
 * @param lines neurons between lines
 * @param deviations the range of what norms divide by
 * @param heads heads taken apart
 * @param blocks outputs and heads that count an input more than once
 * @param operations of the checker, by its own count
 * @param checkMillis as the checker measured it, without the start of Java
 */
@JsonPropertyOrder({
  "model",
  "k",
  "vocab",
  "headCount",
  "mlp",
  "norm",
  "correct",
  "total",
  "draws",
  "wrong",
  "lines",
  "deviations",
  "heads",
  "blocks",
  "operations",
  "checkMillis"
})
public record FamilyRow(
    String model,
    int k,
    int vocab,
    int headCount,
    int mlp,
    String norm,
    String correct,
    String total,
    long draws,
    double wrong,
    double lines,
    double deviations,
    double heads,
    double blocks,
    String operations,
    String checkMillis) {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS)
          .build();

  private static final CsvSchema SCHEMA =
      CSV.schemaFor(FamilyRow.class)
          .withHeader()
          .withColumnReordering(false)
          .withStrictHeaders(true);

  /**
   * The rows of a file.
   *
   * @throws IOException naming it, if it has not these columns
   */
  public static List<FamilyRow> read(Path file) throws IOException {
    Input.requireRegular("results", file);
    try (MappingIterator<FamilyRow> rows =
        CSV.readerFor(FamilyRow.class).with(SCHEMA).readValues(Files.readAllBytes(file))) {
      return rows.readAll();
    } catch (JsonProcessingException e) {
      throw new IOException("results " + file + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The text of such a file. */
  public static String text(Collection<FamilyRow> rows) {
    try {
      return CSV.writer(SCHEMA).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The share of inputs that is not proved. */
  double unproved() {
    BigInteger all = new BigInteger(total);
    return new BigDecimal(all.subtract(new BigInteger(correct)))
        .divide(new BigDecimal(all), MathContext.DECIMAL64)
        .doubleValue();
  }

  /** What is left where everything else is told: bins, and roundings. */
  double bins() {
    return unproved() - wrong - lines - deviations - heads - blocks;
  }
}
