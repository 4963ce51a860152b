// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The checker as a program of its own. Its reasons, on its stderr, go to ours; of a decision only
 * if it is not the one that was wanted.
 *
 * @param isSilent whether they go nowhere
 */
public record CheckerProcess(Path program, boolean isSilent) {
  /** From here on it decided nothing: an internal error, or a signal. */
  private static final int INTERNAL = 70;

  /** What the program printed, and its exit code. */
  public record Outcome(int exitCode, String output) {}

  /** What a decision took, by the checker's own count and clock. */
  public record Spent(String operations, long millis) {}

  /** The checker decided otherwise than its certificate says: our bug or its bug. */
  public static final class NotAccepted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAccepted(String message) {
      super(message);
    }
  }

  /**
   * What the checker spends on a certificate, whose signatures are not looked at.
   *
   * @throws IOException if it gets to no count
   */
  public Spent spent(Path model, Path certificate) throws IOException {
    VerdictLine line =
        VerdictLine.of(run("--unsigned", "--model", model, "--json", certificate).output());
    if (line.operations().isEmpty() || line.millis().isEmpty()) {
      throw new IOException("the checker " + program + " derived no count of " + certificate);
    }
    return new Spent("" + line.operations().getAsLong(), line.millis().getAsLong());
  }

  /** This program was told to end while the checker ran. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped while the checker ran");
    }
  }

  public CheckerProcess(Path program) {
    this(program, false);
  }

  /** The same for a question after which it is asked again, whatever it says. */
  public CheckerProcess silent() {
    return new CheckerProcess(program, true);
  }

  public Outcome run(Object... arguments) throws IOException {
    return run(
        isSilent ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT, arguments);
  }

  /** The same, but its reasons go to a new file. */
  Outcome run(Path reasons, List<Object> arguments) throws IOException {
    return run(ProcessBuilder.Redirect.to(reasons.toFile()), arguments.toArray());
  }

  private Outcome run(ProcessBuilder.Redirect reasons, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) command.add(argument.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(reasons)
            .redirectInput(ProcessBuilder.Redirect.PIPE);
    try (Child child = new Child(builder)) {
      child.process().getOutputStream().close(); // it reads nothing
      String output = new String(child.process().getInputStream().readAllBytes(), UTF_8);
      int exitCode = child.exitCode();
      boolean isCutOff = output.isEmpty() && exitCode >= INTERNAL;
      if (Stop.isAsked() || isCutOff && Stop.isAskedSoon()) throw new Stopped();
      return new Outcome(exitCode, output);
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException("interrupted while the checker ran", e));
    }
  }
}
