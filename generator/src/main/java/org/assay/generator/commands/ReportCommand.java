// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.model.Model;
import org.assay.generator.report.Inside;
import org.assay.generator.report.Places;
import org.assay.generator.report.Report;
import org.assay.generator.report.StudyRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay report}. */
@Command(
    name = "report",
    description = {
      "Writes the results of studies as a page for people.",
      "index.html needs no other file; its tables stand once more in BENCHMARKS.md, Markdown."
    },
    footer = {
      "",
      "Example:",
      "  assay report --study study.csv --models certificates/models --out report"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--study",
      required = true,
      paramLabel = "FILE",
      description = "results of assay study, CSV; may be given more than once (required)")
  private List<Path> studies;

  @Option(
      names = "--models",
      required = true,
      paramLabel = "DIR",
      description = "folder of the model files that the results name (required)")
  private Path models;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "folder to write (required)")
  private Path out;

  @Option(
      names = "--certificates",
      paramLabel = "DIR",
      description =
          "folder with the certificates, to link them (default: the one that has --models)")
  private Path certificates;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "for the commands on the page (default: policy.json of --certificates, if any)")
  private Path policy;

  @Option(names = "--force", description = "overwrite an existing report (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    NewFiles pages =
        new NewFiles(force).reading(studies.toArray(Path[]::new)).reading(models, policy);
    pages.requireWritable(out, List.of("index.html"));
    List<StudyRow> rows = new ArrayList<>();
    for (Path study : studies) rows.addAll(StudyRow.read(study));
    if (rows.isEmpty()) throw new IOException("results " + studies + ": got no row, want some");
    Map<String, Model> found = models(rows);
    Report report = new Report(rows, found, places());
    firstOfTheShortest(rows).ifPresent(name -> report.with(new Inside(name, found.get(name))));
    Map<String, byte[]> files = report.files();
    pages.writeAll(out, files, file -> false);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "written: %s; of %d rows %d have a certificate%n",
            out.resolve("index.html"),
            rows.size(),
            report.kept());
    spec.commandLine().getOut().flush();
    return Exit.DONE;
  }

  private Places places() throws IOException {
    Path folder = certificates == null ? parent(models) : certificates;
    Path trusted = policy == null ? folder.resolve("policy.json") : policy;
    if (policy != null && !Files.exists(policy)) {
      throw new NoSuchFileException(policy.toString());
    }
    return new Places(
        out,
        models,
        folder,
        Optional.of(trusted).filter(Files::exists),
        typed("generator/bin/assay"),
        typed("checker/bin/assay-check"));
  }

  private static Path parent(Path folder) {
    Path parent = folder.normalize().getParent();
    return parent == null ? Path.of(".") : parent;
  }

  /** A program of this source tree, seen from the working folder if it is below. */
  private static String typed(String program) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path full = Project.home().resolve(program).toAbsolutePath().normalize();
    return (full.startsWith(here) ? here.relativize(full) : full).toString();
  }

  private static Optional<String> firstOfTheShortest(List<StudyRow> rows) {
    return rows.stream().min(Comparator.comparingInt(StudyRow::k)).map(StudyRow::model);
  }

  private Map<String, Model> models(List<StudyRow> rows) throws IOException {
    Map<String, Model> found = new HashMap<>();
    for (String name : new TreeSet<>(rows.stream().map(StudyRow::model).toList())) {
      Model model = Model.read(models.resolve(name));
      for (StudyRow row : rows) {
        if (row.model().equals(name) && !row.sha256().equals(model.sha256())) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "model %s: got SHA-256 %s, want that of the results, %s",
                  models.resolve(name),
                  model.sha256(),
                  row.sha256()));
        }
      }
      found.put(name, model);
    }
    return found;
  }
}
