// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checker as a program of its own. Its reasons, on its stderr, go to ours; of a decision only
 * if it is not the one that was wanted.
 */
public record CheckerProcess(Path program) {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,1000}");

  /** Verdicts on the model file: it is not what it should be, and no bug of ours. */
  private static final Set<String> OF_MODELS =
      Set.of("MALFORMED_MODEL", "UNSUPPORTED_MODEL", "LIMIT_EXCEEDED", "UNSUPPORTED_PROFILE");

  /** What the program printed, and its exit code. */
  public record Outcome(int exitCode, String output) {}

  /**
   * What the checker derived.
   *
   * @param accepted false if it only found the claim too high
   * @param correct the count that it proved: at least the claim if accepted, else smaller
   * @param execution the count that it proved of every execution; empty if no profile is claimed
   * @param operations what that took, by its own count; empty if it did not say
   */
  record Decision(
      boolean accepted,
      BigInteger correct,
      Optional<BigInteger> execution,
      OptionalLong operations) {}

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
    JsonNode line = line(run("--unsigned", "--model", model, "--json", certificate).output());
    OptionalLong operations = operations(line);
    if (operations.isEmpty() || !line.path("millis").isIntegralNumber()) {
      throw new IOException("the checker " + program + " derived no count of " + certificate);
    }
    return new Spent("" + operations.getAsLong(), line.path("millis").longValue());
  }

  public Outcome run(Object... arguments) throws IOException {
    return run(ProcessBuilder.Redirect.INHERIT, arguments);
  }

  /** The same, but its reasons are dropped: its lines on stdout have them, too, with --json. */
  public Outcome runQuietly(Object... arguments) throws IOException {
    return run(ProcessBuilder.Redirect.DISCARD, arguments);
  }

  private Outcome run(ProcessBuilder.Redirect reasons, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    for (Object argument : arguments) command.add(argument.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectError(reasons)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    process.getOutputStream().close(); // it reads nothing
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      throw new UncheckedIOException(new IOException("interrupted while the checker ran", e));
    }
  }

  /**
   * Has the checker decide an unsigned certificate. Exit code 0 alone would also be given by a
   * program that is no checker, so its line must say accepted, and of the same count.
   *
   * @throws NotAccepted with what it said instead
   * @throws IOException if it refuses the model file, or declines to decide a model like this
   */
  Decision decide(Path model, Path unsigned, BigInteger correct) throws IOException {
    Path reasons = Files.createTempFile("assay-", ".err");
    try {
      ProcessBuilder.Redirect kept = ProcessBuilder.Redirect.to(reasons.toFile());
      Outcome outcome = run(kept, "--unsigned", "--model", model, "--json", unsigned);
      return decision(outcome, correct, Files.readString(reasons, ISO_8859_1));
    } finally {
      Files.delete(reasons);
    }
  }

  private Decision decision(Outcome outcome, BigInteger correct, String reasons)
      throws IOException {
    JsonNode line = line(outcome.output());
    boolean sameCount = line.path("correct").asText().equals(correct.toString());
    String proved = line.path("proved").asText();
    if (outcome.exitCode() == 0 && line.path("verdict").asText().equals("accepted") && sameCount) {
      BigInteger count = COUNT.matcher(proved).matches() ? new BigInteger(proved) : correct;
      return new Decision(true, correct.max(count), execution(line), operations(line));
    }
    if (outcome.exitCode() == 1
        && line.path("code").asText().equals("CLAIM_NOT_PROVED")
        && sameCount
        && COUNT.matcher(proved).matches()) {
      return new Decision(
          false, correct.min(new BigInteger(proved)), execution(line), operations(line));
    }
    if (OF_MODELS.contains(line.path("code").asText())) {
      throw new IOException(
          "the checker decides nothing of this model: "
              + line.path("message").asText("no message").replaceAll("\\p{C}", "?"));
    }
    throw new NotAccepted(
        String.format(
            Locale.ROOT,
            "the checker %s did not accept the proof: exit code %d, verdict %s, %s%n%s",
            program,
            outcome.exitCode(),
            line.path("verdict").asText("none"),
            line.path("message").asText("no message").replaceAll("\\p{C}", "?"),
            reasons.replaceAll("[^\\n\\x20-\\x7e]", "?")));
  }

  private static Optional<BigInteger> execution(JsonNode line) {
    return Optional.of(line.path("profile").path("proved").asText())
        .filter(proved -> COUNT.matcher(proved).matches())
        .map(BigInteger::new);
  }

  private static OptionalLong operations(JsonNode line) {
    String operations = line.path("operations").asText();
    return operations.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(operations))
        : OptionalLong.empty();
  }

  private static JsonNode line(String output) {
    JsonMapper mapper = new JsonMapper();
    try {
      return output.isBlank() ? mapper.createObjectNode() : mapper.readTree(output);
    } catch (JsonProcessingException e) {
      return mapper.createObjectNode();
    }
  }
}
