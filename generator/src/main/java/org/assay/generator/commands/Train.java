// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.Project;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.study.TrainingProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code assay train}: looks at the options and starts the training program. */
@Command(
    name = "train",
    description = {
      "Trains a one-layer attention model to find the maximum of k numbers.",
      "With --task: a transformer of some layers, on all inputs of a task, or on some.",
      "The same seed gives the same file on the same machine."
    },
    footer = {
      "",
      "Example:",
      "  assay train --k 3 --vocab 32 --d-model 16 --seed 50 --steps 1000 \\",
      "    --out model.safetensors"
    },
    exitCodeListHeading = Exit.HEADING,
    exitCodeList = {Exit.DONE_LINE, Exit.USAGE_LINE, Exit.INPUT_OUTPUT_LINE, Exit.INTERNAL_LINE})
final class Train implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--k",
      paramLabel = "N",
      description = "numbers in an input, 1 to 256 (required without --task)")
  private Integer k;

  @Option(
      names = "--vocab",
      paramLabel = "N",
      description =
          "how many different numbers there are, 2 to 4096 (required without --task; with it by"
              + " default what the inputs need)")
  private Integer vocab;

  @Option(
      names = "--d-model",
      required = true,
      paramLabel = "N",
      description = "width of the model, 1 to 4096 (required)")
  private int dModel;

  @Option(
      names = "--d-head",
      paramLabel = "N",
      description =
          "width of the attention head, 1 to 4096 (default: that of the model, by --heads)")
  private Integer dHead;

  @Mixin private TaskTraining task;

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "N",
      description = "seed of all random choices, 0 to 2147483647 (required)")
  private int seed;

  @Option(
      names = "--steps",
      defaultValue = "3000",
      paramLabel = "N",
      description = "training steps, 1 to 1000000 (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "model to write, a safetensors file (required)")
  private Path out;

  @Option(names = "--force", description = "overwrite an existing model (default: false)")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    requireRange("--d-model", dModel, 1, 4096);
    if (dHead != null) requireRange("--d-head", dHead, 1, 4096);
    requireRange("--seed", seed, 0, Integer.MAX_VALUE);
    requireRange("--steps", steps, 1, 1_000_000);
    if (task.isGiven()) return trained(task);
    requireNoneOfTask();
    requireThere("--k", k);
    requireThere("--vocab", vocab);
    requireRange("--k", k, 1, 256);
    requireRange("--vocab", vocab, 2, 4096);
    NewFiles files = new NewFiles(force);
    files.requireWritable(out);
    int exit = TrainingProgram.in(Project.home()).train(recipe(), out, files);
    return ended(exit);
  }

  private int ended(int exit) {
    if (exit == Exit.DONE) spec.commandLine().getOut().println("model: " + out);
    return switch (exit) {
      case Exit.DONE, Exit.USAGE, Exit.INPUT_OUTPUT -> exit;
      default -> Exit.INTERNAL;
    };
  }

  private int trained(TaskTraining wanted) throws IOException {
    if (k != null) throw new ParameterException(spec.commandLine(), "--k: not with --task");
    TaskTraining.Run run = wanted.run(dModel, dHead, vocab, seed);
    if (NewFiles.isSame(out, run.configOut())) {
      throw new ParameterException(
          spec.commandLine(), "--config-out: want another file than --out");
    }
    NewFiles files = new NewFiles(force);
    files.requireWritable(out);
    files.requireWritable(run.configOut());
    int exit;
    try (TemporaryFolder folder = new TemporaryFolder("assay-examples-")) {
      Path examples = folder.path().resolve("examples.safetensors");
      Files.write(examples, run.examples());
      List<String> recipe = new ArrayList<>(List.of("--examples", examples.toString()));
      recipe.addAll(run.recipe());
      recipe.addAll(List.of("--d-model", "" + dModel, "--seed", "" + seed, "--steps", "" + steps));
      exit = TrainingProgram.in(Project.home()).train(recipe, out, files);
    }
    if (exit == Exit.DONE) {
      files.write(run.configOut(), run.config());
      spec.commandLine().getOut().println("config: " + run.configOut());
    }
    return ended(exit);
  }

  /** They would be read for nothing: another network would be trained than was asked for. */
  private void requireNoneOfTask() {
    ParseResult given = spec.commandLine().getParseResult();
    spec.mixins().get("task").options().stream()
        .map(OptionSpec::longestName)
        .filter(given::hasMatchedOption)
        .findFirst()
        .ifPresent(
            option -> {
              throw new ParameterException(spec.commandLine(), option + ": needs --task");
            });
  }

  private void requireThere(String option, Integer value) {
    if (value != null) return;
    throw new ParameterException(
        spec.commandLine(), "Missing required option: '" + option + "=N'; or --task");
  }

  private List<String> recipe() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--k",
                "" + k,
                "--vocab",
                "" + vocab,
                "--d-model",
                "" + dModel,
                "--seed",
                "" + seed,
                "--steps",
                "" + steps));
    if (dHead != null) arguments.addAll(List.of("--d-head", "" + dHead));
    return arguments;
  }

  private void requireRange(String option, int got, int least, int most) {
    if (got < least || got > most) {
      throw new ParameterException(
          spec.commandLine(), option + ": got " + got + ", want " + least + " to " + most);
    }
  }
}
