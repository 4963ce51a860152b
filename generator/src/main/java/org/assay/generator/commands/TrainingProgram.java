// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The training program, a jar of its own that is built when it is first needed. */
record TrainingProgram(Path home) {
  private static final String MODULE = "generator/training";
  private static final String JAR = MODULE + "/target/assay-training-0.1.0-standalone.jar";

  /**
   * Runs the program with our own input and output.
   *
   * @return its exit code
   */
  int run(List<String> arguments) throws IOException {
    build();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dai.djl.offline=true", "-jar", home.resolve(JAR).toString()));
    command.addAll(arguments);
    return start(command, ProcessBuilder.Redirect.INHERIT);
  }

  /** Two started at once do not build into each other: the second waits, and finds it built. */
  private void build() throws IOException {
    Path module = home.resolve(MODULE);
    if (!Files.exists(module.resolve("pom.xml"))) {
      throw new NoSuchFileException(module.resolve("pom.xml").toString());
    }
    Path lock = Files.createDirectories(module.resolve("target")).resolve(".assay-build.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid() || isFresh()) return;
      System.err.println("building the training program, once");
      List<String> maven =
          List.of(
              "mvn",
              "-q",
              "-B",
              "-f",
              home.resolve("pom.xml").toString(),
              "-pl",
              MODULE,
              "-DskipTests",
              "package");
      int exit = start(maven, ProcessBuilder.Redirect.DISCARD);
      if (exit != 0 || !isFresh()) {
        throw new IllegalStateException("building the training program failed: exit code " + exit);
      }
    }
  }

  private boolean isFresh() throws IOException {
    Path jar = home.resolve(JAR);
    if (!Files.exists(jar)) return false;
    FileTime built = Files.getLastModifiedTime(jar);
    Path module = home.resolve(MODULE);
    try (Stream<Path> sources = Files.walk(module.resolve("src/main"))) {
      for (Path source : Stream.concat(sources, poms()).toList()) {
        if (Files.getLastModifiedTime(source).compareTo(built) > 0) return false;
      }
    }
    return true;
  }

  private Stream<Path> poms() {
    return Stream.of(home.resolve("pom.xml"), home.resolve(MODULE).resolve("pom.xml"));
  }

  private static int start(List<String> command, ProcessBuilder.Redirect output)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw new UncheckedIOException(
          new IOException("interrupted while " + command.get(0) + " ran", e));
    }
  }
}
