// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.assay.generator.certificate.Claim;
import org.assay.generator.files.NewFiles;
import org.assay.generator.issue.Certifier;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.options.CheckerOption;
import org.assay.generator.options.ModelOption;
import org.assay.generator.report.FrontierSvg;
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
      "The checker decides each proof. Writes frontier.csv and frontier.svg."
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

  private final List<String> lines = new ArrayList<>();
  private final List<FrontierSvg.Point> points = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    NewFiles files = new NewFiles(force).reading(model.file(), checker.given());
    files.requireWritable(out, List.of(TABLE, FIGURE));
    lines.add("strategy,options,operations,correct,total,bound");
    try {
      potentials();
      if (!quick) others();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    String title = model.file().getFileName().toString().replace(".safetensors", "");
    files.writeAll(
        out,
        Map.of(
            TABLE,
            (String.join("\n", lines) + "\n").getBytes(UTF_8),
            FIGURE,
            FrontierSvg.of(title, points)),
        name -> false);
    spec.commandLine()
        .getOut()
        .println("written: " + out.resolve(TABLE) + ", " + out.resolve(FIGURE));
    return Exit.DONE;
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
    String line =
        String.format(
            Locale.ROOT,
            "%s,%s,%d,%s,%s,%s",
            strategy.name(),
            options,
            operations,
            claim.correct(),
            claim.total(),
            claim.accuracy());
    lines.add(line);
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(line);
    stdout.flush();
    double unproved =
        claim.total().subtract(claim.correct()).doubleValue() / claim.total().doubleValue();
    if (unproved > 0)
      points.add(new FrontierSvg.Point(name(series, options), operations, unproved));
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
