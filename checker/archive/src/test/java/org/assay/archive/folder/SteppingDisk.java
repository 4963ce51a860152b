// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.assay.archive.files.Disk;

/** The real disk; before each operation, and inside of each writing, it says so and waits. */
final class SteppingDisk implements Disk {
  private void step() throws IOException {
    System.out.println("step");
    if (System.in.read() < 0) {
      throw new IOException("nobody is there to say go on");
    }
  }

  @Override
  public void write(Path file, byte[] bytes) throws IOException {
    step();
    int half = bytes.length / 2;
    Disk.super.write(file, Arrays.copyOf(bytes, half));
    step();
    byte[] rest = Arrays.copyOfRange(bytes, half, bytes.length);
    Files.write(file, rest, StandardOpenOption.APPEND);
  }

  @Override
  public void force(Path file) throws IOException {
    step();
    Disk.super.force(file);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    step();
    Disk.super.makeFolder(folder);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    Disk.super.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    Disk.super.delete(file);
  }
}
