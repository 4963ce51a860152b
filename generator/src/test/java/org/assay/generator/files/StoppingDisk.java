// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real disk; it writes down what is done, and may stop at the n-th operation. */
final class StoppingDisk implements Disk {
  /** The process is killed: not an exception that anything here would catch. */
  static final class Stopped extends Error {
    private static final long serialVersionUID = 1;
  }

  private final List<String> steps = new ArrayList<>();
  private final Map<String, String> shortNames = new HashMap<>();
  private final boolean hasLinks;
  private int left;

  StoppingDisk(int operations, boolean hasLinks) {
    this.left = operations;
    this.hasLinks = hasLinks;
  }

  /** What was done, with tmp1, old2 ... for the names beside the files. */
  List<String> steps() {
    return steps;
  }

  private void step(String what, Path... paths) {
    StringBuilder step = new StringBuilder(what);
    for (Path path : paths) step.append(' ').append(shortName(path.getFileName().toString()));
    steps.add(step.toString());
    if (left-- == 0) throw new Stopped();
  }

  private String shortName(String name) {
    if (!name.startsWith(".assay-")) return name;
    String kind = name.substring(name.lastIndexOf('.') + 1);
    return shortNames.computeIfAbsent(name, unseen -> kind + (shortNames.size() + 1));
  }

  @Override
  public void write(Path file, byte[] content, boolean secret) throws IOException {
    if (left == 0) Disk.super.write(file, Arrays.copyOf(content, content.length / 2), secret);
    step("write", file);
    Disk.super.write(file, content, secret);
  }

  @Override
  public void force(Path file) throws IOException {
    step("force", file);
    Disk.super.force(file);
  }

  @Override
  public void forceFolder(Path folder) {
    step("force folder", folder);
    Disk.super.forceFolder(folder);
  }

  @Override
  public void makeFolder(Path folder) throws IOException {
    step("make", folder);
    Disk.super.makeFolder(folder);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step("move", from, to);
    Disk.super.move(from, to);
  }

  @Override
  public void link(Path from, Path to) throws IOException {
    if (!hasLinks) throw new UnsupportedOperationException();
    step("link", from, to);
    Disk.super.link(from, to);
  }

  @Override
  public void copy(Path from, Path to) throws IOException {
    step("copy", from, to);
    Disk.super.copy(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    step("delete", path);
    Disk.super.delete(path);
  }
}
