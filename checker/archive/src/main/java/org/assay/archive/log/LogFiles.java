// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.assay.archive.files.Disk;

/** Files of a log or a witness: read up to a limit, replaced whole or not at all. */
final class LogFiles {
  private LogFiles() {}

  /** The bytes of a file, or one more than {@code most} of them: whoever parses them refuses. */
  static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /** Puts these bytes there, on the disk, in one step; makes the folders. */
  static void write(Disk disk, Path file, byte[] bytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path next = folder.resolve(".assay-" + UUID.randomUUID() + ".tmp");
    try {
      disk.write(next, bytes);
      disk.force(next);
      disk.rename(next, file);
      disk.forceFolder(folder);
    } finally {
      disk.delete(next);
    }
  }

  /** Work on a folder that nobody else may do at the same time. */
  interface Work<T, X extends Exception> {
    T run() throws IOException, X;
  }

  /** Runs the work alone, among all processes that use this; waits for another to end. */
  static <T, X extends Exception> T alone(Path folder, Work<T, X> work) throws IOException, X {
    Files.createDirectories(folder);
    synchronized (LogFiles.class) { // a lock of the file system is one of the whole process
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException(folder + ": the lock was lost");
        }
        return work.run();
      }
    }
  }
}
