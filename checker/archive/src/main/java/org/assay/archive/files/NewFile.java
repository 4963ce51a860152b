// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;

/** One file that appears whole or not at all, and never in the place of another. */
public record NewFile(Disk disk) {
  /**
   * @throws FileAlreadyExistsException if there is something of this name; it is kept
   */
  public void write(Path file, byte[] bytes) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw taken(file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException(file + ": cannot be written: " + folder + " is no folder");
    }
    Path written = folder.resolve(".assay-" + UUID.randomUUID() + ".tmp");
    try {
      disk.write(written, bytes);
      disk.force(written);
      disk.renameNew(written, file);
      disk.forceFolder(folder);
    } catch (FileAlreadyExistsException lost) {
      throw taken(file);
    } finally {
      disk.delete(written);
    }
  }

  private static FileAlreadyExistsException taken(Path file) {
    return new FileAlreadyExistsException(file.toString(), null, "exists; it is kept");
  }
}
