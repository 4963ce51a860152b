// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Writes files so that each appears whole or not at all: into a temporary file of the same folder,
 * then moved. What exists is kept unless {@code force} is set.
 */
public final class NewFiles {
  private final boolean force;

  public NewFiles(boolean force) {
    this.force = force;
  }

  /**
   * To be called before long work.
   *
   * @throws FileAlreadyExistsException if the file exists and force is not set
   */
  public void requireAbsent(Path file) throws IOException {
    if (Files.isDirectory(file)) throw new IOException(file + ": is a folder, want a file");
    if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString(), null, "exists; --force overwrites it");
    }
    Path folder = folder(file);
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + ": no such folder");
    }
  }

  public void write(Path file, byte[] content) throws IOException {
    writeAll(folder(file), Map.of(file.getFileName().toString(), content), name -> false);
  }

  /**
   * Writes all or, if one fails, none; with force a failing move leaves the files that were moved
   * before it. Secret files have mode 0600 from their creation on.
   */
  public void writeAll(Path folder, Map<String, byte[]> files, Predicate<String> secret)
      throws IOException {
    for (String name : files.keySet()) requireAbsent(folder.resolve(name));
    List<Path[]> moves = new ArrayList<>(); // from, to
    List<Path> done = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path to = folder.resolve(file.getKey());
        Path from = folder.resolve("." + file.getKey() + "." + UUID.randomUUID() + ".tmp");
        moves.add(new Path[] {from, to});
        create(from, file.getValue(), secret.test(file.getKey()));
      }
      for (Path[] move : moves) {
        move(move[0], move[1]);
        done.add(move[1]);
      }
    } catch (IOException | RuntimeException e) {
      for (Path[] move : moves) Files.deleteIfExists(move[0]);
      if (!force) for (Path file : done) Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * A hard link fails if the target exists, so that two processes cannot both write it. Where the
   * file system has no links the move may replace a file made in this very moment.
   */
  private void move(Path from, Path to) throws IOException {
    if (!force) {
      try {
        Files.createLink(to, from);
        Files.delete(from);
        return;
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (FileSystemException | UnsupportedOperationException e) { // no links here
        requireAbsent(to);
      }
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void create(Path file, byte[] content, boolean secret) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        secret && posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel out = Files.newByteChannel(file, options, mode)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) out.write(buffer);
    }
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().getParent();
  }
}
