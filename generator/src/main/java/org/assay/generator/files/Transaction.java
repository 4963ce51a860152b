// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Several files that appear together or not at all, and are on the disk when {@link #commit}
 * returns.
 *
 * <p>All are first written under other names and forced to the disk, then renamed. A failure puts
 * everything back.
 */
public final class Transaction {
  /** What becomes of a file that is there. */
  public enum Existing {
    /** It stays, and the transaction fails. */
    KEPT,
    /** It is replaced in one step: at every moment there is one, the old or the new. */
    REPLACED,
    /** It is gone before the first new file appears, so that no old one lies beside a new one. */
    REMOVED_FIRST
  }

  private record Item(Path to, byte[] content, boolean secret, Existing existing, Path written) {}

  /** A step, or what takes it back. */
  private interface Step {
    void run() throws IOException;
  }

  /** One at a time, so that a program that is told to end can wait for the one that runs. */
  private static final Object GATE = new Object();

  private static boolean isClosed;
  private static boolean hasWritten;

  private final List<Item> items = new ArrayList<>();
  private final Deque<Step> undos = new ArrayDeque<>();
  private final List<Path> aside = new ArrayList<>();

  /** A file to be written. Folders are made as needed. */
  public Transaction add(Path to, byte[] content, Existing existing) {
    items.add(new Item(to, content, false, existing, Place.beside(to, ".tmp")));
    return this;
  }

  /** The same, readable by its owner only from its creation on. */
  public Transaction addSecret(Path to, byte[] content, Existing existing) {
    items.add(new Item(to, content, true, existing, Place.beside(to, ".tmp")));
    return this;
  }

  /**
   * @throws FileAlreadyExistsException if a file is there that may not be replaced
   * @throws IOException naming the file that cannot be written; everything is as it was then
   */
  public void commit() throws IOException {
    synchronized (GATE) {
      if (isClosed) throw new IOException("stopped before anything of it was written");
      writeAll();
      hasWritten = true;
    }
  }

  /**
   * Waits for the transaction that runs, if any; from now on none begins.
   *
   * @return whether this program has written anything
   */
  public static boolean close() {
    synchronized (GATE) {
      isClosed = true;
      return hasWritten;
    }
  }

  private void writeAll() throws IOException {
    try {
      for (Item item : items) attempt(item, () -> prepare(item));
      for (Item item : items) attempt(item, () -> setAside(item));
      for (Item item : items) attempt(item, () -> publish(item));
      for (Path folder : folders()) Place.sync(folder);
    } catch (IOException | RuntimeException e) {
      rollBack(e);
      throw e;
    }
    undos.clear();
    for (Path old : aside) Files.deleteIfExists(old);
  }

  private static void attempt(Item item, Step step) throws IOException {
    try {
      step.run();
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(item.to.toString(), null, "exists; it is kept");
    } catch (FileSystemException e) {
      throw Place.named(item.to, e);
    }
  }

  private void prepare(Item item) throws IOException {
    makeFolder(Place.folder(item.to));
    undos.push(() -> Files.deleteIfExists(item.written));
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = item.to.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        item.secret && posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel out = FileChannel.open(item.written, options, mode)) {
      ByteBuffer buffer = ByteBuffer.wrap(item.content);
      while (buffer.hasRemaining()) out.write(buffer);
      out.force(true);
    }
  }

  private void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    makeFolder(folder.getParent());
    Files.createDirectory(folder);
    undos.push(() -> Files.deleteIfExists(folder));
  }

  private void setAside(Item item) throws IOException {
    if (!Files.exists(item.to, LinkOption.NOFOLLOW_LINKS)) return;
    if (item.existing == Existing.KEPT) throw new FileAlreadyExistsException(item.to.toString());
    Path old = Place.beside(item.to, ".old");
    aside.add(old);
    if (item.existing == Existing.REMOVED_FIRST) {
      Files.move(item.to, old, StandardCopyOption.ATOMIC_MOVE);
    } else {
      undos.push(() -> Files.deleteIfExists(old));
      copy(item.to, old);
    }
    undos.push(() -> Files.move(old, item.to, StandardCopyOption.ATOMIC_MOVE));
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileSystemException | UnsupportedOperationException e) { // no links here
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void publish(Item item) throws IOException {
    if (item.existing == Existing.REPLACED) {
      boolean isNew = !Files.exists(item.to, LinkOption.NOFOLLOW_LINKS);
      Files.move(item.written, item.to, StandardCopyOption.ATOMIC_MOVE);
      if (isNew) undos.push(() -> Files.deleteIfExists(item.to));
    } else {
      publishNew(item);
    }
  }

  /**
   * A hard link fails if the target exists, so that two processes cannot both write it. Where the
   * file system has no links the move may replace a file made in this very moment.
   */
  private void publishNew(Item item) throws IOException {
    try {
      Files.createLink(item.to, item.written);
      undos.push(() -> Files.deleteIfExists(item.to));
      Files.delete(item.written);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) { // no links here
      if (Files.exists(item.to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(item.to.toString());
      }
      Files.move(item.written, item.to, StandardCopyOption.ATOMIC_MOVE);
      undos.push(() -> Files.deleteIfExists(item.to));
    }
  }

  private Set<Path> folders() {
    Set<Path> folders = new TreeSet<>();
    for (Item item : items) folders.add(Place.folder(item.to));
    return folders;
  }

  private void rollBack(Exception why) {
    while (!undos.isEmpty()) {
      try {
        undos.pop().run();
      } catch (IOException e) {
        why.addSuppressed(e);
      }
    }
  }
}
