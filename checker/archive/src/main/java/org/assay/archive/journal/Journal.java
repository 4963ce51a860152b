// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;

/**
 * Changes a folder from one state to the next, whatever stops it where (spec A-06): new contents
 * are first written into {@code .pending} and forced to the disk, then a plan appears there in one
 * step. Without a plan the next one throws all of it away; with a plan it does the rest.
 */
public final class Journal {

  /** One at a time in this process; the lock on the file is for others. */
  private static final Object GATE = new Object();

  private final Path folder;
  private final Disk disk;
  private final FolderLock lock;
  private final Recovery recovery;

  public Journal(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
    this.lock = FolderLock.of(folder);
    this.recovery = new Recovery(folder, disk);
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

  /** What a reader finds out about the folder. */
  public interface Reading<T> {
    T result() throws IOException, Refusal;
  }

  /**
   * Waits for other writers, puts an interrupted change in order, and makes this one.
   *
   * @throws FileAlreadyExistsException if a file is there that is not to be replaced
   */
  public void commit(Change change) throws IOException, Refusal {
    synchronized (GATE) {
      FileChannel alone = lock.alone();
      try (alone) {
        recovery.recover();
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
          recovery.recover();
        }
      }
    }
  }

  /**
   * Reads one state of the folder: waits for a writer, puts an interrupted change in order, and
   * keeps writers waiting. Nothing is written where no change was interrupted.
   *
   * @throws IOException if a change was interrupted and the folder cannot be written
   * @throws Refusal MALFORMED_ARCHIVE if its plan is none that was written here
   */
  public <T> T read(Reading<T> reading) throws IOException, Refusal {
    synchronized (GATE) {
      while (true) {
        Optional<T> result = lock.exists() ? together(reading) : unlocked(reading);
        if (result.isPresent()) {
          return result.get();
        }
      }
    }
  }

  private <T> Optional<T> together(Reading<T> reading) throws IOException, Refusal {
    FileChannel together = lock.together();
    try (together) {
      if (!recovery.isInterrupted()) {
        return Optional.of(reading.result()); // A-06 (k)
      }
    }
    settle();
    return Optional.empty();
  }

  /** Where no writer has ever been: what was read counts if none came meanwhile. */
  private <T> Optional<T> unlocked(Reading<T> reading) throws IOException, Refusal {
    if (recovery.isInterrupted()) { // a copy that was made without the lock
      settle();
      return Optional.empty();
    }
    try {
      T result = reading.result();
      return lock.exists() ? Optional.empty() : Optional.of(result); // A-06 (k)
    } catch (IOException | UncheckedIOException | Refusal why) {
      if (lock.exists()) {
        return Optional.empty();
      }
      throw why;
    }
  }

  private void settle() throws IOException, Refusal {
    FileChannel alone = lock.alone();
    try (alone) {
      recovery.recover();
    }
  }

  private void prepare(Map<String, byte[]> files) throws IOException {
    Path pending = folder.resolve(Recovery.PENDING);
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
    Path draft = pending.resolve(Recovery.PLAN + ".new");
    disk.write(draft, plan.toString().getBytes(US_ASCII));
    disk.force(draft);
    disk.forceFolder(pending);
    disk.rename(draft, pending.resolve(Recovery.PLAN));
    disk.forceFolder(pending); // from here on it will be done
  }
}
