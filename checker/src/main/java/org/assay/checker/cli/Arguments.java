// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The command line, read: {@link #USAGE}. */
record Arguments(
    Optional<Path> model,
    Optional<Path> models,
    Optional<Path> policy,
    boolean json,
    List<Path> certificates) {

  static final String USAGE =
      """
      Usage: assay-check [--model FILE | --models DIR] (--policy FILE | --unsigned) [--json] CERT...

      Re-derives the claim of each certificate from the weights of its model, exactly.

        CERT           certificate; a directory stands for every *.cert.json below it
        --policy FILE  whose signatures you demand: your own file. One that came with CERT only
                       tells who issued it
        --unsigned     do not verify signatures; the verdict says "unsigned"
        --model FILE   the model file (default: the file with the right SHA-256 among the
                       *.safetensors in CERT's folder, in models/ in it, and in models/ beside it)
        --models DIR   look for the model here as well
        --json         one line of JSON per certificate
        --             what follows are certificates, also if they begin with a dash
        --help         this text (alone)
        --version      the version (alone)

      Exit: 0 accepted, 1 rejected, 2 declined, 64 usage, 66 a file is missing or unreadable,
      70 internal error. With several certificates the worst decides: 0 < 2 < 1 < 66 < 70;
      the last line on stderr counts them.

      Example: assay-check --policy certificates/policy.json certificates/
      """;

  private static final Set<String> WITH_VALUE = Set.of("--model", "--models", "--policy");
  private static final Set<String> FLAGS = Set.of("--unsigned", "--json");

  /** A command line that this program does not understand. */
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  static Arguments parse(String... args) throws Wrong, IOException {
    Map<String, Path> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    List<Path> certificates = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    boolean options = true;
    while (!rest.isEmpty()) {
      String word = rest.pop();
      boolean fresh = true;
      if (options && word.equals("--")) {
        options = false;
      } else if (!options) {
        certificates.addAll(expand(path(word)));
      } else if (WITH_VALUE.contains(word)) {
        require(!rest.isEmpty(), word + " needs a value");
        fresh = values.put(word, path(rest.pop())) == null;
      } else if (FLAGS.contains(word)) {
        fresh = flags.add(word);
      } else {
        require(!word.startsWith("-"), "unknown option " + word);
        certificates.addAll(expand(path(word)));
      }
      require(fresh, word + " is given twice");
    }
    return of(values, flags, certificates);
  }

  private static Arguments of(Map<String, Path> values, Set<String> flags, List<Path> certificates)
      throws Wrong {
    require(!certificates.isEmpty(), "no certificate is named");
    require(
        values.containsKey("--policy") != flags.contains("--unsigned"),
        "one of --policy FILE and --unsigned is needed, and not both");
    require(
        !values.containsKey("--model") || !values.containsKey("--models"),
        "--model and --models exclude each other");
    return new Arguments(
        Optional.ofNullable(values.get("--model")),
        Optional.ofNullable(values.get("--models")),
        Optional.ofNullable(values.get("--policy")),
        flags.contains("--json"),
        List.copyOf(certificates));
  }

  /** A directory stands for every certificate below it, in path order. */
  private static List<Path> expand(Path path) throws Wrong, IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path.resolve("."))) { // also behind a symbolic link
      List<Path> found =
          below
              .filter(file -> file.toString().endsWith(".cert.json") && Files.isRegularFile(file))
              .map(Path::normalize)
              .sorted()
              .toList();
      require(!found.isEmpty(), "no *.cert.json below " + path);
      return found;
    } catch (UncheckedIOException unreadable) { // a folder below that may not be listed
      throw unreadable.getCause();
    }
  }

  private static Path path(String word) throws Wrong {
    try {
      return Path.of(word);
    } catch (InvalidPathException notEncodable) { // in the platform's character set
      throw new Wrong("not a path here: " + notEncodable.getMessage());
    }
  }

  private static void require(boolean holds, String message) throws Wrong {
    if (!holds) {
      throw new Wrong(message);
    }
  }
}
