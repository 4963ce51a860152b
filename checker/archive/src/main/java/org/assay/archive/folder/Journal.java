// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;

/**
 * Changes a folder from one state to the next, whatever stops it where (spec A-06): new contents
 * are first written into {@code .pending} and forced to the disk, then a plan appears there in one
 * step. Without a plan the next one throws all of it away; with a plan it does the rest.
 */
public final class Journal {
  private static final String PENDING = ".pending";
  private static final String PLAN = "plan";
  private static final String LOCK = ".lock";

  /** One change at a time in this process; the lock on the file is for others. */
  private static final Object GATE = new Object();

  private final Path folder;
  private final Disk disk;

  public Journal(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** What is to be written, found out while nobody else can change the folder. */
  public interface Change {
    /** New files, and those that are replaced, by name. */
    SortedMap<String, byte[]> files() throws IOException, Refusal;

    /** Whether a file that is there may be replaced. */
    default boolean replaces(String name) {
      return false;
    }
  }

  /**
   * Waits for other writers, puts an interrupted change in order, and makes this one.
   *
   * @throws FileAlreadyExistsException if a file is there that is not to be replaced
   */
  public void commit(Change change) throws IOException, Refusal {
    synchronized (GATE) {
      FileChannel lock = lock();
      try (lock) {
        recover();
        SortedMap<String, byte[]> files = change.files();
        for (String name : files.keySet()) {
          JournalPlan.requireInside(folder, name);
          Path to = folder.resolve(name);
          if (!change.replaces(name) // A-06 (b)
              && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to.toString(), null, "exists; it is kept");
          }
        }
        if (!files.isEmpty()) {
          prepare(files);
          recover();
        }
      }
    }
  }

  /**
   * Puts an interrupted change in order, for a reader.
   *
   * @throws IOException if there is one and the folder cannot be written
   * @throws Refusal MALFORMED_ARCHIVE if its plan is none that was written here
   */
  public void settle() throws IOException, Refusal {
    if (!Files.exists(folder.resolve(PENDING))) {
      return;
    }
    synchronized (GATE) {
      FileChannel lock = lock();
      try (lock) {
        recover();
      }
    }
  }

  private FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock(); // ends with the channel, and with the process
    return channel;
  }

  private void prepare(Map<String, byte[]> files) throws IOException {
    Path pending = folder.resolve(PENDING);
    disk.makeFolder(pending);
    disk.forceFolder(folder);
    StringBuilder plan = new StringBuilder();
    int number = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path written = pending.resolve(String.valueOf(number));
      disk.write(written, file.getValue());
      disk.force(written);
      plan.append(number++).append(' ').append(file.getKey()).append('\n');
    }
    Path draft = pending.resolve(PLAN + ".new");
    disk.write(draft, plan.toString().getBytes(US_ASCII));
    disk.force(draft);
    disk.forceFolder(pending);
    disk.rename(draft, pending.resolve(PLAN));
    disk.forceFolder(pending); // from here on it will be done
  }

  private void recover() throws IOException, Refusal {
    Path pending = folder.resolve(PENDING);
    if (!Files.isDirectory(pending, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path plan = pending.resolve(PLAN);
    // A-06 (a)
    if (Files.exists(plan)) {
      apply(pending, JournalPlan.parse(folder, Files.readString(plan, US_ASCII)).files());
      disk.delete(plan);
      disk.forceFolder(pending);
    }
    List<Path> rest;
    try (Stream<Path> files = Files.list(pending)) {
      rest = files.sorted().toList();
    }
    for (Path file : rest) {
      disk.delete(file);
    }
    disk.delete(pending);
    disk.forceFolder(folder);
  }

  private void apply(Path pending, Map<String, String> planned) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Map.Entry<String, String> file : planned.entrySet()) {
      Path written = pending.resolve(file.getValue());
      Path to = folder.resolve(file.getKey());
      makeFolders(to.getParent());
      if (Files.exists(written)) { // else it was done before the interruption
        disk.rename(written, to);
      }
      if (!folders.contains(to.getParent())) {
        folders.add(to.getParent());
      }
    }
    folders.forEach(disk::forceFolder);
  }

  private void makeFolders(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      makeFolders(wanted.getParent());
      disk.makeFolder(wanted);
      disk.forceFolder(wanted.getParent());
    }
  }
}
