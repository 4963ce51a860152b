// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.assay.generator.files.NewFiles;
import org.assay.generator.model.Model;
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
      "Writes the results of studies as a page for people: index.html, which needs no other file,",
      "its figures as SVG files, and the tables once more as Markdown, BENCHMARKS.md."
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

  @Option(names = "--force", description = "overwrite an existing report (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    List<StudyRow> rows = new ArrayList<>();
    for (Path study : studies) rows.addAll(StudyRow.read(study));
    if (rows.isEmpty()) throw new IOException("results " + studies + ": got no row, want some");
    Map<String, byte[]> files = new Report(rows, models(rows)).files();
    Files.createDirectories(out);
    new NewFiles(force).writeAll(out, files, file -> false);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT, "written: %s, %d figures%n", out.resolve("index.html"), files.size() - 2);
    spec.commandLine().getOut().flush();
    return Exit.DONE;
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
