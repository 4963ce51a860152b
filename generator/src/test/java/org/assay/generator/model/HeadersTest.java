// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of spellings of one header that the checker's reader runs, too. */
class HeadersTest {
  private static final Path VECTORS = Path.of("../spec/vectors");

  /** One spelling: what it shows, the file, and whether a reader takes it. */
  record Row(String name, byte[] file, boolean accepted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() throws Exception {
    JsonNode table = new JsonMapper().readTree(VECTORS.resolve("headers.json").toFile());
    byte[] model = Files.readAllBytes(VECTORS.resolve("models/" + table.get("model").asText()));
    int length = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] data = Arrays.copyOfRange(model, 8 + length, model.length);
    return StreamSupport.stream(table.get("rows").spliterator(), false)
        .map(row -> new Row(row.get("name").asText(), file(row, data), isAccepted(row)));
  }

  private static boolean isAccepted(JsonNode row) {
    return row.get("verdict").asText().equals("accepted");
  }

  private static byte[] file(JsonNode row, byte[] data) {
    byte[] header =
        row.has("headerHex")
            ? HexFormat.of().parseHex(row.get("headerHex").asText())
            : row.get("header").asText().getBytes(UTF_8);
    long length =
        row.has("length") ? Long.parseUnsignedLong(row.get("length").asText()) : header.length;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
    file.writeBytes(header);
    file.write(data, 0, data.length - row.path("cut").asInt());
    file.writeBytes(HexFormat.of().parseHex(row.path("more").asText()));
    return file.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theGeneratorsReaderSaysWhatTheTableSays(Row row) {
    String got;
    try {
      Model.parse("m", row.file);
      got = "accepted";
    } catch (ModelRefusal e) {
      got = e.getMessage();
    }
    assertEquals(row.accepted, got.equals("accepted"), got);
  }

  @Test
  void theTableHasEnoughOfBoth() throws Exception {
    assertTrue(rows().filter(Row::accepted).count() >= 20);
    assertTrue(rows().filter(row -> !row.accepted).count() >= 40);
  }
}
