// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** The folder that a file is written into, and the names of unfinished files beside it. */
final class Place {
  private Place() {}

  static Path folder(Path file) {
    return file.toAbsolutePath().getParent();
  }

  /** A name in the same folder that nobody else uses. */
  static Path beside(Path file, String ending) {
    return folder(file).resolve(".assay-" + UUID.randomUUID() + ending);
  }

  /**
   * Whether a file can be made there, or in the nearest folder above that exists.
   *
   * @throws IOException naming the file that is to be written, not the one that was tried
   */
  static void probe(Path file) throws IOException {
    Path folder = folder(file);
    while (folder != null && !Files.exists(folder)) folder = folder.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(file + ": cannot be written: " + folder + " is no folder");
    }
    try {
      Path probe = folder.resolve(".assay-" + UUID.randomUUID() + ".tmp");
      Files.createFile(probe);
      Files.delete(probe);
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  /** Whether the names of two files to be made in one folder are the same there. */
  static boolean isOneName(Path file, Path other) throws IOException {
    Path tried = beside(file, ".tmp");
    Path name = tried.resolve(file.getFileName());
    try {
      Files.createDirectory(tried);
      try {
        Files.createFile(name);
        return Files.exists(tried.resolve(other.getFileName()));
      } finally {
        Files.deleteIfExists(name);
        Files.delete(tried);
      }
    } catch (IOException e) {
      throw named(file, e);
    }
  }

  /** The failure, by the name of the file that was to be written. */
  static IOException named(Path file, IOException e) {
    String reason = e instanceof FileSystemException ? ((FileSystemException) e).getReason() : null;
    if (reason == null && e instanceof AccessDeniedException) reason = "access denied";
    if (reason == null && e instanceof NoSuchFileException) reason = "no such folder";
    if (reason == null) reason = String.valueOf(e.getMessage());
    return new IOException(file + ": cannot be written: " + reason, e);
  }
}
