// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.files.NewFiles;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.Work;
import org.assay.generator.model.Model;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.options.ModelOption;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.study.Comparison;
import org.assay.generator.study.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code assay compare}. */
@Command(
    name = "compare",
    description = {
      "Proves one model by every strategy and writes a table: bounds, operations, sizes.",
      "The checker decides each proof; of sub-cubic all options are tried. No certificate is "
          + "kept. brute-force is left out where the model has more than 2^26 inputs."
    },
    footer = {"", "Example:", "  assay compare --model model.safetensors --out comparison.md"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Compare implements Callable<Integer> {
  private static final BigInteger MAX_STEPS = BigInteger.TWO.pow(26);

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "table to write, Markdown (required)")
  private Path out;

  @Mixin private CheckerOption checker;

  @Option(names = "--force", description = "overwrite an existing table (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    NewFiles files = new NewFiles(force).reading(model.file(), checker.given());
    files.requireWritable(out);
    Model read = Certifier.readModel(model.file());
    List<Strategy> strategies = strategies(read);
    Measurement measurement =
        new Measurement(read, model.file(), checker.program(), Signatory.generate());
    List<Comparison.Row> rows;
    try (Work work = Work.of("compare", BigInteger.valueOf(strategies.size()))) {
      rows =
          strategies.stream()
              .parallel()
              .map(strategy -> measured(measurement, strategy, work))
              .flatMap(Optional::stream)
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    files.write(out, new Comparison(read, rows).markdown().getBytes(UTF_8));
    spec.commandLine().getOut().println("comparison of " + rows.size() + " proofs: " + out);
    return Exit.DONE;
  }

  private static List<Strategy> strategies(Model model) {
    return Catalog.all().stream()
        .filter(strategy -> strategy.steps(model).compareTo(MAX_STEPS) <= 0)
        .flatMap(strategy -> strategy.variants().stream())
        .toList();
  }

  /** Empty if the model is too large for the strategy. */
  private Optional<Comparison.Row> measured(Measurement measurement, Strategy strategy, Work work) {
    try {
      return Optional.of(measurement.of(strategy));
    } catch (IllegalArgumentException tooLarge) {
      spec.commandLine().getErr().println(strategy.name() + ": " + tooLarge.getMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      work.accept(1);
    }
  }
}
