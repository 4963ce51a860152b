// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that take long: progress, interruption, memory. */
class BatchTest {
  @TempDir Path folder;

  private Process start(List<String> options, Path... certificates) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("--unsigned", "--models", folder.toString()));
    for (Path certificate : certificates) {
      command.add(certificate.toString());
    }
    return new ProcessBuilder(command).start();
  }

  /** A pipe that nobody writes to: its check does not end. */
  private Path endless() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    return pipe;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void whatWasDecidedIsSummedUpWhenTheRunIsInterrupted(String signal) throws Exception {
    Scenario scenario = new Scenario(folder);
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path bad = scenario.write("b.cert.json", scenario.unsigned("5"));
    Process process = start(List.of(), good, bad, endless(), good);
    BufferedReader lines = process.inputReader(UTF_8);
    assertTrue(lines.readLine().startsWith("accepted"));
    assertTrue(lines.readLine().startsWith("rejected"));
    String id = "" + process.pid();
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, id).start().waitFor());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(process.exitValue() > 128, "exit code " + process.exitValue());
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    String want =
        "assay-check: 2 certificates: 1 accepted, 1 rejected, 0 declined, 0 errors; \\d+ s;"
            + " 2 not checked \\(interrupted\\)";
    String last = err.lines().reduce("", (before, line) -> line);
    assertTrue(last.matches(want), err);
  }

  @Test
  void onATerminalTheLastLineSaysHowFarItIs() throws Exception {
    Scenario scenario = new Scenario(folder);
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Process process = start(List.of("-Dassay.terminal=true"), good, good);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertTrue(err.startsWith("\r\u001b[K[0 of 2] 0 s\r\u001b[K"), err);
    assertTrue(err.contains("\r\u001b[K[1 of 2] "), err);
    assertTrue(err.endsWith(" s\n") && err.contains("\r\u001b[Kassay-check: 2 certificates"), err);
    Process one = start(List.of("-Dassay.terminal=true"), good);
    assertTrue(one.waitFor(60, TimeUnit.SECONDS));
    assertEquals("", new String(one.getErrorStream().readAllBytes(), UTF_8));
  }

  @Test
  void theTimeLeftIsThatOfTheRestAtTheSamePace() {
    assertEquals("[0 of 9] 7 s", Progress.text(0, 9, 7));
    assertEquals("[2 of 9] 7 s, about 24 s left", Progress.text(2, 9, 7));
    assertEquals("[1 of 107] 8 s, about 14 min left", Progress.text(1, 107, 8));
    assertEquals("[1 of 2] 3 h 1 min, about 3 h 1 min left", Progress.text(1, 2, 10_919));
    assertEquals("[9 of 9] 119 s, about 0 s left", Progress.text(9, 9, 119));
  }

  @Test
  void aTerminalThatIsNoneSeesNothing() {
    Progress progress = new Progress(null, 3, 0);
    progress.show(1);
    progress.clear();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    new Progress(new PrintStream(shown), 3, 0).clear();
    assertEquals("\r\u001b[K", shown.toString(UTF_8));
  }

  @Test
  void anEstimateGrowsWithTheModelAndIsAtMostAllThereIs() throws IOException {
    MemoryBudget budget = new MemoryBudget(1L << 30);
    assertEquals(768, budget.all());
    byte[] tiny = new Scenario(folder).model;
    assertEquals(32, budget.estimate(tiny));
    byte[] wide = new Scenario(Files.createDirectory(folder.resolve("w")), 600).model;
    assertEquals(32 + (600L * 600 * 600 + 40L * wide.length) / (1 << 20), budget.estimate(wide));
    byte[] widest = new Scenario(Files.createDirectory(folder.resolve("x")), 4000).model;
    assertEquals(768, budget.estimate(widest));
    assertEquals(1, new MemoryBudget(100).all());
  }

  /** Beside each other two of these do not fit: one waits for the other. */
  @Test
  void checksThatNeedMuchMemoryDoNotRunBesideEachOther() throws Exception {
    MemoryBudget budget = new MemoryBudget(1L << 30);
    budget.take(budget.all());
    Thread second = new Thread(() -> budget.take(1));
    second.start();
    second.join(200);
    assertTrue(second.isAlive());
    budget.give(budget.all());
    second.join(60_000);
    assertTrue(!second.isAlive());
  }
}
