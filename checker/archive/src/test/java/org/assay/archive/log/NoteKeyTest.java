// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.log.TestLog.assertRefused;
import static org.assay.archive.refusal.Code.MALFORMED_LOG_KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.assay.archive.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** The edge cases of Ed25519 that C2SP collects (CCTV). */
class NoteKeyTest {
  /** Keys outside the subgroup are none; of a good key one of the formulas counts. */
  @Test
  void edgeCasesAreDecidedAsThePageSays() throws IOException, Refusal { // T-05 (d), (f)
    int refused = 0;
    for (String line : edges()) {
      String[] row = line.split(" ");
      byte[] raw = HexFormat.of().parseHex(row[2]);
      if (row[1].equals("key-refused")) {
        assertRefused(MALFORMED_LOG_KEY, () -> NoteKey.of("a", NoteKey.Type.NOTE, raw));
        refused++;
      } else {
        NoteKey key = NoteKey.of("a", NoteKey.Type.NOTE, raw);
        byte[] signature = HexFormat.of().parseHex(row[3]);
        ByteBuffer bytes = ByteBuffer.allocate(NoteKey.ID_BYTES + signature.length);
        bytes.putInt(key.id()).put(signature);
        boolean verified =
            key.verifies(row[4].replace('_', ' '), new NoteSignature("a", bytes.array()));
        assertEquals(row[1].equals("verified"), verified, "number " + row[0]);
      }
    }
    assertTrue(refused > 10, "keys refused: " + refused);
  }

  private static List<String> edges() throws IOException {
    try (InputStream in = NoteKeyTest.class.getResourceAsStream("ed25519-edges.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }
}
