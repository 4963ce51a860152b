// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assay.generator.certificate.Decidable;
import org.assay.generator.certificate.Envelope;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.signing.Signatory;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Strategy;

/**
 * From a model to the bytes of a certificate: prove, have the checker decide, sign.
 *
 * @param checker decides before anything is signed; empty leaves that out
 * @param signatory signs; empty makes an unsigned certificate
 */
public record Certifier(
    Order order, Optional<CheckerProcess> checker, Optional<Signatory> signatory) {

  /** Of real numbers only. */
  public Certifier(
      Strategy strategy,
      Demand demand,
      Optional<CheckerProcess> checker,
      Optional<Signatory> signatory) {
    this(new Order(strategy, demand, Optional.empty()), checker, signatory);
  }

  /** The proved statement, the certificate that holds it, and what checking it took. */
  public record Certified(Statement statement, byte[] bytes, OptionalLong operations) {}

  /**
   * @throws CheckerProcess.NotAccepted if the checker decides otherwise; nothing was signed then
   * @throws IllegalArgumentException if the strategy or the format cannot hold the model
   */
  public Certified certify(Path modelFile) throws IOException {
    Model model = readModel(modelFile);
    return signed(new Pipeline(modelFile, model, checker, Work::of).accepted(order), signatory);
  }

  /**
   * A model that can be certified.
   *
   * @throws IOException naming the file, if it is none, or no certificate can hold its name
   */
  public static Model readModel(Path file) throws IOException {
    Model model = Model.read(file);
    requireName(file, model.fileName());
    return model;
  }

  /**
   * @throws IOException naming the file, if no certificate can hold its name
   */
  public static void requireName(Path file, String name) throws IOException {
    try {
      Statement.requireName("file name", name);
    } catch (IllegalArgumentException e) {
      throw new IOException("model " + file + ": " + e.getMessage() + ": rename it, or link it", e);
    }
  }

  /** The certificate of what the checker accepted, as far as there is one. */
  public static Certified signed(Accepted accepted, Optional<Signatory> by) throws IOException {
    Statement statement = accepted.statement();
    return new Certified(statement, signed(statement, by), accepted.operations());
  }

  /** A proof that was found without signatures, with them. */
  public static Certified signed(Certified unsigned, Optional<Signatory> by) throws IOException {
    byte[] bytes = signed(unsigned.statement, by);
    return new Certified(unsigned.statement, bytes, unsigned.operations);
  }

  /** The certificate of a statement of either version. */
  public static byte[] signed(Decidable statement, Optional<Signatory> by) throws IOException {
    byte[] payload = statement.payload();
    Map<String, byte[]> signatures =
        by.isPresent() ? by.get().sign(Envelope.PAYLOAD_TYPE, payload) : Map.of();
    List<Envelope.Signature> listed =
        signatures.entrySet().stream()
            .map(signature -> new Envelope.Signature(signature.getKey(), signature.getValue()))
            .toList();
    return new Envelope(payload, listed).bytes();
  }
}
