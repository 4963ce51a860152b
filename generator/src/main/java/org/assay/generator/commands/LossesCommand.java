// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.assay.generator.files.NewFiles;
import org.assay.generator.options.ArchiveOption;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.report.FamilyRow;
import org.assay.generator.study.FamilyRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay losses}. */
@Command(
    name = "losses",
    description = {
      "Says where the certificates by half-spaces of an archive lose inputs.",
      "The checker decides each; its proof is searched again, and inputs of the classes that lose"
          + " some are computed in doubles: all of them up to 2^26 inputs, else some. Writes a CSV"
          + " file, from which `assay report` has its table of families."
    },
    footer = {
      "",
      "Example:",
      "  assay losses --dir certificates --out certificates/half-spaces.csv"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class LossesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--draws",
      defaultValue = "1000000",
      paramLabel = "N",
      description =
          "inputs to look at where not all are, 1 to 1000000000 (default: ${DEFAULT-VALUE})")
  private long draws;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "table to write, CSV (required)")
  private Path out;

  @Mixin private CheckerOption checker;

  @Option(names = "--force", description = "overwrite an existing file (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    if (draws < 1 || draws > 1_000_000_000) {
      throw new ParameterException(
          spec.commandLine(), "--draws: got " + draws + ", want 1 to 1000000000");
    }
    List<Path> certificates = FamilyRows.files(archive.folder());
    NewFiles files =
        new NewFiles(force).reading(certificates.toArray(Path[]::new)).reading(checker.given());
    files.requireWritable(out);
    if (certificates.isEmpty()) {
      throw new IOException(archive.folder() + ": has no certificate by half-spaces");
    }
    FamilyRows rows = new FamilyRows(checker.program(), draws);
    List<FamilyRow> all = new ArrayList<>();
    PrintWriter stdout = spec.commandLine().getOut();
    for (Path file : certificates) {
      FamilyRow row = rows.of(file);
      all.add(row);
      stdout.printf(Locale.ROOT, "%s: proved %s of %s%n", row.model(), row.correct(), row.total());
      stdout.flush();
    }
    files.write(out, FamilyRow.text(all).getBytes(UTF_8));
    stdout.println("written: " + out + ", " + all.size() + (all.size() == 1 ? " row" : " rows"));
    return Exit.DONE;
  }
}
