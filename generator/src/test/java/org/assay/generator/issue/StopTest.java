// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stop is called a stop, whoever is told first. */
@Tag("long")
class StopTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  @TempDir private Path folder;

  /** Whether the checker is ended first, as a terminal may do it. */
  @ParameterizedTest
  @CsvSource({
    "certify --strategy cubic, false",
    "certify --strategy cubic, true",
    "certify --at-least 0.5, false",
    "publish --strategy cubic, false",
    "publish --strategy cubic, true",
  })
  void aStoppedCommandSaysSoAndNothingElse(String line, boolean checkerFirst) throws Exception {
    Path id = folder.resolve("id");
    Path checker = folder.resolve("checker");
    Files.writeString(checker, "#!/bin/sh\necho $$ >'" + id + "'\nexec sleep 600\n");
    assertTrue(checker.toFile().setExecutable(true));
    Path models = Files.createDirectories(folder.resolve("a/models"));
    Path model = Files.copy(MODEL, models.resolve("one.safetensors"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                "org.assay.generator.Main"));
    command.addAll(List.of(line.split(" ")));
    command.addAll(List.of("--checker", checker.toString()));
    command.addAll(
        line.startsWith("publish")
            ? List.of("--dir", models.getParent().toString(), "--name", "b")
            : List.of("--model", model.toString(), "--unsigned", "--out", folder + "/out"));
    Path err = folder.resolve("err");
    Process program =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    while (!Files.exists(id) || Files.size(id) == 0) {
      assertTrue(program.isAlive(), () -> "ended before it started the checker");
      Thread.sleep(10);
    }
    if (checkerFirst) {
      ProcessHandle.of(Long.parseLong(Files.readString(id, UTF_8).strip())).orElseThrow().destroy();
    }
    program.destroy();
    assertTrue(program.waitFor(60, TimeUnit.SECONDS));
    assertEquals("stopped; nothing was written", Files.readString(err).strip());
    assertTrue(!Files.exists(folder.resolve("out")) && !Files.exists(folder.resolve("a/one")));
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.toList(), "left among temporary files");
    }
  }
}
