// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.issue.CheckerProcess;
import org.assay.generator.model.Model;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;

/** Proves one model by one strategy after the other, and has the checker say what that is worth. */
public record Measurement(Model model, Path file, CheckerProcess checker, Signatory signatory) {
  private static final Set<String> DERIVED = Set.of("accepted", "CLAIM_NOT_PROVED");

  /**
   * @throws IllegalArgumentException if the model is too large for the strategy
   * @throws CheckerProcess.NotAccepted if the checker did not derive a count
   */
  public Comparison.Row of(Strategy strategy) throws IOException {
    Proof proof = strategy.prove(model, Margin.parse("0"), steps -> {});
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Claim claim = new Claim(sizes, "0", proof.correct());
    byte[] payload =
        new Statement(model.fileName(), model.sha256(), claim, strategy.name(), proof.hints())
            .payload();
    JsonNode line = decided(strategy, payload);
    return new Comparison.Row(
        strategy,
        new BigInteger(line.path("proved").asText()),
        new BigInteger(line.path("operations").asText()),
        signed(payload).length,
        line.path("millis").asLong());
  }

  private JsonNode decided(Strategy strategy, byte[] payload) throws IOException {
    Path unsigned = Files.createTempFile("assay-", ".cert.json");
    try {
      Files.write(unsigned, new Envelope(payload, List.of()).bytes());
      CheckerProcess.Outcome outcome =
          checker.run("--unsigned", "--model", file, "--json", unsigned);
      JsonNode line = new JsonMapper().readTree(outcome.output());
      boolean isDerived =
          DERIVED.contains(line.path("verdict").asText())
              || DERIVED.contains(line.path("code").asText());
      if (!isDerived) {
        throw new CheckerProcess.NotAccepted(
            String.format(
                Locale.ROOT,
                "the checker %s derived no count by %s: exit code %d, %s",
                checker.program(),
                strategy,
                outcome.exitCode(),
                line.path("message").asText("no message")));
      }
      return line;
    } finally {
      Files.delete(unsigned);
    }
  }

  private byte[] signed(byte[] payload) throws IOException {
    List<Envelope.Signature> signatures =
        signatory.sign(Envelope.PAYLOAD_TYPE, payload).entrySet().stream()
            .map(signature -> new Envelope.Signature(signature.getKey(), signature.getValue()))
            .toList();
    return new Envelope(payload, signatures).bytes();
  }
}
