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
import org.assay.generator.strategy.Strategy;

/**
 * From a model to the bytes of a certificate: prove, have the checker decide, sign.
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
    BigInteger inputs = BigInteger.valueOf(model.vocab()).pow(model.k());
    BigInteger correct;
    try (Work work = Work.of(strategy.name(), inputs.bitLength() < 63 ? inputs.longValue() : -1)) {
      correct = strategy.correct(model, margin, work);
    }
    Claim claim = new Claim(sizes, margin.toString(), correct);
    Statement statement = new Statement(model.fileName(), model.sha256(), claim, strategy.name());
    byte[] payload = statement.payload();
    if (checker.isPresent()) check(modelFile, correct, payload);
    return new Certified(statement, new Envelope(payload, signatures(payload)).bytes());
  }

  private void check(Path modelFile, BigInteger correct, byte[] payload) throws IOException {
    Path unsigned = Files.createTempFile("assay-", ".cert.json");
    try {
      Files.write(unsigned, new Envelope(payload, List.of()).bytes());
      checker.orElseThrow().requireAccepted(modelFile, unsigned, correct);
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
