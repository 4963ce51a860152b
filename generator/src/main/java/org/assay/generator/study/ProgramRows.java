// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.NetworkStatement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.report.ProgramRow;

/** The certificates about programs in an archive, each decided by the checker once more. */
public final class ProgramRows {
  private static final String NAME = NetworkStatement.STRATEGY + "(\\..+)?\\.cert\\.json";

  private ProgramRows() {}

  /** A checker that is looked for only if there is something to decide. */
  public interface Checkers {
    CheckerProcess get() throws IOException;
  }

  /**
   * Of all folders in this one, by name.
   *
   * @param policy whose signatures are wanted; empty: they are not looked at
   */
  public static List<ProgramRow> of(Path archive, Optional<Path> policy, Checkers checkers)
      throws IOException {
    List<ProgramRow> rows = new ArrayList<>();
    for (Path file : files(archive)) {
      Optional<CertificateReader.NetworkContents> contents =
          CertificateReader.network(file, CertificateReader.bytes(file));
      if (contents.isEmpty()) continue;
      Path model = ModelSearch.of(file);
      rows.add(
          new CertificateReport(file, model, policy, checkers.get(), "")
              .row(contents.get().statement()));
    }
    return rows;
  }

  private static List<Path> files(Path archive) throws IOException {
    if (!Files.isDirectory(archive)) return List.of();
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        archive,
        Set.of(),
        2,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isExhaustive(file)) files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE; // gone meanwhile
            throw e;
          }
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** In a folder of a model, with or without options in its name. */
  private static boolean isExhaustive(Path file) {
    return file.getFileName().toString().matches(NAME);
  }
}
