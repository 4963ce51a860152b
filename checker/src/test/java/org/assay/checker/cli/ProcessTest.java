// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assay.checker.Scenario;
import org.assay.checker.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: what it shows on a terminal, and how it is stopped. */
class ProcessTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void whatWasDecidedIsSummedUpWhenTheRunIsInterrupted(String signal) throws Exception {
    Signals.assumeHeeded(signal);
    Scenario scenario = new Scenario(folder);
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path bad = scenario.write("b.cert.json", scenario.unsigned("5"));
    Path endless = Path.of("-"); // nobody writes to it, or closes it
    Process process = start(List.of(), good, bad, endless, good);
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

  /** What the shell makes of &lt;(command). */
  @Test
  void whatAShellHandsOverIsRead() throws Exception {
    Scenario scenario = new Scenario(folder);
    byte[] good = scenario.unsigned("4");
    for (String name : List.of("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")) {
      Process process = start(List.of(), Path.of(name));
      process.getOutputStream().write(good);
      process.getOutputStream().close();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
      assertEquals(0, process.exitValue(), err);
    }
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
}
