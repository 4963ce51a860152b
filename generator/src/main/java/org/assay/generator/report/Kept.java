// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.certificate.CertificateReader;
import org.assay.generator.certificate.Statement;

/** For which rows of a study there is a certificate that says what the row says. */
final class Kept {
  private final Map<StudyRow, Path> files = new HashMap<>();

  private Kept() {}

  /**
   * Looks for each.
   *
   * @throws IOException naming the file, if one has the name of a row's certificate and is none
   */
  static Kept of(List<StudyRow> rows, Path certificates) throws IOException {
    Kept kept = new Kept();
    for (StudyRow row : rows) {
      Path file = certificates.resolve(row.stem()).resolve(row.certificateName());
      if (Files.exists(file) && says(CertificateReader.read(file).statement(), row)) {
        kept.files.put(row, file);
      }
    }
    return kept;
  }

  private static boolean says(Statement statement, StudyRow row) {
    return statement.sha256().equals(row.sha256())
        && statement.strategy().equals(row.strategy())
        && statement.claim().correct().toString().equals(row.correct())
        && statement.claim().total().toString().equals(row.total());
  }

  Optional<Path> file(StudyRow row) {
    return Optional.ofNullable(files.get(row));
  }

  int count() {
    return files.size();
  }
}
