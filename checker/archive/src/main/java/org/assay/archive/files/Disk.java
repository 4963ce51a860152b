// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The operations by which an archive changes, each a point at which a machine can stop. */
public interface Disk {
  /** The file system as it is. */
  Disk REAL = new Disk() {};

  /** Makes a new file with these bytes. They may be lost in a power cut until it is forced. */
  default void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    }
  }

  /** Makes a file's bytes survive a power cut. */
  default void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the names in a folder survive a power cut, where the file system can. */
  default void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) { // Windows opens no folder
      return;
    }
  }

  default void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
  }

  /** Gives a file its name in one step, whatever had it before. */
  default void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Gives a file a name that is free; no file is ever replaced.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  default void renameNew(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(to.toString());
      }
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.delete(from);
  }

  /** Takes a name away, if it is there: a file, or an empty folder. */
  default void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
