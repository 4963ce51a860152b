// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assay.archive.files.Disk;
import org.assay.archive.refusal.Refusal;

/** Puts an interrupted change in order. Requires: nobody else writes. */
record Recovery(Path folder, Disk disk) {
  static final String PENDING = ".pending";
  static final String PLAN = "plan";

  /** Whether there is one. */
  boolean isInterrupted() {
    return Files.isDirectory(folder.resolve(PENDING), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Does the rest of what has a plan, and throws away what has none.
   *
   * @throws Refusal MALFORMED_ARCHIVE or MALFORMED_MANIFEST if the plan is none of ours
   */
  void recover() throws IOException, Refusal {
    if (!isInterrupted()) {
      return;
    }
    Path pending = folder.resolve(PENDING);
    Path plan = pending.resolve(PLAN);
    // A-06 (a)
    if (Files.exists(plan, LinkOption.NOFOLLOW_LINKS)) {
      apply(pending, JournalPlan.read(folder, plan).files());
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
