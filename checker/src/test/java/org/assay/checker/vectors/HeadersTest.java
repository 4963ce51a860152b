// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assay.checker.model.ModelFile;
import org.assay.checker.verdict.Rejection;
import org.junit.jupiter.api.Test;

/** The table of header spellings that both readers of models must read alike. */
class HeadersTest {
  private static final Path VECTORS = Path.of("..", "spec", "vectors");

  @Test
  void everySpellingHasTheVerdictOfTheTable() throws IOException {
    Map<?, ?> table = JsonValue.object(Files.readString(VECTORS.resolve("headers.json")));
    byte[] small = Files.readAllBytes(VECTORS.resolve("models/" + table.get("model")));
    int header = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN).getInt();
    byte[] data =
        ByteBuffer.allocate(small.length - 8 - header)
            .put(small, 8 + header, small.length - 8 - header)
            .array();
    List<?> rows = (List<?>) table.get("rows");
    assertTrue(rows.size() >= 100, "rows: " + rows.size());
    Set<Object> verdicts = new HashSet<>();
    for (Object one : rows) {
      Map<?, ?> row = (Map<?, ?>) one;
      assertEquals(row.get("verdict"), verdict(file(row, data)), row.get("name").toString());
      verdicts.add(row.get("verdict"));
    }
    assertEquals(Set.of("accepted", "MALFORMED_MODEL", "UNSUPPORTED_MODEL"), verdicts);
  }

  private static String verdict(byte[] file) {
    try {
      ModelFile.parse(file);
      return "accepted";
    } catch (Rejection why) {
      return why.code().name();
    }
  }

  private static byte[] file(Map<?, ?> row, byte[] data) {
    byte[] header =
        row.containsKey("headerHex")
            ? HexFormat.of().parseHex(row.get("headerHex").toString())
            : row.get("header").toString().getBytes(StandardCharsets.UTF_8);
    long length =
        row.containsKey("length")
            ? new BigInteger(row.get("length").toString()).longValue()
            : header.length;
    int cut = row.containsKey("cut") ? Integer.parseInt(row.get("cut").toString()) : 0;
    byte[] more =
        row.containsKey("more") ? HexFormat.of().parseHex(row.get("more").toString()) : new byte[0];
    return ByteBuffer.allocate(8 + header.length + data.length - cut + more.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(header)
        .put(data, 0, data.length - cut)
        .put(more)
        .array();
  }
}
