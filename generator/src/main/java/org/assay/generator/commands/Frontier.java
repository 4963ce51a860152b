// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.assay.generator.archive.Archive;
import org.assay.generator.certificate.Claim;
import org.assay.generator.files.NewFiles;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.options.ModelOption;
import org.assay.generator.strategy.BudgetTooSmall;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.counting.PotentialCounting;
import org.assay.generator.strategy.counting.PotentialOptions;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay frontier}. */
@Command(
    name = "frontier",
    description = {
      "Proves one model in many ways and draws what was proved over what that cost.",
      "The checker decides each proof. Writes frontier.csv and frontier.svg. A network with a"
          + " question beside it (MODEL.question.json) is proved by half-spaces with ever more bins,"
          + " its classes cut or not, and by exhaustion of up to 2^20 inputs."
    },
    footer = {"", "Example:", "  assay frontier --model model.safetensors --out frontier"},
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Frontier implements Callable<Integer> {
  private static final String BY_BUDGET = "potential-counting by budget";

  /** Budgets, as percentages of the cheapest proof. */
  private static final int[] LADDER = {101, 105, 115, 130, 160, 200, 300, 500, 1000};

  private static final List<DirectOption> PATHS =
      List.of(DirectOption.MEAN_QUERY, DirectOption.SVD_QUERY, DirectOption.MAX_DIFF);

  private static final String TABLE = "frontier.csv";
  private static final String FIGURE = "frontier.svg";

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "folder for frontier.csv and frontier.svg (required)")
  private Path out;

  @Mixin private CheckerOption checker;

  @Option(names = "--quick", description = "only a few proofs (default: false)")
  private boolean quick;

  @Option(names = "--force", description = "overwrite existing files (default: false)")
  private boolean force;

  private FrontierProofs proofs;

  @Override
  public Integer call() throws IOException {
    NewFiles files = new NewFiles(force).reading(model.file(), checker.given());
    files.requireWritable(out, List.of(TABLE, FIGURE));
    proofs = new FrontierProofs(spec.commandLine().getOut());
    try {
      if (Files.exists(Archive.question(model.file()))) {
        new NetworkFrontier(model.file(), program(), proofs).prove(quick);
      } else {
        oneHead();
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    String title = model.file().getFileName().toString().replace(".safetensors", "");
    files.writeAll(
        out,
        Map.of(TABLE, proofs.table().getBytes(UTF_8), FIGURE, proofs.figure(title)),
        name -> false);
    spec.commandLine()
        .getOut()
        .println("written: " + out.resolve(TABLE) + ", " + out.resolve(FIGURE));
    return Exit.DONE;
  }

  private void oneHead() throws IOException {
    potentials();
    if (!quick) others();
  }

  private void potentials() throws IOException {
    long smallest = smallest();
    for (int percent : quick ? new int[] {105, 200} : LADDER) {
      long budget = Math.multiplyExact(smallest, percent) / 100;
      prove(
          BY_BUDGET,
          "budget " + budget,
          new PotentialCounting(
              PotentialOptions.EXACT,
              OptionalInt.empty(),
              OptionalInt.empty(),
              OptionalLong.of(budget)));
    }
    if (quick) return;
    for (AttentionOption option : AttentionOption.values()) {
      if (option != AttentionOption.EXACT) {
        prove("low-rank attention", new PotentialOptions(option, Optional.empty()));
      }
    }
    for (DirectOption path : PATHS) {
      prove("low-rank direct path", new PotentialOptions(AttentionOption.EXACT, Optional.of(path)));
      prove("both", new PotentialOptions(AttentionOption.MAX_DIFF_EXACT, Optional.of(path)));
    }
  }

  /** A budget of nothing is too small by far. */
  private long smallest() throws IOException {
    try {
      new Certifier(
              PotentialCounting.byDefault().withBudget(0),
              Demand.of(Margin.parse("0")),
              Optional.of(program()),
              Optional.empty())
          .certify(model.file());
    } catch (BudgetTooSmall e) {
      return e.smallest();
    }
    throw new IllegalStateException("a proof without operations");
  }

  private void prove(String series, PotentialOptions options) throws IOException {
    prove(
        series,
        "attention " + options.attention().word() + " direct " + options.directWord(),
        new PotentialCounting(
            options, OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty()));
  }

  private void others() throws IOException {
    prove("grouped-counting", "bins by default", new GroupedCounting(OptionalInt.empty()));
    try {
      prove("brute-force", "", new BruteForce());
    } catch (IllegalArgumentException e) { // more inputs than can be visited
      spec.commandLine().getErr().println(e.getMessage());
    }
  }

  private void prove(String series, String options, Strategy strategy) throws IOException {
    Certifier.Certified certified =
        new Certifier(
                strategy, Demand.of(Margin.parse("0")), Optional.of(program()), Optional.empty())
            .certify(model.file());
    Claim claim = certified.statement().claim();
    long operations = certified.operations().orElseThrow();
    FrontierProofs.Count count =
        new FrontierProofs.Count(claim.correct(), claim.total(), claim.accuracy());
    proofs.add(strategy.name(), options, name(series, options), operations, count);
  }

  /** Beside a mark of the figure; numbers with commas. */
  private static String name(String series, String options) {
    return series.equals(BY_BUDGET)
        ? options.replaceAll("(?<=[0-9])(?=([0-9]{3})+$)", ",")
        : series;
  }

  private CheckerProcess program() throws IOException {
    return checker.program();
  }
}
