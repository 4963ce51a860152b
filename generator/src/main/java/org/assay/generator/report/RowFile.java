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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.assay.generator.files.Input;

/**
 * Results as CSV: a head of the columns, in the order that the rows' {@link JsonPropertyOrder}
 * gives, and a line for each row.
 *
 * @param type of a row: a record with that annotation
 */
record RowFile<T>(Class<T> type) {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.FAIL_ON_MISSING_COLUMNS)
          .enable(CsvParser.Feature.FAIL_ON_MISSING_HEADER_COLUMNS)
          .build();

  /**
   * The rows of a file.
   *
   * @throws IOException with file, line and columns if it has not these columns, or a line not one
   *     value for each
   */
  List<T> read(Path file) throws IOException {
    Input.requireRegular("results", file);
    try (MappingIterator<T> rows =
        CSV.readerFor(type).with(schema()).readValues(Files.readAllBytes(file))) {
      return rows.readAll();
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IOException(
          String.format(
              Locale.ROOT,
              "results %s: line %d: want %sthe columns %s",
              file,
              line,
              line <= 1 ? "" : "one value for each of ",
              columns()),
          e);
    }
  }

  /** The text of such a file. */
  String text(Collection<T> rows) {
    try {
      return CSV.writer(schema()).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CsvSchema schema() {
    return CSV.schemaFor(type).withHeader().withColumnReordering(false).withStrictHeaders(true);
  }

  private String columns() {
    return String.join(",", type.getAnnotation(JsonPropertyOrder.class).value());
  }
}
