// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assay.generator.files.NewFiles;
import org.assay.generator.report.StudyRow;

/**
 * The results file of a study: a line per certificate, in the order of the plan; then the lines
 * that were there and are of no proof of the plan.
 */
public final class StudyResults {
  private final Path file;
  private final Map<Long, StudyRow> rows = new TreeMap<>();
  private final List<StudyRow> others = new ArrayList<>();

  private StudyResults(Path file) {
    this.file = file;
  }

  /** The rows of the file, if it exists. */
  public static List<StudyRow> read(Path file) throws IOException {
    return Files.exists(file) ? StudyRow.read(file) : List.of();
  }

  /** Results to be written to this file, which is replaced whenever one is added. */
  public static StudyResults to(Path file) {
    return new StudyResults(file);
  }

  /**
   * @param order the first orders models, the second their proofs
   */
  public synchronized void add(int model, int proof, StudyRow row) {
    rows.put(((long) model << Integer.SIZE) + proof, row);
  }

  /** A row that is not the plan's is nobody's to drop. */
  public synchronized void keep(StudyRow other) {
    others.add(other);
  }

  public synchronized Optional<StudyRow> find(String fileName, StudyPlan.Proof proof) {
    return rows.values().stream().filter(row -> isOf(row, fileName, proof)).findFirst();
  }

  public static boolean isOf(StudyRow row, String fileName, StudyPlan.Proof proof) {
    return row.model().equals(fileName)
        && row.strategy().equals(proof.strategy())
        && row.options().equals(proof.words());
  }

  public synchronized void write() throws IOException {
    List<StudyRow> all = Stream.concat(rows.values().stream(), others.stream()).toList();
    new NewFiles(true).write(file, StudyRow.text(all).getBytes(UTF_8));
  }
}
