// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;

/**
 * From a model to the bytes of a certificate: prove, have the checker decide, sign.
 *
 * <p>A strategy with hints may count a little more than the checker does, because the two round
 * differently and a term near the edge of a bin may fall on either side of it. Both counts are
 * proved, but only the checker's can be claimed: if it proves less, its count is claimed instead,
 * and it decides that certificate, too. Without hints nothing may differ.
 *
 * @param checker decides before anything is signed; empty leaves that out
 * @param signatory signs; empty makes an unsigned certificate
 */
record Certifier(
    Strategy strategy,
    Margin margin,
    Optional<CheckerProcess> checker,
    Optional<Signatory> signatory) {

  /** The proved statement and the certificate that holds it. */
  record Certified(Statement statement, byte[] bytes) {}

  /**
   * @throws CheckerProcess.NotAccepted if the checker decides otherwise; nothing was signed then
   * @throws IllegalArgumentException if the strategy or the format cannot hold the model
   */
  Certified certify(Path modelFile) throws IOException {
    Model model = Model.read(modelFile);
    Claim.Sizes sizes = new Claim.Sizes(model.k(), model.vocab(), model.dModel(), model.dHead());
    Statement.requireName("model file name", model.fileName()); // before the long work
    if (checker.isEmpty() && strategy.isProvedByChecker()) {
      throw new IllegalArgumentException(
          strategy.name() + " with these options: only the checker proves what it counts");
    }
    Proof proof;
    try (Work work = Work.of(strategy.name(), strategy.steps(model))) {
      proof = strategy.prove(model, margin, work);
    }
    Claim claim = new Claim(sizes, margin.toString(), proof.correct());
    Statement own =
        new Statement(model.fileName(), model.sha256(), claim, strategy.name(), proof.hints());
    Statement statement = checker.isPresent() ? accepted(modelFile, own) : own;
    byte[] payload = statement.payload();
    return new Certified(statement, new Envelope(payload, signatures(payload)).bytes());
  }

  /** The statement, or else the most that the checker accepts. */
  private Statement accepted(Path modelFile, Statement own) throws IOException {
    Optional<BigInteger> less = decide(modelFile, own);
    if (less.isEmpty()) return own;
    Statement lowered = own.claiming(less.get());
    if (own.hints().isEmpty() || decide(modelFile, lowered).isPresent()) {
      throw new CheckerProcess.NotAccepted(
          "the checker did not accept the proof: it counts %s right inputs, want %s"
              .formatted(less.get(), own.claim().correct()));
    }
    return lowered;
  }

  /** Empty if the checker accepts, else the smaller count that it would accept. */
  private Optional<BigInteger> decide(Path modelFile, Statement statement) throws IOException {
    Path unsigned = Files.createTempFile("assay-", ".cert.json");
    try {
      Files.write(unsigned, new Envelope(statement.payload(), List.of()).bytes());
      return checker.orElseThrow().decide(modelFile, unsigned, statement.claim().correct());
    } finally {
      Files.delete(unsigned);
    }
  }

  private List<Envelope.Signature> signatures(byte[] payload) throws IOException {
    if (signatory.isEmpty()) return List.of();
    Map<String, byte[]> signatures = signatory.get().sign(Envelope.PAYLOAD_TYPE, payload);
    return signatures.entrySet().stream()
        .map(signature -> new Envelope.Signature(signature.getKey(), signature.getValue()))
        .toList();
  }
}
