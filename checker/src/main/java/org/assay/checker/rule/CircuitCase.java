// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule;

import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Case;
import org.assay.checker.claim.Certificate;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Rule;
import org.assay.checker.json.Files;
import org.assay.checker.model.ModelFile;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;

/** A claim of version 1: the maximum, by one head of attention (spec F-09 to F-12). */
public final class CircuitCase implements Case {
  private final Certificate certificate;
  private final Files models;
  private Weights weights;

  /**
   * @throws Rejection with a code of F-02, F-03 or F-09 to F-11
   */
  public CircuitCase(byte[] payload, Files models, Rule.Reader rules) throws Rejection {
    this.certificate = Certificate.parse(payload, rules);
    this.models = models;
  }

  @Override
  public Findings.Claimed claimed() {
    Claim claim = certificate.claim();
    return new Findings.Claimed(
        certificate.subject().name(),
        certificate.rule().name(),
        claim.demand().margin().toString(),
        claim.demand().tokens().listed(),
        claim.correct(),
        claim.total(),
        claim.execution().map(one -> new Findings.Execution(one.profile().name(), one.correct())));
  }

  @Override
  public String sha256() {
    return certificate.subject().sha256();
  }

  @Override
  public Findings read(Findings known) throws Rejection, IOException {
    weights = ModelFile.parse(models.read(sha256()));
    Claim.Shape read = shape();
    return known.with(
        new Findings.Model(sha256(), read.k(), read.vocab(), read.dModel(), read.dHead()));
  }

  @Override
  public Findings.Proof count() throws Rejection {
    Claim.Shape claimed = certificate.claim().shape();
    require( // F-10 (a)
        claimed.equals(shape()), SHAPE_MISMATCH, "shape: got %s, want %s", claimed, shape());
    certificate.rule().requireLimits(weights.vocab(), weights.k()); // F-01 (g)
    return Counts.of(certificate.rule(), certificate.claim(), weights);
  }

  private Claim.Shape shape() {
    return new Claim.Shape(weights.k(), weights.vocab(), weights.dModel(), weights.dHead());
  }
}
