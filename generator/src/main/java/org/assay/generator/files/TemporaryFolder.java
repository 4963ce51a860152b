// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for what nobody needs later, keys among it: it goes when it is closed, and also when the
 * program is told to end before that.
 */
public final class TemporaryFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook = new Thread(this::deleteAsFarAsPossible);

  /** Readable by nobody else. */
  public TemporaryFolder(String prefix) throws IOException {
    path = Files.createTempDirectory(prefix);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException ending) {
      deleteAsFarAsPossible();
      throw new IOException("stopped before " + path + " was used", ending);
    }
  }

  public Path path() {
    return path;
  }

  /** With all that is in it. */
  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return; // the hook deletes it
    }
    delete();
  }

  private void delete() throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(path)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) Files.deleteIfExists(one);
  }

  /** Whoever writes into it at this moment is being stopped as well. */
  private void deleteAsFarAsPossible() {
    try {
      delete();
    } catch (IOException | UncheckedIOException left) {
      System.err.println(path + ": could not be removed");
    }
  }
}
