// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.opinion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assay.checker.verdict.Verdict;
import org.assay.checker.verdict.Verdict.Outcome;

/**
 * Another checker as a process, one for each certificate: that of {@code spec/python}, or a program
 * that takes a certificate and a model and ends as F-13 says, as that of {@code spec/formal}.
 * Whatever it does, a verdict of ours stays as it is or becomes an internal error.
 */
public final class SecondChecker {
  private static final int LONGEST = 1 << 20; // of a line; unit: bytes
  private final List<String> command = new ArrayList<>();
  private final Optional<Path> sources;
  private final Optional<Path> model; // of a program

  /**
   * Beside the launcher's project ({@code -Dassay.home}); without it {@code assay-check-py} is
   * looked for on the path.
   *
   * @param files options that name a file, among them {@code --policy}, and what they name
   */
  public SecondChecker(Map<String, Optional<Path>> files) {
    Optional<Path> home = Optional.ofNullable(System.getProperty("assay.home")).map(Path::of);
    sources = home.map(one -> one.resolve("spec").resolve("python"));
    model = Optional.empty();
    command.addAll(
        sources.isPresent() ? List.of("python3", "-m", "assay_second") : List.of("assay-check-py"));
    command.add("--json");
    new TreeMap<>(files)
        .forEach(
            (option, file) ->
                file.ifPresent(path -> command.addAll(List.of(option, path.toString()))));
    if (files.get("--policy").isEmpty()) {
      command.add("--unsigned");
    }
    command.add("--");
  }

  /** A program, called with a certificate and this model; it knows no policy. */
  public SecondChecker(Path program, Path model) {
    sources = Optional.empty();
    this.model = Optional.of(model);
    command.add(program.toString());
  }

  /** The verdict if the other program has the same, else an internal error with both reasons. */
  public Verdict confirmed(Path certificate, Verdict first) {
    String why;
    try {
      Opinion second = ask(certificate);
      if (second.agrees(first)) {
        return first;
      }
      String ours = own(first) + first.message().map(reason -> " (" + reason + ")").orElse("");
      String theirs = second.words() + " (" + second.message() + ")";
      why = "the checkers disagree: assay-check: " + ours + "; second opinion: " + theirs;
    } catch (IOException | InterruptedException absent) {
      why = "no second opinion: " + absent.getMessage() + "; assay-check: " + own(first);
    }
    return Verdict.failed(Outcome.INTERNAL_ERROR, why, first.findings());
  }

  private static String own(Verdict first) {
    return new Opinion(first.outcome().word(), first.code(), "").words();
  }

  /** The line of a verdict that was confirmed, which says so, with the code if that was, too. */
  public static String confirmed(String line, Verdict verdict, boolean code) {
    if (verdict.outcome().exitCode() >= Outcome.INPUT_ERROR.exitCode()) {
      return line; // nobody decided anything
    }
    String same = code ? own(verdict) : verdict.outcome().word();
    return line.startsWith("{")
        ? line.substring(0, line.length() - 1) + ",\"secondOpinion\":\"" + same + "\"}"
        : line + "; second opinion: " + same;
  }

  private Opinion ask(Path certificate) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command);
    words.add(certificate.toString());
    model.ifPresent(file -> words.add(file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
    sources.ifPresent(one -> builder.environment().put("PYTHONPATH", one.toString()));
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    Thread hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return answer(process);
    } finally {
      process.destroyForcibly(); // what it says behind its line is not waited for
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private Opinion answer(Process process) throws IOException, InterruptedException {
    try (InputStream said = process.getInputStream()) {
      process.getOutputStream().close();
      byte[] bytes = said.readNBytes(LONGEST);
      if (bytes.length == LONGEST) { // it may never end
        throw new IOException("its line is longer than " + LONGEST + " bytes");
      }
      String line = new String(bytes, StandardCharsets.UTF_8).strip();
      if (model.isPresent()) {
        return Opinion.of(process.waitFor(), line);
      }
      if (line.isEmpty()) {
        throw new IOException(command.get(0) + " ended with " + process.waitFor());
      }
      return Opinion.of(line);
    }
  }
}
