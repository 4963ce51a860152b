// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.checker.Checker;
import org.assay.checker.json.Sha256;

/** Finds model files by digest among the {@code *.safetensors} of some folders; reads each once. */
final class ModelFolder {
  private final Map<Path, String> digests = new HashMap<>();

  /**
   * The model with this digest in the first of the folders that has it; folders need not exist.
   *
   * @throws IOException if none has it
   */
  byte[] read(String sha256, List<Path> folders) throws IOException {
    for (Path folder : folders) {
      for (Path file : models(folder)) {
        if (digest(file).equals(sha256)) {
          return readAtMost(file, Checker.MAX_MODEL);
        }
      }
    }
    String searched = folders.stream().map(Path::toString).collect(Collectors.joining(", "));
    throw new NoSuchFileException(
        "no *.safetensors with sha256 " + sha256 + " in any of: " + searched);
  }

  /** The file, or one byte more than the limit if it is longer. */
  static byte[] readAtMost(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit + 1);
    }
  }

  private static List<Path> models(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".safetensors"))
          .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
          .sorted()
          .toList();
    }
  }

  private String digest(Path file) throws IOException {
    Path key = file.toAbsolutePath().normalize();
    String known = digests.get(key);
    if (known == null) {
      known = Sha256.of(readAtMost(file, Checker.MAX_MODEL));
      digests.put(key, known);
    }
    return known;
  }
}
