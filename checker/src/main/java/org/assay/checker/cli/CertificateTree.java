// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The certificates below a directory. What looks like one and is none, and a folder that cannot be
 * listed, is found, too: it is reported, and the others are still checked.
 */
final class CertificateTree extends SimpleFileVisitor<Path> {
  private final List<Target> found = new ArrayList<>();

  /** A directory stands for every certificate below it, in path order; it may be a link. */
  static List<Target> expand(Path path) throws Arguments.Wrong, IOException {
    if (!Files.isDirectory(path)) {
      return List.of(Target.of(path));
    }
    CertificateTree tree = new CertificateTree();
    Files.walkFileTree(path.resolve("."), tree); // also behind a symbolic link
    if (tree.found.isEmpty()) {
      throw new Arguments.Wrong("no *.cert.json below " + path);
    }
    return tree.targets();
  }

  List<Target> targets() {
    return found.stream().sorted(Comparator.comparing(Target::path)).toList();
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    Path name = file.normalize();
    if (!file.toString().endsWith(".cert.json")) {
      return FileVisitResult.CONTINUE;
    }
    if (Files.isRegularFile(file)) {
      found.add(Target.of(name));
    } else if (!Files.exists(file)) {
      found.add(Target.problem(name, "a link to a file that does not exist"));
    } else if (!Files.isDirectory(file)) {
      found.add(Target.problem(name, "not a regular file"));
    }
    return FileVisitResult.CONTINUE;
  }

  /** A folder that may not be listed, or a file that went away. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException why) {
    return failed(file.normalize(), why);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException why) {
    return why == null ? FileVisitResult.CONTINUE : failed(folder.normalize(), why);
  }

  private FileVisitResult failed(Path path, IOException why) {
    found.add(Target.problem(path, Unreadable.reason(why)));
    return FileVisitResult.CONTINUE;
  }
}
