// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

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
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checker as a program of its own. Its reasons, on its stderr, go to ours; of a decision only
 * if it is not the one that was wanted.
 */
record CheckerProcess(Path program) {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,1000}");

  /** What the program printed, and its exit code. */
  record Outcome(int exitCode, String output) {}

  /** The checker decided otherwise than its certificate says: our bug or its bug. */
  static final class NotAccepted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAccepted(String message) {
      super(message);
    }
  }

  Outcome run(Object... arguments) throws IOException {
    return run(ProcessBuilder.Redirect.INHERIT, arguments);
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
   * @return empty if it accepted; the smaller count that it proved if it only found the claim too
   *     high
   * @throws NotAccepted with what it said instead
   */
  Optional<BigInteger> decide(Path model, Path unsigned, BigInteger correct) throws IOException {
    Path reasons = Files.createTempFile("assay-", ".err");
    try {
      ProcessBuilder.Redirect kept = ProcessBuilder.Redirect.to(reasons.toFile());
      Outcome outcome = run(kept, "--unsigned", "--model", model, "--json", unsigned);
      return decision(outcome, correct, Files.readString(reasons, ISO_8859_1));
    } finally {
      Files.delete(reasons);
    }
  }

  private Optional<BigInteger> decision(Outcome outcome, BigInteger correct, String reasons) {
    JsonNode line = line(outcome.output());
    boolean sameCount = line.path("correct").asText().equals(correct.toString());
    if (outcome.exitCode() == 0 && line.path("verdict").asText().equals("accepted") && sameCount) {
      return Optional.empty();
    }
    String proved = line.path("proved").asText();
    if (outcome.exitCode() == 1
        && line.path("code").asText().equals("CLAIM_NOT_PROVED")
        && sameCount
        && COUNT.matcher(proved).matches()) {
      return Optional.of(new BigInteger(proved));
    }
    throw new NotAccepted(
        "the checker %s did not accept the proof: exit code %d, verdict %s, %s%n%s"
            .formatted(
                program,
                outcome.exitCode(),
                line.path("verdict").asText("none"),
                line.path("message").asText("no message").replaceAll("\\p{C}", "?"),
                reasons.replaceAll("[^\\n\\x20-\\x7e]", "?")));
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
