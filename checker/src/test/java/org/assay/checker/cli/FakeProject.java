// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A project of which only the launcher is real; Maven and java are small scripts. */
record FakeProject(Path folder, Path root, Path launcher) {
  private static final List<String> TOOLS =
      List.of(
          "base64",
          "cat",
          "cp",
          "find",
          "flock",
          "head",
          "ln",
          "ls",
          "mkdir",
          "mv",
          "ps",
          "readlink",
          "rm",
          "sed",
          "sha256sum",
          "sleep",
          "sort",
          "stat",
          "tr");

  /**
   * Answers -version; else prints its arguments, one in a line, and what it reads, and exits as it
   * is told. Waits for a signal first if it is told so.
   */
  private static final String JAVA =
      """
      if [ "$1" = -version ]; then echo 'openjdk version "21.0.1" 2023-10-17' >&2; exit; fi
      printf '%s\\n' "$@"
      [ -z "${FAKE_PROGRAM:-}" ] || while [ $# -gt 1 ]; do
        [ "$1" != -jar ] || while read -r line; do echo "program: $line"; done <"$2"
        shift
      done
      if [ -n "${FAKE_WAIT:-}" ]; then
        trap 'echo stopped; exit 143' TERM
        echo waiting
        while :; do sleep 0.05; done
      fi
      [ -z "${FAKE_READ:-}" ] || { read -r line && echo "read $line"; }
      exit "${FAKE_EXIT:-100}"
      """;

  /**
   * Logs its call, waits at a gate if there is one, compiles what is newer than its class, as Maven
   * does, and makes the jar of the module after -pl: its class below the word jar.
   */
  private static final String MVN =
      """
      fake=${0%/*}/..
      root=$fake/my\\ project
      echo "$*" >>"$fake/mvn.log"
      printf 'noise of the build\\033[0m\\033[1;31m\\n'
      [ ! -p "$fake/gate" ] || read -r line <"$fake/gate"
      [ ! -e "$fake/edited" ] || echo edited >>"$root/pom.xml"
      [ ! -e "$fake/broken" ] || exit 1
      for option; do
        case $option in -Dassay.target=*) target=${option#*=} ;; esac
      done
      while [ "$1" != -pl ]; do shift; done
      class=$root/$2/$target/classes/A.class
      mkdir -p "${class%/*}"
      [ -e "$class" ] && [ ! "$root/$2/src/main/A.java" -nt "$class" ] ||
        cp "$root/$2/src/main/A.java" "$class"
      jar=$root/$2/$target/assay-${2##*/}-0.1.0-standalone.jar
      if [ -e "$fake/real.jar" ]; then
        cp "$fake/real.jar" "$jar"
      else
        { echo jar; cat "$class"; } >"$jar"
      fi
      """;

  /** What a run printed and its exit code. */
  record Run(int exit, String out, String err) {}

  static FakeProject in(Path temporary) throws IOException {
    Path folder = temporary.toRealPath();
    Path root = folder.resolve("my project");
    FakeProject project = new FakeProject(folder, root, root.resolve("checker/bin/assay-check"));
    project.module("checker");
    Files.writeString(root.resolve("pom.xml"), "");
    project.copy(Path.of("bin/assay-check"), "checker/bin/assay-check");
    project.copy(Path.of("bin/launch.sh"), "checker/bin/launch.sh");
    project.script("jdk/bin/java", JAVA);
    Files.writeString(folder.resolve("jdk/release"), "OTHER=\"1\"\nJAVA_VERSION=\"17.0.15\"\n");
    project.script("maven/mvn", MVN);
    for (String tool : TOOLS) {
      project.tool(tool);
    }
    return project;
  }

  private void module(String module) throws IOException {
    Files.createDirectories(root.resolve(module + "/src/main"));
    Files.createDirectories(root.resolve(module + "/bin"));
    Files.writeString(root.resolve(module + "/pom.xml"), "");
    Files.writeString(root.resolve(module + "/src/main/A.java"), "");
  }

  private void copy(Path from, String to) throws IOException {
    Files.copy(from, root.resolve(to));
    assertTrue(root.resolve(to).toFile().setExecutable(true));
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertTrue(file.toFile().setExecutable(true));
  }

  /** Makes a tool of this system visible, if it is there: flock is not on every system. */
  void tool(String name) throws IOException {
    for (String place : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(place, name))) {
        script("tools/" + name, "exec '" + Path.of(place, name) + "' \"$@\"\n");
        return;
      }
    }
  }

  /** From now on Maven makes a jar of the real program, and java is the one that runs this test. */
  Map<String, String> real() throws IOException {
    Manifest manifest = new Manifest();
    StringJoiner path = new StringJoiner(" ");
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.add(Path.of(place).toUri().toString());
    }
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, path.toString());
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    OutputStream file = Files.newOutputStream(folder.resolve("real.jar"));
    new JarOutputStream(file, manifest).close();
    return Map.of("JAVA_HOME", System.getProperty("java.home"));
  }

  String path(String... places) {
    return String.join(":", Stream.of(places).map(place -> folder + "/" + place).toList());
  }

  Process start(Path script, Path from, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", path("jdk/bin", "maven", "tools"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  static Run end(Process process) throws Exception {
    try (InputStream out = process.getInputStream();
        InputStream err = process.getErrorStream()) {
      String printed = new String(out.readAllBytes());
      String reasons = new String(err.readAllBytes());
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      return new Run(process.exitValue(), printed, reasons);
    }
  }

  Run run(Map<String, String> environment, String... args) throws Exception {
    return end(start(launcher, folder, environment, args));
  }

  /** The calls of Maven so far. */
  List<String> builds() throws IOException {
    Path log = folder.resolve("mvn.log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
