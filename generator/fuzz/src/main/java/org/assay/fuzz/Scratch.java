// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of this process, for readers that want a path; in memory where the system has such. */
final class Scratch {
  private static final Path FOLDER = folder();

  private final Path file;

  Scratch(String name) {
    file = FOLDER.resolve(name);
  }

  private static Path folder() {
    Path memory = Path.of("/dev/shm");
    try {
      Path made =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "assay-fuzz")
              : Files.createTempDirectory("assay-fuzz");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(made)));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException left) {
      System.err.println("left behind: " + left);
    }
  }

  Path path() {
    return file;
  }

  /** The file, with these bytes. */
  Path with(byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
