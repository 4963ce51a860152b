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
import org.assay.generator.archive.Archive;
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

  /** A row of the model with this place in the plan. */
  public synchronized void add(StudyPlan plan, int model, StudyRow row) {
    List<StudyPlan.Proof> proofs = plan.proofs(plan.entries().get(model));
    for (int j = 0; j < proofs.size(); j++) {
      if (isOf(row, row.model(), proofs.get(j))) add(model, j, row);
    }
  }

  private void add(int model, int proof, StudyRow row) {
    rows.put(((long) model << Integer.SIZE) + proof, row);
  }

  /**
   * Takes over the rows of certificates that exist, and those that are not the plan's.
   *
   * @return the places in the plan of models that lack some
   */
  public synchronized List<Integer> unfinished(
      StudyPlan plan, Archive archive, List<StudyRow> old) {
    List<Integer> unfinished = new ArrayList<>();
    for (int i = 0; i < plan.entries().size(); i++) {
      StudyPlan.Entry entry = plan.entries().get(i);
      Path model = archive.folder().resolve("models").resolve(entry.fileName());
      List<StudyPlan.Proof> proofs = plan.proofs(entry);
      boolean isFinished = Files.exists(model);
      for (int j = 0; j < proofs.size(); j++) {
        StudyPlan.Proof proof = proofs.get(j);
        Optional<StudyRow> row =
            old.stream().filter(one -> isOf(one, entry.fileName(), proof)).findFirst();
        boolean isThere = Files.exists(archive.certificate(model, proof.stem()));
        if (isThere && row.isPresent()) add(i, j, row.get());
        isFinished &= isThere && row.isPresent();
      }
      if (!isFinished) unfinished.add(i);
    }
    old.stream().filter(row -> !plan.isPlanned(row)).forEach(others::add);
    return unfinished;
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
