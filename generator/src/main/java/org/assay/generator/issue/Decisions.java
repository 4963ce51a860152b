// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assay.generator.certificate.Decidable;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.files.TemporaryFolder;

/**
 * What the checker decided of some statements, unsigned, in one run. Exit code 0 alone would also
 * be given by a program that is no checker, so its lines must say accepted, and of the same counts;
 * and its exit code must be that of the worst line (spec F-13).
 */
final class Decisions {
  /** Exit codes, the worst last. */
  private static final List<Integer> EXIT_CODES = List.of(0, 2, 1, 66, 70);

  private final CheckerProcess checker;
  private final List<? extends Decidable> statements;
  private final List<Path> files; // of the statements, in their order
  private final int exitCode;
  private final String reasons; // what it wrote to stderr
  private final List<VerdictLine> lines;
  private final boolean isConsistent;

  private Decisions(
      CheckerProcess checker,
      List<? extends Decidable> statements,
      List<Path> files,
      CheckerProcess.Outcome outcome,
      String reasons) {
    this.checker = checker;
    this.statements = statements;
    this.files = files;
    this.exitCode = outcome.exitCode();
    this.reasons = reasons;
    this.lines = outcome.output().lines().map(VerdictLine::of).toList();
    Comparator<Integer> worse = Comparator.comparing(EXIT_CODES::indexOf);
    Optional<Integer> worst = lines.stream().map(VerdictLine::exitCode).max(worse);
    this.isConsistent = worst.isPresent() && worst.get() == exitCode;
  }

  static Decisions of(CheckerProcess checker, Path model, List<? extends Decidable> statements)
      throws IOException {
    return of(checker, model, statements, List.of());
  }

  /**
   * @param data files that the statements name by their digests; they are found beside them
   */
  static Decisions of(
      CheckerProcess checker, Path model, List<? extends Decidable> statements, List<Path> data)
      throws IOException {
    List<Path> files = new ArrayList<>();
    try (TemporaryFolder temporary = new TemporaryFolder("assay-")) {
      Path folder = temporary.path();
      Path reasons = folder.resolve("reasons.txt");
      for (int i = 0; i < data.size(); i++) {
        Files.copy(data.get(i), folder.resolve("data-" + i + ".safetensors"));
      }
      for (Decidable statement : statements) {
        Path unsigned = folder.resolve(files.size() + "-" + statement.strategy() + ".cert.json");
        files.add(unsigned);
        Files.write(unsigned, new Envelope(statement.payload(), List.of()).bytes());
      }
      List<Object> arguments = new ArrayList<>(List.of("--unsigned", "--model", model, "--json"));
      arguments.addAll(files);
      CheckerProcess.Outcome outcome = checker.run(reasons, arguments);
      String said = Files.readString(reasons, ISO_8859_1);
      return new Decisions(checker, statements, files, outcome, said);
    }
  }

  /**
   * Of the statement with this index.
   *
   * @throws CheckerProcess.NotAccepted with what it said instead of a count
   * @throws IOException if it refuses the model file, or declines to decide a model like this
   */
  Decision of(int i) throws IOException {
    VerdictLine line = i < lines.size() ? lines.get(i) : VerdictLine.of("");
    BigInteger claimed = statements.get(i).correct();
    if (isOf(i, line) && isConsistent) {
      BigInteger proved = line.proved().orElse(claimed);
      boolean isEnough = proved.compareTo(claimed) >= 0;
      if (line.isAccepted() && isEnough) return decision(true, proved, line);
      if (line.isNotProved() && line.proved().isPresent()) {
        return decision(false, proved.min(claimed), line);
      }
    }
    if (line.isOfModel()) {
      throw new IOException(
          "the checker decides nothing of this model: " + printable(message(line)));
    }
    throw new CheckerProcess.NotAccepted(
        String.format(
            Locale.ROOT,
            "the checker %s did not accept the proof: exit code %d, verdict %s, %s%n%s",
            checker.program(),
            exitCode,
            line.text("verdict", "none"),
            printable(message(line)),
            reasons.replaceAll("[^\\n\\x20-\\x7e]", "?")));
  }

  private static Decision decision(boolean accepted, BigInteger correct, VerdictLine line) {
    return new Decision(
        accepted, correct, line.execution(), line.bound(), line.operations(), line.millis());
  }

  private static String message(VerdictLine line) {
    return line.text("message", "no message");
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  /** The line of a certificate must be of its file and of its count. */
  private boolean isOf(int i, VerdictLine line) {
    String file = files.get(i).toString();
    return line.text("file", file).equals(file)
        && line.text("correct", "").equals(statements.get(i).correct().toString());
  }
}
