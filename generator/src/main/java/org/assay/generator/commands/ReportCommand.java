// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.files.Input;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.report.Places;
import org.assay.generator.report.ProgramRow;
import org.assay.generator.study.CertificateReport;
import org.assay.generator.study.ModelSearch;
import org.assay.generator.study.ProgramRows;
import org.assay.generator.study.StudyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay report}. */
@Command(
    name = "report",
    description = {
      "Writes results of studies, or one certificate, as a page for people.",
      "index.html needs no other file; tables of studies stand once more in BENCHMARKS.md,"
          + " Markdown."
    },
    footer = {
      "",
      "Of one certificate:",
      "  assay report --certificate model.cert.json --out report",
      "",
      "Example:",
      "  assay report --study study.csv --models certificates/models --out report"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {
      Exit.DONE_LINE,
      "1:with --certificate: the checker rejected it; the page was written, and says why",
      "2:with --certificate: the checker declined to decide; the page was written, and says why",
      Exit.USAGE_LINE,
      Exit.INPUT_OUTPUT_LINE,
      Exit.INTERNAL_LINE
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--study",
      paramLabel = "FILE",
      description =
          "results of assay study, CSV; may be given more than once (required, or"
              + " --certificate)")
  private List<Path> studies = List.of();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "folder of the model files that the results name (required with --study)")
  private Path models;

  @Option(
      names = "--inside",
      paramLabel = "NAME",
      description =
          "with --study: a model file whose margins, unproved inputs and losses are shown, too; it"
              + " is proved again in every way that has a certificate, which takes seconds to"
              + " minutes; may be given more than once (default: circuits of the first model)")
  private List<String> insides = List.of();

  @Option(
      names = "--certificates",
      paramLabel = "DIR",
      description =
          "with --study: folder with the certificates, to link them (default: the one that has"
              + " --models)")
  private Path certificates;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "the certificate that the page is about (required, or --study)")
  private Path certificate;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "the model of --certificate (default: the file with the right SHA-256 among the"
              + " *.safetensors in its folder, in models/ in it, and in models/ beside it)")
  private Path model;

  @Option(
      names = "--quick",
      description =
          "with --certificate: circuits only; its proof is not searched again (default: false)")
  private boolean quick;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "trusted signers (default with --study: policy.json of --certificates, if any; with"
              + " --certificate: signatures are not verified)")
  private Path policy;

  @Option(
      names = "--checker",
      paramLabel = "PATH",
      description = "the checker's program (default: checker/bin/assay-check of this source tree)")
  private Path checker;

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
    require(studies.isEmpty() != (certificate == null), "want --study or --certificate, not both");
    if (policy != null && !Files.exists(policy)) throw new NoSuchFileException(policy.toString());
    if (policy != null) Input.requireRegular("policy", policy);
    return certificate == null ? study() : certificate();
  }

  private int study() throws IOException {
    require(models != null, "--study: want --models, too");
    require(model == null && !quick, "--model, --quick: want --certificate");
    NewFiles pages =
        new NewFiles(force)
            .reading(studies.toArray(Path[]::new))
            .reading(models, certificates, policy);
    pages.requireWritable(out, List.of("index.html", "BENCHMARKS.md"));
    Places places = places();
    List<ProgramRow> programs =
        ProgramRows.of(places.certificates(), places.policy(), this::program);
    StudyReport.Page page = StudyReport.read(studies, models).page(places, insides, programs);
    pages.writeAll(out, page.files(), file -> false);
    print(
        "written: %s; of %d rows %d have a certificate%n",
        out.resolve("index.html"), page.rows(), page.kept());
    return Exit.DONE;
  }

  private int certificate() throws IOException {
    require(
        models == null && certificates == null && insides.isEmpty(),
        "--models, --certificates, --inside: want --study");
    Path read = model == null ? ModelSearch.of(certificate) : model;
    NewFiles pages = new NewFiles(force).reading(certificate, read, policy, checker);
    pages.requireWritable(out, List.of("index.html"));
    CheckerProcess program = program();
    CertificateReport.Page page =
        new CertificateReport(
                certificate,
                read,
                Optional.ofNullable(policy),
                program,
                typed("checker/bin/assay-check"))
            .page(quick);
    pages.writeAll(out, Map.of("index.html", page.html()), file -> false);
    print("written: %s; %s%n", out.resolve("index.html"), page.verdict());
    return switch (page.verdict()) {
      case "accepted" -> Exit.DONE;
      case "rejected" -> Exit.NOT_MET;
      case "declined" -> Exit.DECLINED;
      default -> Exit.INPUT_OUTPUT; // of the checker, which says why on stderr
    };
  }

  private CheckerProcess program() throws IOException {
    return new CheckerProcess(checker == null ? Project.checker() : checker);
  }

  private void print(String format, Object... arguments) {
    spec.commandLine().getOut().printf(Locale.ROOT, format, arguments);
    spec.commandLine().getOut().flush();
  }

  private void require(boolean holds, String message) {
    if (!holds) throw new ParameterException(spec.commandLine(), message);
  }

  private Places places() throws IOException {
    Path folder = certificates == null ? parent(models) : certificates;
    Path trusted = policy == null ? folder.resolve("policy.json") : policy;
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
}
