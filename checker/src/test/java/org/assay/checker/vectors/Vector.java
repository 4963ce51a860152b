// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assay.checker.Checker;

/**
 * One scenario: a folder below {@code spec/vectors/accept}, {@code reject} or {@code decline}, its
 * form is described in {@code spec/README.md}.
 */
public record Vector(Path folder, Map<?, ?> json) {
  private static final Path ROOT = Path.of("..", "spec", "vectors");
  private static final Set<String> FILES =
      Set.of(
          "vector.json",
          "certificate.json",
          "model",
          "model.safetensors",
          "data.safetensors",
          "parts.jsonl",
          "policy.json");
  private static final Set<String> FIELDS =
      Set.of(
          "comment",
          "expect",
          "flags",
          "correct",
          "total",
          "generate",
          "exit",
          "reason",
          "proved",
          "provedOfExecutions",
          "claim");

  /** Read once: there are thousands, and many tests ask for them. */
  private static final class Corpus {
    static final List<Vector> ALL =
        Stream.of("accept", "decline", "reject")
            .flatMap(side -> children(ROOT.resolve(side)))
            .flatMap(Vector::children)
            .map(Vector::read)
            .toList();
  }

  /** All vectors, in path order. */
  public static List<Vector> all() {
    return Corpus.ALL;
  }

  /** The one with this name. */
  public static Vector of(String name) {
    return read(ROOT.resolve(name));
  }

  /** The number of vectors that there must be at least. */
  public static int count() {
    return Integer.parseInt(text(ROOT.resolve("COUNT")).strip());
  }

  private static Vector read(Path folder) {
    return new Vector(folder, JsonValue.object(text(folder.resolve("vector.json"))));
  }

  /** Its model and its data file, whatever is asked for. */
  public Checker.Models models() {
    Path data = folder.resolve("data.safetensors");
    return new Checker.Models() {
      @Override
      public byte[] read(String sha256) throws IOException {
        return Files.readAllBytes(model());
      }

      @Override
      public byte[] data(String sha256) throws IOException {
        return Files.readAllBytes(data);
      }
    };
  }

  /** For example {@code reject/F-05/c-duplicate-keyid}. */
  public String name() {
    return ROOT.relativize(folder).toString().replace('\\', '/');
  }

  /** {@code accept}, {@code reject} or {@code decline}. */
  public String side() {
    return name().substring(0, name().indexOf('/'));
  }

  /** For example {@code F-05}. */
  public String section() {
    return folder.getParent().getFileName().toString();
  }

  /** The letter of the condition that is broken, or nothing. */
  public String letter() {
    String last = folder.getFileName().toString();
    return last.matches("[a-z]-.*") ? last.substring(0, 1) : "";
  }

  public String verdict() {
    return ((Map<?, ?>) json.get("expect")).get("verdict").toString();
  }

  /** The code, or {@code Optional.empty} where there is none. */
  public Object code() {
    return ((Map<?, ?>) json.get("expect")).get("code");
  }

  int exitCode() {
    return switch (verdict()) {
      case "accepted" -> 0;
      case "rejected" -> 1;
      case "declined" -> 2;
      case "error" -> 66;
      default -> throw new IllegalStateException(name() + ": verdict " + verdict());
    };
  }

  public boolean isSigned() {
    return Files.exists(folder.resolve("policy.json"));
  }

  /** What is wrong with the folder itself; nothing if it is in order. */
  public List<String> defects() {
    Set<String> found = new TreeSet<>();
    children(folder).forEach(file -> found.add(file.getFileName().toString()));
    Stream<String> unknown = found.stream().filter(file -> !FILES.contains(file));
    Stream<String> fields =
        json.keySet().stream().map(Object::toString).filter(field -> !FIELDS.contains(field));
    return Stream.of(
            unknown.map(file -> "unknown file " + file),
            fields.map(field -> "unknown field " + field),
            unless(found.contains("certificate.json"), "no certificate.json"),
            unless(
                found.contains("model") != found.contains("model.safetensors"),
                "not exactly one of model and model.safetensors"),
            unless(
                isSigned() != ((List<?>) json.get("flags")).contains("--unsigned"),
                "not exactly one of policy.json and --unsigned"),
            unless(
                verdict().equals("accepted")
                    == (json.containsKey("correct") && json.containsKey("total")),
                "correct and total belong to accept vectors"),
            unless(
                verdict().startsWith(side().equals("decline") ? "declin" : side())
                    || verdict().equals("error") && side().equals("reject"),
                "verdict " + verdict() + " below " + side()),
            unless(
                !json.containsKey("exit") || json.get("exit").equals("" + exitCode()),
                "exit is not that of the verdict"),
            unless(!json.get("comment").toString().isBlank(), "no comment"))
        .flatMap(defects -> defects)
        .map(defect -> name() + ": " + defect)
        .toList();
  }

  public byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /** The model file, its own or the shared one that it names. */
  public Path model() {
    Path own = folder.resolve("model.safetensors");
    return Files.exists(own)
        ? own
        : ROOT.resolve("models").resolve(text(folder.resolve("model")).strip());
  }

  private static Stream<String> unless(boolean holds, String defect) {
    return holds ? Stream.empty() : Stream.of(defect);
  }

  static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException unreadable) { // also a file where a folder should be
      throw new IllegalStateException(unreadable);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
