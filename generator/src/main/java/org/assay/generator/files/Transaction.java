// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
 * everything back. If the machine stops meanwhile, what has its name is whole, and what was set
 * aside is still there, as {@code .assay-....old}.
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
  private final List<Path> made = new ArrayList<>();
  private final Disk disk;

  /** On the disk that there is. */
  public Transaction() {
    this(Disk.REAL);
  }

  Transaction(Disk disk) {
    this.disk = disk;
  }

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
      if (!aside.isEmpty()) forceFolders(); // or a power cut could leave old files beside new ones
      for (Item item : items) attempt(item, () -> publish(item));
      forceFolders();
    } catch (IOException | RuntimeException e) {
      rollBack(e);
      throw e;
    }
    undos.clear();
    for (Path old : aside) disk.delete(old);
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
    undos.push(() -> disk.delete(item.written));
    disk.write(item.written, item.content, item.secret);
    disk.force(item.written);
  }

  private void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) return;
    makeFolder(folder.getParent());
    disk.makeFolder(folder);
    undos.push(() -> disk.delete(folder));
    made.add(folder);
  }

  private void setAside(Item item) throws IOException {
    if (!Files.exists(item.to, LinkOption.NOFOLLOW_LINKS)) return;
    if (item.existing == Existing.KEPT) throw new FileAlreadyExistsException(item.to.toString());
    Path old = Place.beside(item.to, ".old");
    aside.add(old);
    if (item.existing == Existing.REMOVED_FIRST) {
      disk.move(item.to, old);
    } else {
      undos.push(() -> disk.delete(old));
      copy(item.to, old);
    }
    undos.push(() -> disk.move(old, item.to));
  }

  private void copy(Path from, Path to) throws IOException {
    try {
      disk.link(from, to);
    } catch (FileSystemException | UnsupportedOperationException e) { // no links here
      disk.copy(from, to);
    }
  }

  private void publish(Item item) throws IOException {
    if (item.existing == Existing.REPLACED) {
      boolean isNew = !Files.exists(item.to, LinkOption.NOFOLLOW_LINKS);
      disk.move(item.written, item.to);
      if (isNew) undos.push(() -> disk.delete(item.to));
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
      disk.link(item.written, item.to);
      undos.push(() -> disk.delete(item.to));
      disk.delete(item.written);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) { // no links here
      if (Files.exists(item.to, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(item.to.toString());
      }
      disk.move(item.written, item.to);
      undos.push(() -> disk.delete(item.to));
    }
  }

  /** Those in which names changed: of files, or of folders made for them. */
  private void forceFolders() {
    Set<Path> folders = new TreeSet<>();
    for (Item item : items) folders.add(Place.folder(item.to));
    for (Path folder : made) folders.add(folder.getParent());
    for (Path folder : folders) disk.forceFolder(folder);
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
