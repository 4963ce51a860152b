// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assay.generator.model.Model;
import org.assay.generator.report.FamilyRow;
import org.assay.generator.report.Growth;
import org.assay.generator.report.Inside;
import org.assay.generator.report.Places;
import org.assay.generator.report.ProgramRow;
import org.assay.generator.report.Report;
import org.assay.generator.report.StudyRow;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;

/**
 * The page of studies.
 *
 * @param models by their file names
 */
public record StudyReport(List<StudyRow> rows, Map<String, Model> models) {
  /** Results of {@code assay losses} among the certificates, if there are any. */
  private static final String FAMILIES = "half-spaces.csv";

  /** Its files, and how many of its rows have a certificate. */
  public record Page(Map<String, byte[]> files, int rows, int kept) {}

  /**
   * Reads results and the models that they name.
   *
   * @throws IOException if there is no row, or a model is not that of the results
   */
  public static StudyReport read(List<Path> studies, Path folder) throws IOException {
    List<StudyRow> rows = new ArrayList<>();
    for (Path study : studies) rows.addAll(StudyRow.read(study));
    if (rows.isEmpty()) throw new IOException("results " + studies + ": got no row, want some");
    Map<String, Model> models = new HashMap<>();
    for (String name : new TreeSet<>(rows.stream().map(StudyRow::model).toList())) {
      models.put(name, model(folder.resolve(name), name, rows));
    }
    return new StudyReport(rows, models);
  }

  private static Model model(Path file, String name, List<StudyRow> rows) throws IOException {
    Model model = Model.read(file);
    for (StudyRow row : rows) {
      if (row.model().equals(name) && !row.sha256().equals(model.sha256())) {
        throw new IOException(
            "model "
                + file
                + ": got SHA-256 "
                + model.sha256()
                + ", want that of the results, "
                + row.sha256());
      }
    }
    return model;
  }

  /**
   * The page, with these models looked into; without any, with the circuits of the first one of the
   * shortest inputs.
   */
  public Page page(Places places, List<String> insides, List<ProgramRow> programs)
      throws IOException {
    Report report = new Report(rows, models, places).with(programs);
    Path families = places.certificates().resolve(FAMILIES);
    if (Files.exists(families)) report.withFamilies(FamilyRow.read(families));
    report.withGrowth(Growth.in(places.certificates())).withTheorems(places.certificates());
    for (String name : insides) report.with(inside(report, name));
    if (insides.isEmpty()) {
      String first = rows.stream().min(Comparator.comparingInt(StudyRow::k)).orElseThrow().model();
      report.with(new Inside(first, models.get(first)));
    }
    return new Page(report.files(), rows.size(), report.kept());
  }

  /** Proved again in the ways that have a certificate; if none has, in all. */
  private Inside inside(Report report, String name) throws IOException {
    if (!models.containsKey(name)) {
      throw new IOException("--inside " + name + ": no such model in the results");
    }
    List<StudyRow> own = rows.stream().filter(row -> row.model().equals(name)).toList();
    List<StudyRow> kept = own.stream().filter(report::isKept).toList();
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    for (StudyRow row : kept.isEmpty() ? own : kept) {
      strategies.put(report.title(row), strategy(row));
    }
    return Insides.of(name, models.get(name), strategies, Margin.parse("0"));
  }

  private static Strategy strategy(StudyRow row) {
    List<String> options = row.options().isEmpty() ? List.of() : List.of(row.options().split(" "));
    return new StudyPlan.Proof(Set.of(row.k()), row.strategy(), options).parsed();
  }
}
