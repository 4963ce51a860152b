// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that people name: of a folder Java would not say which file it is. */
public final class NamedFile {
  private NamedFile() {}

  /**
   * At most so many bytes of it.
   *
   * @throws FileSystemException that names it, if it cannot be read
   */
  public static byte[] read(Path file, int most) throws FileSystemException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder, want a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException unnamed) { // a disk that fails
      throw new FileSystemException(file.toString(), null, unnamed.getMessage());
    }
  }

  /** All of it, each byte a character. */
  public static String text(Path file) throws FileSystemException {
    return new String(read(file, Integer.MAX_VALUE), StandardCharsets.ISO_8859_1);
  }
}
