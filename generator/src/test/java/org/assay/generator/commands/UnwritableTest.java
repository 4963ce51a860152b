// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.generator.network.preset.Transformers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Places that take no file, and names that no certificate can hold, are found before the search: no
 * checker is started, nothing is trained, nothing is written.
 */
class UnwritableTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  private static final String EXHAUSTIVE =
      " --task max --inputs 0..4*3 --outputs 0..4 --answer last --strategy exhaustive --unsigned";

  @TempDir private Path folder;
  private final Session session = new Session();
  private String home;
  private Path asked;

  /** A source tree of which there is nothing but a checker that says that it was asked. */
  @BeforeEach
  void aHomeWithoutTrainingProgram() throws IOException {
    Files.copy(MODEL, folder.resolve("m.safetensors"));
    Files.copy(MODEL, folder.resolve("\u00e9.safetensors"));
    Files.createDirectory(folder.resolve("models"));
    Files.copy(MODEL, folder.resolve("models/max-of-4-vocab-64-seed-50.safetensors"));
    Files.write(folder.resolve("n.safetensors"), new Transformers(11).legacyBytes(""));
    Files.copy(folder.resolve("n.safetensors"), folder.resolve("\u00eb.safetensors"));
    Files.writeString(folder.resolve("cfg.json"), Transformers.config().toString());
    asked = folder.resolve("asked");
    Path checker = folder.resolve("checker/bin/assay-check");
    Files.createDirectories(checker.getParent());
    Files.writeString(checker, "#!/bin/sh\n: >'" + asked + "'\nexit 70\n");
    assertTrue(checker.toFile().setExecutable(true));
    home = System.getProperty("assay.home");
    System.setProperty("assay.home", folder.toString());
  }

  @AfterEach
  void theHomeBefore() {
    if (home == null) System.clearProperty("assay.home");
    else System.setProperty("assay.home", home);
  }

  private void refused(String line) throws IOException {
    List<String> before = files();
    session.run(66, (Object[]) line.replace("DIR", folder.toString()).split(" "));
    assertFalse(Files.exists(asked), "the work began: " + session.err());
    assertEquals(before, files(), session.err());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /**
   * Root may write to any folder but those of the kernel. A missing key is not asked for either.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "certify --model DIR/m.safetensors --strategy cubic --key DIR/none --out /proc/x",
        "certify --model DIR/m.safetensors --at-least 0.5 --key DIR/none --out /proc/x",
        "certify --model DIR/n.safetensors --config DIR/cfg.json" + EXHAUSTIVE + " --out /proc/x",
        "compare --model DIR/m.safetensors --out /proc/x",
        "demo --models DIR/models --dir /proc/x",
        "export --onnx --model DIR/n.safetensors --config DIR/cfg.json --task max --inputs 0..4*3"
            + " --outputs 0..4 --answer last --out /proc/x",
        "frontier --model DIR/m.safetensors --out /proc/x",
        "import DIR/m.safetensors --out /proc/x",
        "keygen --name Ann --no-password --out /proc/x",
        "report --certificate DIR/none --model DIR/m.safetensors --out /proc/x",
        "report --study DIR/none --models DIR/models --out /proc/x",
        "study --plan DIR/none --dir DIR/archive --name b --out /proc/x",
        "train --k 2 --vocab 3 --d-model 2 --seed 1 --out /proc/x",
        "train --task max --inputs 0..2*2 --outputs 0..2 --d-model 2 --seed 1 --out /proc/x"
            + " --config-out DIR/c",
        "train --task max --inputs 0..2*2 --outputs 0..2 --d-model 2 --seed 1 --out DIR/c"
            + " --config-out /proc/x",
      })
  void aPlaceThatTakesNoFileIsFoundBeforeTheWork(String line) throws IOException {
    refused(line);
    assertTrue(session.err().startsWith("/proc/x"), session.err());
    assertTrue(session.err().contains(": cannot be written: "), session.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certify --strategy cubic --unsigned --out DIR/o --model DIR/ | \u00e9",
        "certify --at-least 0.5 --unsigned --out DIR/o --model DIR/ | \u00e9",
        "certify --config DIR/cfg.json" + EXHAUSTIVE + " --out DIR/o --model DIR/ | \u00eb",
        "compare --out DIR/o --model DIR/ | \u00e9",
        "frontier --out DIR/o --model DIR/ | \u00e9",
      })
  void aNameThatNoCertificateCanHoldIsFoundBeforeTheWork(String line, String name)
      throws IOException {
    refused(line + name + ".safetensors");
    assertTrue(session.err().startsWith("model " + folder.resolve(name)), session.err());
    assertTrue(session.err().contains(": file name: got "), session.err());
  }

  /** What needs a model needs it for a certificate, but for what writes none. */
  @Test
  void everyCommandOfAModelIsLookedAt() throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (CommandLine command : Assay.commandLine().getSubcommands().values()) {
      CommandLine.Model.OptionSpec model = command.getCommandSpec().findOption("--model");
      if (model != null && model.required()) wanted.add(command.getCommandName());
    }
    assertTrue(wanted.removeAll(Set.of("export", "run")), wanted::toString);
    String[] rows =
        UnwritableTest.class
            .getDeclaredMethod(
                "aNameThatNoCertificateCanHoldIsFoundBeforeTheWork", String.class, String.class)
            .getAnnotation(CsvSource.class)
            .value();
    Set<String> tried =
        Stream.of(rows)
            .map(row -> row.split(" ")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(wanted, tried);
  }
}
