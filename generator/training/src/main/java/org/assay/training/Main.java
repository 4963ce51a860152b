// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The training program: trains one Max-of-K model. {@code assay train} starts it. */
@Command(
    name = "assay train",
    description = "Trains a one-layer, one-head transformer to find the maximum of K tokens.",
    sortOptions = false,
    exitCodeOnInvalidInput = Main.USAGE,
    exitCodeOnExecutionException = Main.BUG,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the model was written",
      "64:wrong usage",
      "66:the file exists already, or cannot be written",
      "70:internal error"
    },
    footerHeading = "%nExample:%n",
    footer = "  assay train --k 3 --vocab 32 --d-model 16 --seed 50 --out model.safetensors")
public final class Main implements Callable<Integer> {
  static final int USAGE = 64;
  static final int INPUT = 66;
  static final int BUG = 70;
  private static final int SAMPLES = 100_000;

  @Spec private CommandSpec spec;

  @Option(names = "--k", required = true, paramLabel = "N", description = "tokens in an input")
  private int k;

  @Option(
      names = "--vocab",
      required = true,
      paramLabel = "N",
      description = "different tokens: 0 to N-1")
  private int vocab;

  @Option(
      names = "--d-model",
      required = true,
      paramLabel = "N",
      description = "width of the residual stream, in numbers")
  private int dModel;

  @Option(
      names = "--d-head",
      paramLabel = "N",
      description = "width of the attention head, in numbers (default: that of --d-model)")
  private Integer dHead;

  @Option(
      names = "--seed",
      required = true,
      paramLabel = "N",
      description = "64-bit integer; with the options above and --steps it determines the file")
  private long seed;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "3000",
      description = "training steps of 128 inputs each (default: ${DEFAULT-VALUE})")
  private int steps;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "safetensors file to write; must not exist, its folder must")
  private Path out;

  @Option(names = "--help", usageHelp = true, description = "print this and do nothing")
  private boolean help;

  private Main() {}

  @Override
  public Integer call() throws IOException {
    Dimensions d = dimensions();
    if (steps < 1) {
      throw new ParameterException(spec.commandLine(), "steps: got " + steps + ", want >= 1");
    }
    if (Files.exists(out, LinkOption.NOFOLLOW_LINKS))
      throw new FileAlreadyExistsException(out.toString());
    if (!Files.isDirectory(out.toAbsolutePath().getParent())) {
      throw new NoSuchFileException(String.valueOf(out.toAbsolutePath().getParent()));
    }
    Training.Sample sample;
    try (Training training = new Training(d, seed)) {
      try (Progress progress = Progress.on(System.err, steps, System.console() != null)) {
        training.run(steps, progress);
      }
      sample = training.sample(SAMPLES);
      Files.write(out, Safetensors.encode(d, training.weights()), StandardOpenOption.CREATE_NEW);
    }
    print(spec.commandLine().getOut(), sample);
    return 0;
  }

  private Dimensions dimensions() {
    try {
      return new Dimensions(k, vocab, dModel, dHead == null ? dModel : dHead);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void print(PrintWriter console, Training.Sample sample) {
    console.printf(
        Locale.ROOT,
        "final loss %.6f nats, accuracy %d/%d (both sampled, not proved)%n",
        sample.loss(),
        sample.correct(),
        sample.size());
  }

  /** Exit code of a run, before the launcher's offset. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    boolean isOfTask = Arrays.asList(args).contains("--examples");
    return new CommandLine(isOfTask ? new TaskMain() : new Main())
        .setExpandAtFiles(false)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Main::explain)
        .execute(args);
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult result) {
    if (e instanceof IOException) {
      line.getErr().println("assay train: " + e);
      return INPUT;
    }
    e.printStackTrace(line.getErr());
    return BUG;
  }

  public static void main(String[] args) {
    int exit = BUG; // also for an Error, which picocli lets through
    try {
      exit = run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
    } catch (Throwable bug) {
      bug.printStackTrace();
    }
    System.exit(exit + Integer.getInteger("assay.exit.offset", 0));
  }
}
