// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.journal;

import static org.assay.archive.refusal.Code.MALFORMED_ARCHIVE;
import static org.assay.archive.refusal.Refusal.require;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.assay.archive.refusal.Refusal;

/**
 * The file {@code .lock} of an archive: writers hold it alone, readers together. The lock ends with
 * the channel, and with the process.
 */
record FolderLock(Path file) {
  static FolderLock of(Path folder) {
    return new FolderLock(folder.toAbsolutePath().resolve(".lock"));
  }

  /** Whether a writer has ever been here; the file is never deleted. */
  boolean exists() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Waits until nobody else reads or writes. */
  FileChannel alone() throws IOException, Refusal {
    return locked(false, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Waits until nobody writes. Requires: the file is there. */
  FileChannel together() throws IOException, Refusal {
    return locked(true, StandardOpenOption.READ);
  }

  private FileChannel locked(boolean shared, StandardOpenOption... options)
      throws IOException, Refusal {
    if (!Files.isDirectory(file.getParent())) {
      throw new NotDirectoryException(file.getParent().toString());
    }
    require( // A-06 (c): to open a pipe would be to wait for ever
        !exists() || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS),
        MALFORMED_ARCHIVE,
        "%s: is no file",
        file);
    FileChannel channel = FileChannel.open(file, options);
    try {
      channel.lock(0, Long.MAX_VALUE, shared);
      return channel;
    } catch (IOException cannotLock) {
      channel.close();
      throw cannotLock;
    }
  }
}
