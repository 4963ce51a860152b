// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.assay.archive.files.Disk;

/**
 * A disk that stops at its n-th operation, and may then have forgotten what was not forced: the
 * ends of files, and the latest renamings.
 */
final class StoppingDisk implements Disk {
  /** The power is gone. */
  static final class Stopped extends Error {
    private static final long serialVersionUID = 1;
  }

  private record Renaming(Path from, Path to, byte[] replaced) {}

  private final Random random;
  private final boolean keepsAll;
  private final List<Path> unforced = new ArrayList<>();
  private final Deque<Renaming> renamings = new ArrayDeque<>();
  private int left;

  /** Of the ways 0 and 1 forget nothing: a process is killed, and the machine runs on. */
  StoppingDisk(int operations, int way) {
    left = operations;
    random = new Random(way);
    keepsAll = way < 2;
  }

  /** What a power cut does to what was not forced. */
  void forget() throws IOException {
    if (keepsAll) {
      return;
    }
    for (int gone = random.nextInt(renamings.size() + 1); gone > 0; gone--) {
      Renaming last = renamings.pop();
      Files.move(last.to, last.from);
      if (last.replaced != null) {
        Files.write(last.to, last.replaced);
      }
    }
    for (Path file : unforced) {
      if (Files.exists(file)) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      }
    }
  }

  private void step() {
    if (left-- == 0) {
      throw new Stopped();
    }
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    if (left == 0) {
      unforced.add(file);
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    }
    step();
    Disk.super.write(file, bytes);
    unforced.add(file);
  }

  @Override
  public void force(Path file) throws IOException {
    step();
    unforced.remove(file);
  }

  @Override
  public void forceFolder(Path folder) {
    step();
    renamings.removeIf(one -> one.to.getParent().equals(folder));
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    step();
    Disk.super.makeFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    byte[] replaced = Files.exists(to) ? Files.readAllBytes(to) : null;
    Disk.super.rename(from, to);
    renamings.push(new Renaming(from, to, replaced));
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    Disk.super.delete(file);
  }
}
