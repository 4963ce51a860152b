// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.assay.archive.policy.Envelopes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A claim about draws is as old as its commitment (spec A-13). */
class CommittedTest {
  private static final String FIXED =
      "{\"claim\":{\"inputs\":{\"kind\":\"drawn\"},\"margin\":\"0\"";

  @TempDir private Path folder;
  private Instant later;

  @BeforeEach
  void evidence() throws IOException {
    write("c.commitment", FIXED);
    certificate("c.cert.json", FIXED + ",\"beacon\":\"00\",\"correct\":\"7\"}}\n");
    works("tsa", file("tsa"));
    works("evidence", file("c.commitment"), "--tsa", file("tsa"), "--out", file("c.ers"));
    later = Instant.now().plusSeconds(60);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, US_ASCII);
  }

  private void certificate(String name, String payload) throws IOException {
    Files.write(folder.resolve(name), Envelopes.text(payload.getBytes(US_ASCII), Map.of()));
  }

  private static void works(String... words) {
    Run run = Run.of(words);
    assertEquals(0, run.exit(), run.err());
  }

  private Run committed(String certificate, Instant before) {
    return Run.of(
        "committed",
        file(certificate),
        "--evidence",
        file("c.ers"),
        "--before",
        before.toString(),
        "--authority",
        folder.resolve("tsa").resolve("root.pem").toString());
  }

  @Test
  void theDateOfTheCommitmentIsThatOfTheClaim() {
    Run run = committed("c.cert.json", later);
    assertEquals(0, run.exit(), run.err());
    assertTrue(run.out().contains("c.cert.json: committed to on 2"), run.out());
  }

  @Test
  void aRoundThatIsOlderIsNoBeacon() { // A-13 (c)
    Run run = committed("c.cert.json", Instant.parse("2020-01-01T00:00:00Z"));
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("want before 2020-01-01T00:00:00Z"), run.err());
  }

  /** A step renamed, a digit of the margin: another claim, of which nothing is known. */
  @Test
  void evidenceOfAnotherClaimIsNone() throws IOException { // A-13 (b)
    String other = FIXED.replace("\"margin\":\"0\"", "\"margin\":\"1\"");
    certificate("other.cert.json", other + ",\"beacon\":\"00\",\"correct\":\"7\"}}\n");
    Run run = committed("other.cert.json", later);
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("NOT_COVERED") || run.err().contains("TOKEN_MISMATCH"));
  }

  @Test
  void otherClaimsHaveNoBeacon() throws IOException { // A-13 (a)
    certificate("all.cert.json", FIXED + ",\"correct\":\"7\"}}\n");
    Run run = committed("all.cert.json", later);
    assertEquals(2, run.exit());
    assertTrue(run.err().contains("its inputs are not drawn"), run.err());
    write("none.cert.json", "{}\n");
    assertEquals(1, committed("none.cert.json", later).exit());
  }
}
