// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs for us does not run on when we are stopped. */
class ChildTest {
  @TempDir Path folder;

  /** Has a checker decide, which says who it is and then takes a long time. */
  public static final class Parent {
    public static void main(String[] args) throws Exception {
      CheckerProcess checker = new CheckerProcess(Path.of(args[0]));
      (args.length > 1 ? checker.silent() : checker).run();
    }
  }

  private static Process parent(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Parent.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private Path checker(String does) throws IOException {
    Path checker = Files.writeString(folder.resolve("checker"), "#!/bin/sh\n" + does + "\n");
    assertTrue(checker.toFile().setExecutable(true));
    return checker;
  }

  @Test
  void reasonsAreShownUnlessTheCheckerIsSilent() throws Exception {
    String checker = checker("echo because >&2").toString();
    for (String[] words : List.of(new String[] {checker}, new String[] {checker, "silent"})) {
      Process parent = parent(words);
      String shown = new String(parent.getInputStream().readAllBytes(), UTF_8);
      assertEquals(0, parent.waitFor());
      assertEquals(words.length == 1, shown.contains("because"), shown);
    }
  }

  @Test
  void aStoppedProgramStopsTheCheckerThatItWaitsFor() throws Exception {
    Path id = folder.resolve("id");
    Process parent = parent(checker("echo $$ >'" + id + "'\nexec sleep 600").toString());
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
