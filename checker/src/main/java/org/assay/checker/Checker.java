// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.assay.checker.verdict.RejectCode.CLAIM_NOT_PROVED;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MODEL_MISMATCH;
import static org.assay.checker.verdict.RejectCode.SHAPE_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.circuit.Weights;
import org.assay.checker.claim.Certificate;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.exact.Lemma;
import org.assay.checker.json.Sha256;
import org.assay.checker.model.ModelFile;
import org.assay.checker.rule.Rules;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;

/**
 * Decides certificates. Everything a verdict says of a model is derived from the model's bytes; the
 * certificate contributes the claim and hints.
 *
 * <p>Order (spec F-01 to F-12): size, envelope, signatures, payload, model, proof. The first breach
 * stops.
 */
@Lemma("L-06")
public final class Checker {
  /** Longest certificate file, spec F-01 (a). */
  public static final int MAX_CERTIFICATE = 4 << 20;

  /** Longest model file, spec F-01 (b). */
  public static final int MAX_MODEL = 256 << 20;

  private final Optional<Policy> policy;

  private Checker(Optional<Policy> policy) {
    this.policy = policy;
  }

  /** Where the bytes of model files come from. */
  public interface Models {
    /**
     * The model file that should have this digest; the checker verifies it.
     *
     * @throws IOException if there is none or it cannot be read
     */
    byte[] read(String sha256) throws IOException;
  }

  /**
   * A checker that demands the signatures of this policy (spec F-08).
   *
   * @throws Rejection if the policy does not parse: the caller's own mistake
   */
  public static Checker under(byte[] policy) throws Rejection {
    return new Checker(Optional.of(Policy.parse(policy)));
  }

  /** A checker of the mathematics alone; its verdicts say "unsigned". */
  public static Checker unsigned() {
    return new Checker(Optional.empty());
  }

  /**
   * Decides one certificate.
   *
   * @throws IOException if the model cannot be read: no verdict
   */
  public Verdict check(byte[] certificate, Models models) throws IOException {
    Findings findings = new Findings(policy.isEmpty());
    try {
      check(certificate, models, findings);
      return Verdict.accepted(findings);
    } catch (Rejection why) {
      return Verdict.of(why, findings);
    }
  }

  private void check(byte[] file, Models models, Findings findings) throws Rejection, IOException {
    requireSize("certificate", file, MAX_CERTIFICATE); // F-01 (a)
    Certificate certificate =
        Certificate.parse(payload(Envelope.parse(file), findings), Rules::read);
    Claim claim = certificate.claim();
    findings.found(
        new Findings.Claimed(
            certificate.subject().name(),
            certificate.rule().name(),
            claim.demand().margin().toString(),
            claim.demand().tokens().listed(),
            claim.correct(),
            claim.total()));
    claim
        .execution()
        .ifPresent(
            one ->
                findings.found(
                    new Findings.Execution(one.profile().name(), one.correct(), Optional.empty())));
    Weights weights = weights(certificate, models, findings);
    certificate.rule().requireLimits(weights.vocab(), weights.k()); // F-01 (g)
    Counts counts = prove(certificate.rule(), claim, weights);
    findings.found(new Findings.Proof(counts.real, weights.meter().operations()));
    judgeExecution(claim, counts, findings);
    require( // F-10 (e), L-06 (b)
        claim.correct().compareTo(counts.real) <= 0,
        CLAIM_NOT_PROVED,
        "correct: got %s, want <= %s (%s, margin %s)",
        claim.correct(),
        counts.real,
        certificate.rule().name(),
        claim.demand().margin());
  }

  /** Inputs proved correct by more than the margin: over the reals, and in every execution. */
  private record Counts(BigInteger real, Optional<BigInteger> computed) {}

  private static Counts prove(Rule rule, Claim claim, Weights weights) throws Rejection {
    Premises premises = new Premises(weights, claim.execution().map(Claim.Execution::profile));
    BigInteger count = rule.count(premises, claim.demand());
    if (premises.profile().isEmpty()) {
      return new Counts(count, Optional.empty());
    }
    Premises exact = Premises.exact(weights);
    BigInteger real = rule.countsOnce() ? count : rule.count(exact, claim.demand());
    return new Counts(real.max(count), Optional.of(count)); // L-44, two lines
  }

  private static void judgeExecution(Claim claim, Counts counts, Findings findings)
      throws Rejection {
    if (claim.execution().isEmpty()) {
      return;
    }
    Claim.Execution execution = claim.execution().get();
    String profile = execution.profile().name();
    findings.found(new Findings.Execution(profile, execution.correct(), counts.computed));
    BigInteger proved = counts.computed.orElseThrow();
    require( // F-10 (h)
        execution.correct().compareTo(proved) <= 0,
        CLAIM_NOT_PROVED,
        "correct in every execution of %s: got %s, want <= %s",
        profile,
        execution.correct(),
        proved);
  }

  private byte[] payload(Envelope envelope, Findings findings) throws Rejection {
    SignedBytes signed =
        policy.isPresent()
            ? SignedBytes.open(envelope, policy.get())
            : SignedBytes.unsigned(envelope);
    List<Findings.Signer> signers =
        signed.signers().stream()
            .map(one -> new Findings.Signer(one.name(), one.algorithms()))
            .toList();
    findings.found(signers);
    return signed.payload();
  }

  private static Weights weights(Certificate certificate, Models models, Findings findings)
      throws Rejection, IOException {
    String want = certificate.subject().sha256();
    byte[] file = models.read(want);
    requireSize("model", file, MAX_MODEL); // F-01 (b)
    String got = Sha256.of(file);
    require(
        got.equals(want), MODEL_MISMATCH, "model sha256: got %s, want %s", got, want); // F-09 (d)
    Weights weights = ModelFile.parse(file);
    Claim.Shape shape =
        new Claim.Shape(weights.k(), weights.vocab(), weights.dModel(), weights.dHead());
    findings.found(
        new Findings.Model(got, shape.k(), shape.vocab(), shape.dModel(), shape.dHead()));
    Claim.Shape claimed = certificate.claim().shape();
    require( // F-10 (a)
        claimed.equals(shape), SHAPE_MISMATCH, "shape: got %s, want %s", claimed, shape);
    return weights;
  }

  private static void requireSize(String what, byte[] file, int most) throws Rejection {
    require(
        file.length <= most,
        LIMIT_EXCEEDED,
        "%s file: got more than %d bytes, want at most that",
        what,
        most);
  }
}
