// SPDX-License-Identifier: Apache-2.0
package org.assay.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.assay.generator.commands.Assay;

/**
 * A source tree as the launcher leaves it, with the checker of this build, and its command line.
 */
final class Workplace {
  private final Path checker;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  Workplace(Path folder) throws IOException {
    checker = folder.resolve("checker/target/launcher/assay-checker.jar");
    Files.createDirectories(checker.getParent());
    writeChecker();
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    System.setProperty("assay.home", folder.toString());
  }

  /** A jar without classes, which finds those of the checker where this build has them. */
  private void writeChecker() throws IOException {
    String places =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .filter(one -> one.matches(".*(checker/target.*|jackson-core.*|bcprov.*)"))
            .map(one -> Path.of(one).toUri().toString())
            .collect(Collectors.joining(" "));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "org.assay.checker.cli.Main");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, places);
    try (OutputStream file = Files.newOutputStream(checker)) {
      new JarOutputStream(file, manifest).close();
    }
  }

  /** The jar that goes to the cluster. */
  Path checker() {
    return checker;
  }

  /** Has the launcher of the archive's program build its jar, and puts it where assay finds it. */
  void buildArchive() throws IOException {
    archive("--version");
    Path to = checker.resolveSibling("../../archive/target/launcher/assay-archive.jar").normalize();
    Files.createDirectories(to.getParent());
    Files.copy(Path.of("../../checker/archive/target/launcher/assay-archive.jar"), to);
  }

  /** What assay-archive prints. */
  static String archive(String... words) throws IOException {
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add("../../checker/bin/assay-archive");
    command.addAll(Arrays.asList(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /** A program that decides here. */
  Path program(Path folder) throws IOException {
    return ExecutorSite.program(Files.copy(checker, folder.resolve("assay-checker.jar")), 1);
  }

  /** The exit code of {@code assay} with these words. */
  int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Assay.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** Writes a file. */
  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(UTF_8));
  }
}
