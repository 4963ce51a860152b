// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** No command writes over what it reads. */
class OverwritingTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  /** The option of each command that says where it writes. */
  private static final Map<String, String> WRITERS =
      Map.ofEntries(
          Map.entry("certify", "--out"),
          Map.entry("compare", "--out"),
          Map.entry("demo", "--dir"),
          Map.entry("export", "--out"),
          Map.entry("frontier", "--out"),
          Map.entry("losses", "--out"),
          Map.entry("import", "--out"),
          Map.entry("keygen", "--out"),
          Map.entry("publish", "--dir"),
          Map.entry("report", "--out"),
          Map.entry("study", "--out"),
          Map.entry("train", "--out"));

  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  private int assay(String line) {
    said.getBuffer().setLength(0);
    PrintWriter out = new PrintWriter(said, true);
    return Assay.commandLine()
        .setOut(out)
        .setErr(out)
        .execute(line.replace("DIR", folder.toString()).split(" "));
  }

  @Test
  void everyCommandThatWritesIsLookedAt() {
    Set<String> writing = new TreeSet<>();
    for (CommandLine command : Assay.commandLine().getSubcommands().values()) {
      for (String option : List.of("--out", "--dir")) {
        if (command.getCommandSpec().findOption(option) != null) {
          writing.add(command.getCommandName());
        }
      }
    }
    assertEquals(new TreeSet<>(WRITERS.keySet()), writing);
    for (String test : List.of("anInputIsKept", "whatIsNoRegularFileIsKept")) {
      Set<String> tried =
          Stream.of(OverwritingTest.class.getDeclaredMethods())
              .filter(method -> method.getName().equals(test))
              .flatMap(method -> Stream.of(method.getAnnotation(CsvSource.class).value()))
              .map(row -> row.strip().split(" ")[0])
              .collect(Collectors.toCollection(TreeSet::new));
      if (test.equals("anInputIsKept")) tried.add("train"); // reads no file
      assertEquals(writing, tried, test);
    }
  }

  /** IN is a copy of the model, TEXT a text file, both also by another name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certify --model DIR/IN --strategy cubic --unsigned --no-check --out DIR/OUT | OUT",
        "certify --model DIR/m --weights DIR/IN --strategy cubic --unsigned --out DIR/OUT | OUT",
        "certify --model DIR/m --key DIR/keys --strategy cubic --out DIR/OUT | OUT",
        "certify --model DIR/m --strategy cubic --unsigned --checker DIR/IN --out DIR/OUT | OUT",
        "certify --model DIR/m --strategy cubic --key DIR --password-file DIR/IN --out DIR/OUT"
            + "| OUT",
        "certify --model DIR/m --config DIR/IN --task max --inputs 0..3*3 --outputs 0..3 --answer"
            + " last --strategy exhaustive --unsigned --out DIR/OUT | OUT",
        "compare --model DIR/IN --out DIR/OUT | OUT",
        "compare --model DIR/m --checker DIR/IN --out DIR/OUT | OUT",
        "export --onnx --model DIR/IN --certificate DIR/m --out DIR/OUT | OUT",
        "export --onnx --model DIR/m --certificate DIR/IN --out DIR/OUT | OUT",
        "export --onnx --model DIR/m --config DIR/IN --task max --inputs 0..3*3 --outputs 0..3"
            + " --answer last --out DIR/OUT | OUT",
        "frontier --model DIR/IN --out DIR/f | f/frontier.csv",
        "frontier --model DIR/IN --out DIR/f | f/frontier.svg",
        "losses --dir DIR --checker DIR/IN --out DIR/OUT | OUT",
        "import DIR/IN --out DIR/OUT | OUT",
        "keygen --name Ann --password-file DIR/IN --out DIR/f | f/policy.json",
        "keygen --name Ann --password-file DIR/IN --out DIR/f | f/ed25519.key.pem",
        "demo --models DIR/models --dir DIR/f | f/demo.cert.json",
        "demo --models DIR/models --dir DIR/f | f/policy.json",
        "study --plan DIR/IN --dir DIR/a --name b --out DIR/OUT | OUT",
        "publish --dir DIR/a --name b --strategy cubic | a/policy.json",
        "publish --dir DIR/a --name b --strategy cubic | a/index.json",
        "publish --dir DIR/a --name b --strategy cubic --checker DIR/IN | a/policy.json",
        "publish --dir DIR/a --name b --strategy cubic --checker DIR/IN | a/index.json",
        "report --study DIR/IN --models DIR/models --out DIR/f | f/index.html",
        "report --study DIR/s --models DIR/models --policy DIR/IN --out DIR/f | f/BENCHMARKS.md",
        "report --study DIR/s --models DIR/models --certificates DIR --out DIR/f | f/index.html",
        "report --certificate DIR/IN --model DIR/m --out DIR/f | f/index.html",
        "report --certificate DIR/m --model DIR/IN --out DIR/f | f/index.html",
        "report --certificate DIR/m --model DIR/m --policy DIR/IN --out DIR/f | f/index.html",
        "report --certificate DIR/m --model DIR/m --checker DIR/IN --out DIR/f | f/index.html",
      })
  void anInputIsKept(String line, String out) throws IOException {
    Path input = prepare(line);
    byte[] before = Files.readAllBytes(input);
    Path target = folder.resolve(out);
    Files.createDirectories(target.getParent());
    Files.createLink(target, input);
    assertEquals(
        66, assay(line + (line.matches("(study|publish).*") ? "" : " --force")), said::toString);
    assertTrue(said.toString().contains("which this command reads"), said::toString);
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(input));
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(target));
  }

  /** The file of this command line that is read and written. */
  private Path prepare(String line) throws IOException {
    Files.copy(MODEL, folder.resolve("m"));
    Files.createDirectories(folder.resolve("keys"));
    Path models = Files.createDirectories(folder.resolve("models"));
    if (line.startsWith("keygen") || line.contains("password-file")) {
      return Files.writeString(folder.resolve("IN"), "secret\n");
    }
    if (line.contains("--key DIR/keys")) {
      assertEquals(0, assay("keygen --name Ann --out DIR/keys"), said::toString);
      return folder.resolve("keys/ml-dsa-65.key.pem");
    }
    if (line.startsWith("demo")) {
      return Files.copy(MODEL, models.resolve("max-of-4-vocab-64-seed-50.safetensors"));
    }
    if (line.startsWith("publish")) {
      Path archived = Files.createDirectories(folder.resolve("a/models"));
      Files.copy(MODEL, archived.resolve("m.safetensors"));
      return line.contains("DIR/IN")
          ? Files.writeString(folder.resolve("IN"), "#!/bin/sh\nexit 70\n")
          : archived.resolve("m.safetensors");
    }
    if (line.startsWith("report --study")) {
      Path study = Path.of("../certificates/study.csv");
      Files.createSymbolicLink(models.resolve("m"), folder.resolve("m"));
      return Files.copy(study, folder.resolve("IN"));
    }
    return Files.copy(MODEL, folder.resolve("IN"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certify --model DIR/m --strategy cubic --unsigned --force --out DIR/link | link",
        "compare --model DIR/m --force --out DIR/link | link",
        "demo --models DIR/models --force --dir DIR/link | link",
        "demo --models DIR/models --force --dir DIR/a | a/demo.cert.json",
        "demo --models DIR/models --force --dir DIR/a | a/policy.json",
        "demo --models DIR/models --force --dir DIR/a | a/ed25519.key.pem",
        "export --onnx --model DIR/m --certificate DIR/IN --force --out DIR/link | link",
        "frontier --model DIR/m --force --out DIR/link | link",
        "frontier --model DIR/m --force --out DIR/a | a/frontier.csv",
        "import DIR/m --force --out DIR/link | link",
        "losses --dir DIR --force --out DIR/link | link",
        "keygen --name Ann --force --out DIR/link | link",
        "keygen --name Ann --force --out DIR/a | a/policy.json",
        "publish --dir DIR/a --name b --strategy cubic --checker DIR/IN | a/policy.json",
        "publish --dir DIR/a --name b --strategy cubic --checker DIR/IN | a/index.json",
        "publish --dir DIR/a --name b --strategy cubic --checker DIR/IN | a/m/cubic.cert.json",
        "report --certificate DIR/m --model DIR/m --force --out DIR/link | link",
        "report --certificate DIR/m --model DIR/m --force --out DIR/a | a/index.html",
        "report --study DIR/m --models DIR/models --force --out DIR/a | a/BENCHMARKS.md",
        "study --plan DIR/m --dir DIR/a --name b --out DIR/link | link",
        "train --k 2 --vocab 3 --d-model 2 --seed 1 --force --out DIR/link | link",
        "train --task max --inputs 0..2*2 --outputs 0..2 --d-model 2 --seed 1 --force --out DIR/o"
            + " --config-out DIR/link | link",
      })
  void whatIsNoRegularFileIsKept(String line, String out) throws IOException {
    Files.copy(MODEL, folder.resolve("m"));
    Path models = Files.createDirectories(folder.resolve("models"));
    Files.copy(MODEL, models.resolve("max-of-4-vocab-64-seed-50.safetensors"));
    Path archived = Files.createDirectories(folder.resolve("a/models"));
    Files.copy(MODEL, archived.resolve("m.safetensors"));
    Files.writeString(folder.resolve("IN"), "#!/bin/sh\nexit 70\n");
    Path link = folder.resolve(out);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, folder.resolve("nowhere"));
    assertEquals(66, assay(line), said::toString);
    assertTrue(said.toString().startsWith(link + ": "), said::toString);
    assertTrue(Files.isSymbolicLink(link) && !Files.exists(link), line);
  }
}
