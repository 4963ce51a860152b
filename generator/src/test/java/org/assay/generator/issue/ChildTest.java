// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs for us does not run on when we are stopped. */
class ChildTest {
  @TempDir Path folder;

  /** Has a checker decide, which says who it is and then takes a long time. */
  public static final class Parent {
    public static void main(String[] args) throws Exception {
      new CheckerProcess(Path.of(args[0])).run();
    }
  }

  @Test
  void aStoppedProgramStopsTheCheckerThatItWaitsFor() throws Exception {
    Path checker = folder.resolve("checker");
    Path id = folder.resolve("id");
    Files.writeString(checker, "#!/bin/sh\necho $$ >'" + id + "'\nexec sleep 600\n");
    assertTrue(checker.toFile().setExecutable(true));
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                checker.toString())
            .redirectErrorStream(true)
            .start();
    while (!Files.exists(id) || Files.size(id) == 0) {
      assertTrue(parent.isAlive(), () -> "ended before it started the checker");
      Thread.onSpinWait();
    }
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(id, UTF_8).strip())).orElseThrow();
    parent.destroy();
    assertTrue(parent.waitFor(60, TimeUnit.SECONDS));
    child.onExit().get(60, TimeUnit.SECONDS);
    assertEquals(143, parent.exitValue());
  }
}
