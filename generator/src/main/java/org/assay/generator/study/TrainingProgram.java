// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assay.generator.files.NewFiles;
import org.assay.generator.files.TemporaryFolder;
import org.assay.generator.issue.Child;

/** The training program: a jar of its own, because PyTorch is large. The launcher builds it. */
public record TrainingProgram(Path jar) {
  private static final String JAR = "generator/training/target/launcher/assay-training.jar";

  /** The one of a source tree. */
  public static TrainingProgram in(Path home) {
    return new TrainingProgram(home.resolve(JAR));
  }

  /** Trains a model of a plan. */
  public void train(StudyPlan.Entry entry, Path out) throws IOException {
    StudyPlan.Models recipe = entry.recipe();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--k", "" + recipe.k(), "--vocab", "" + recipe.vocab()));
    arguments.addAll(List.of("--d-model", "" + recipe.dModel(), "--seed", "" + entry.seed()));
    arguments.addAll(List.of("--steps", "" + recipe.steps()));
    int exit = train(arguments, out, new NewFiles());
    if (exit != 0) throw new IOException("training ended with exit code " + exit);
  }

  /**
   * Runs the program with our own input and output, and writes the model that it makes.
   *
   * @param recipe what to train, as its options say it
   * @param files writes the model, so that it appears whole or not at all
   * @return the exit code of the program; if it is not 0, nothing was written
   */
  public int train(List<String> recipe, Path out, NewFiles files) throws IOException {
    if (!Files.exists(jar)) {
      throw new IOException(
          "training program " + jar + ": no such file; start assay by generator/bin/assay");
    }
    try (TemporaryFolder folder = new TemporaryFolder("assay-train-")) {
      Path model = folder.path().resolve("model.safetensors");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Dai.djl.offline=true", "-jar", jar.toString()));
      command.addAll(recipe);
      command.addAll(List.of("--out", model.toString()));
      int exit = run(command);
      if (exit == 0) files.write(out, Files.readAllBytes(model));
      return exit;
    }
  }

  private static int run(List<String> command) throws IOException {
    try (Child child = new Child(new ProcessBuilder(command).inheritIO())) {
      return child.exitCode();
    } catch (InterruptedException stop) {
      throw new InterruptedIOException("interrupted while the training program ran");
    }
  }
}
