// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What a transaction does to the file system; before and after each a machine may stop. */
interface Disk {
  /** The file system as it is. */
  Disk REAL = new Disk() {};

  /**
   * Makes a new file with these bytes. They may be lost in a power cut until it is forced.
   *
   * @param secret whether none but its owner may ever read it, where the file system can tell
   */
  default void write(Path file, byte[] content, boolean secret) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        secret && posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel out = FileChannel.open(file, options, mode)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) out.write(buffer);
    }
  }

  /** Makes the bytes of a file survive a power cut. */
  default void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the names in a folder survive a power cut, where the file system can. */
  default void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException notHere) { // Windows opens no folder; the files themselves are safe
      return;
    }
  }

  default void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
  }

  /** In one step; what had the name before has it no more. */
  default void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * A second name for a file; fails if there is something of that name.
   *
   * @throws UnsupportedOperationException where the file system has no such links
   */
  default void link(Path from, Path to) throws IOException {
    Files.createLink(to, from);
  }

  default void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Takes a name away, if it is there: of a file, or of an empty folder. */
  default void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }
}
