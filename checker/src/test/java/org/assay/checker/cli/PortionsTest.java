// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options {@code --range} and {@code --parts}. */
class PortionsTest {
  private static final String BY_PARTS = "; by parts, which are taken for what a checker derived";

  @TempDir Path folder;
  private Path certificate;
  private Path parts;

  @BeforeEach
  void makeScenario() throws IOException {
    Scenario scenario = new Scenario(folder);
    certificate = scenario.write("a.cert.json", scenario.unsigned("4"));
    parts = folder.resolve("parts.jsonl");
  }

  private Ran range(String range) {
    return Ran.with("--unsigned", "--range", range, certificate);
  }

  private Ran sum(String lines) throws IOException {
    Files.writeString(parts, lines);
    return Ran.with("--unsigned", "--parts", parts, certificate);
  }

  @Test
  void partsAddUpAndTheLineSaysSo() throws IOException {
    Ran sum = sum(range("1..2").out() + range("0..1").out());
    assertEquals(0, sum.exit());
    assertTrue(sum.out().endsWith(BY_PARTS + "\n"), sum.out());
    Ran json = Ran.with("--unsigned", "--json", "--parts", parts, certificate);
    assertTrue(json.out().endsWith(",\"byParts\":true}\n"), json.out());
  }

  @Test
  void whatIsNotAllOfTheClaimIsNamed() throws IOException {
    Ran sum = sum(range("0..1").out());
    assertEquals(66, sum.exit());
    assertEquals("", sum.out());
    String which = certificate + ": " + parts + ": parts: ";
    assertEquals(which + "they end at unit 1, want 2", sum.lastReason());
    assertEquals(66, sum("\n").exit());
  }

  @Test
  void aRangeBeyondTheClaimIsNamed() {
    Ran beyond = range("0..3");
    assertEquals(66, beyond.exit());
    assertEquals(
        certificate + ": range 0..3: the claim has the query tokens 0..2", beyond.lastReason());
  }

  @Test
  void wrongUsage() {
    for (String wrong : new String[] {"2..1", "0-1", "-1..2", "0..1 ", "0.."}) {
      assertEquals(64, range(wrong).exit(), wrong);
    }
    assertEquals(64, Ran.with("--unsigned", "--range", "0..1", "--parts", "x", "a").exit());
    assertEquals(64, Ran.with("--unsigned", "--range", "0..1", certificate, certificate).exit());
    Ran many = Ran.with("--unsigned", "--range", "0..1", folder);
    assertEquals(64, many.exit());
    assertTrue(
        many.lastReason().contains("--range is for one certificate, and no folder"), many.err());
    assertEquals(64, Ran.with("--unsigned", "--parts", "x", folder).exit());
    assertEquals(
        64, Ran.with("--unsigned", "--second-opinion", "--range", "0..1", certificate).exit());
  }
}
