// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String SMALL = "--k 2 --vocab 5 --d-model 4 --steps 20";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String options, Path file) {
    List<String> args = new ArrayList<>(Arrays.asList(options.split(" ")));
    args.add("--out");
    args.add(file.toString());
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
  }

  private byte[] train(String options) throws IOException {
    Path file = folder.resolve("model");
    assertEquals(0, run(options, file), err::toString);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  @Test
  void theSeedDeterminesTheFile() throws IOException {
    byte[] first = train(SMALL + " --seed 1");
    assertArrayEquals(first, train(SMALL + " --seed 1"));
    assertFalse(Arrays.equals(first, train(SMALL + " --seed -2")));
    assertFalse(Arrays.equals(first, train(SMALL.replace("20", "21") + " --seed 1")));
  }

  @Test
  void theHeadMayDifferFromTheModelInWidth() throws IOException {
    int same = train(SMALL + " --seed 1").length;
    assertTrue(train(SMALL + " --seed 1 --d-head 9").length > same);
  }

  @Test
  void theAccuracyPrintedIsSaidToBeSampled() throws IOException {
    train(SMALL + " --seed 1");
    assertTrue(
        out.toString().matches("(?s)final loss .* nats, accuracy \\d+/100000 .*not proved.*"));
  }

  @Test
  void anExistingFileIsRefused() throws IOException {
    Path file = folder.resolve("model");
    Files.writeString(file, "kept");
    assertEquals(66, run(SMALL + " --seed 1", file));
    assertEquals("kept", Files.readString(file));
    assertTrue(err.toString().contains("FileAlreadyExists"), err::toString);
  }

  @Test
  void aMissingFolderIsAnInputOutputError() {
    assertEquals(66, run(SMALL + " --seed 1", folder.resolve("missing/model")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--k 2 --vocab 5 --d-model 4",
        "--k 0 --vocab 5 --d-model 4 --seed 1",
        "--k 2 --vocab 1 --d-model 4 --seed 1",
        "--k 2 --vocab 5 --d-model 0 --seed 1",
        "--k 2 --vocab 5 --d-model 4 --d-head 0 --seed 1",
        "--k 2 --vocab 5 --d-model 4 --seed x",
        "--k 2 --vocab 5 --d-model 4 --seed 1 --steps 0",
        "--k 2 --vocab 2147483647 --d-model 2147483647 --seed 1",
        "--k 2 --vocab 5 --d-model 4 --seed 1 --fast",
        "--k 2 --vocab 5 --d-model 4 --seed 1 more"
      })
  void wrongUsageIsToldApart(String options) {
    Path file = folder.resolve("model");
    assertEquals(64, run(options, file));
    assertFalse(Files.exists(file));
    assertFalse(err.toString().isEmpty());
  }

  @Test
  void theLaunchersOffsetIsAddedToTheExitCode() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Dassay.exit.offset=100",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--wrong")
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "log"))
            .start();
    assertEquals(164, process.waitFor());
  }
}
