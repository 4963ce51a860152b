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
import java.util.List;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** To open a pipe would wait for somebody who writes to it. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    for (Path one : List.of(pipe, link, Path.of("/dev/zero"))) {
      String why = one + ": a pipe or device, not a regular file";
      assertUnreadable(why, "--model", one);
      String want = "cannot read: " + why + "\n";
      assertEquals(new Ran(66, "", one + ": " + want), Ran.with("--unsigned", one));
      Ran policy = Ran.with("--policy", one, certificate);
      assertEquals(new Ran(66, "", certificate + ": " + want), policy);
      Ran shown = Ran.with("--show-policy", one);
      assertEquals(new Ran(66, "", "assay-check: " + want), shown);
    }
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
