// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a transformer of some layers on examples. {@code assay train --task} starts it. */
@Command(
    name = "assay train --task",
    description = "Trains a transformer on examples of a task.",
    sortOptions = false,
    exitCodeOnInvalidInput = Main.USAGE,
    exitCodeOnExecutionException = Main.BUG)
final class TaskMain implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "FILE",
      description = "safetensors file with I32 tensors tokens [T, n] and labels [T]")
  private Path data;

  @Option(names = "--layers", required = true, paramLabel = "N", description = "how many layers")
  private int layers;

  @Option(names = "--heads", required = true, paramLabel = "N", description = "heads of a layer")
  private int heads;

  @Option(names = "--d-model", required = true, paramLabel = "N", description = "width")
  private int dModel;

  @Option(names = "--d-head", required = true, paramLabel = "N", description = "width of a head")
  private int dHead;

  @Option(names = "--mlp", required = true, paramLabel = "N", description = "0: attention only")
  private int dMlp;

  @Option(names = "--act", required = true, paramLabel = "WORD", description = "relu or gelu")
  private String act;

  @Option(names = "--norm", required = true, paramLabel = "WORD", description = "none, LN or LNPre")
  private String norm;

  @Option(names = "--mask", required = true, paramLabel = "WORD", description = "causal or none")
  private String mask;

  @Option(names = "--vocab", required = true, paramLabel = "N", description = "tokens")
  private int vocab;

  @Option(names = "--vocab-out", required = true, paramLabel = "N", description = "outputs")
  private int vocabOut;

  @Option(names = "--steps", required = true, paramLabel = "N", description = "training steps")
  private int steps;

  @Option(names = "--batch", required = true, paramLabel = "N", description = "0: all examples")
  private int batch;

  @Option(names = "--share", required = true, paramLabel = "X", description = "part trained on")
  private double share;

  @Option(names = "--rate", required = true, paramLabel = "X", description = "learning rate")
  private double rate;

  @Option(names = "--schedule", required = true, paramLabel = "WORD", description = "of the rate")
  private Schedule schedule;

  @Option(names = "--decay", required = true, paramLabel = "X", description = "weight decay")
  private double decay;

  @Option(names = "--seed", required = true, paramLabel = "N", description = "64-bit integer")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "must not exist")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    Examples examples = Examples.read(data);
    LayeredTraining.Recipe recipe =
        new LayeredTraining.Recipe(steps, batch, share, rate, schedule, decay, seed);
    long right;
    Spent spent;
    try (LayeredTraining training = new LayeredTraining(plan(examples), recipe)) {
      try (Progress progress = Progress.on(System.err, steps, System.console() != null)) {
        training.run(examples, progress);
      }
      right = training.right(examples);
      spent = Spent.on(() -> training.right(examples)); // the first time also warms up
      byte[] file = Safetensors.encode(training.plan().parts(), training.weights());
      Files.write(out, file, StandardOpenOption.CREATE_NEW);
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "right on %d of %d inputs (in float32, not proved; %d ms, %d ms of CPU)%n",
            right,
            examples.count(),
            spent.millis(),
            spent.cpuMillis());
    return 0;
  }

  private Plan plan(Examples examples) {
    try {
      return new Plan(
          layers,
          heads,
          dModel,
          dHead,
          dMlp,
          act.equals("relu"),
          Plan.Norm.of(norm),
          mask.equals("causal"),
          vocab,
          vocabOut,
          examples.length());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
