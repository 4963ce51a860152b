// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders that cannot be read are named, with the reason. */
class UnreadableTest {
  @TempDir Path folder;
  private Path certificate;
  private Path model;

  @BeforeEach
  void writeOne() throws IOException {
    Scenario scenario = new Scenario(folder);
    certificate = scenario.write("x/a.cert.json", scenario.unsigned("4"));
    model = folder.resolve("tiny.safetensors");
  }

  private void assertUnreadable(String what, String option, Path value) {
    Ran ran = Ran.with("--unsigned", option, value, certificate);
    assertEquals(new Ran(66, "", certificate + ": cannot read: " + what + "\n"), ran);
  }

  @Test
  void theFolderOfModelsIsAFolder() {
    Path none = folder.resolve("none");
    assertUnreadable(none + ": no such file", "--models", none);
    assertUnreadable(model + ": not a folder", "--models", model);
    Ran json = Ran.with("--unsigned", "--json", "--models", none, certificate);
    assertTrue(json.out().contains("\"verdict\":\"error\""), json.out());
  }

  @Test
  void theFileThatFailsIsNamedAndNotItsNeighbour() {
    assertUnreadable(folder + ": Is a directory", "--model", folder);
    Ran policy = Ran.with("--policy", folder, certificate);
    assertEquals(
        new Ran(66, "", certificate + ": cannot read: " + folder + ": Is a directory\n"), policy);
    Path failing = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(failing));
    assertUnreadable(failing + ": Input/output error", "--model", failing);
  }

  /** Thrown by hand, because root may read everything. */
  @Test
  void eachReasonHasItsWords() {
    assertEquals(
        "cannot read: a: permission denied",
        Unreadable.sentence(new AccessDeniedException("a", null, "x")));
    assertEquals(
        "cannot read: a: too many links",
        Unreadable.sentence(new FileSystemException("a", null, "too many links")));
    assertEquals(
        "cannot read: a: FileSystemException",
        Unreadable.sentence(new FileSystemException("a", null, null)));
    assertEquals("cannot read: it broke", Unreadable.sentence(new IOException("it broke")));
    assertEquals("EOFException", Unreadable.reason(new EOFException()));
  }
}
