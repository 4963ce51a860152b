// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.assay.checker.verdict.RejectCode.CLAIM_NOT_PROVED;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MODEL_MISMATCH;
import static org.assay.checker.verdict.Rejection.require;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.claim.Case;
import org.assay.checker.exact.Lemma;
import org.assay.checker.json.Files;
import org.assay.checker.json.Sha256;
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

    /**
     * The data file that should have this digest (spec F-19); the checker verifies it.
     *
     * @throws IOException if there is none or it cannot be read
     */
    default byte[] data(String sha256) throws IOException {
      return read(sha256);
    }
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
    Findings found = Findings.none(policy.isEmpty());
    try {
      requireSize("certificate", certificate, MAX_CERTIFICATE); // F-01 (a)
      SignedBytes signed = signed(Envelope.parse(certificate));
      found = found.with(signers(signed));
      Case claim = claim(signed.payload(), models);
      found = found.with(claim.claimed());
      found = claim.read(found);
      Findings.Proof proof = claim.count();
      found = found.with(proof);
      judge(claim.claimed(), proof);
      return Verdict.accepted(found);
    } catch (Rejection why) {
      return Verdict.of(why, found);
    }
  }

  private SignedBytes signed(Envelope envelope) throws Rejection {
    return policy.isPresent()
        ? SignedBytes.open(envelope, policy.get())
        : SignedBytes.unsigned(envelope);
  }

  private static List<Findings.Signer> signers(SignedBytes signed) {
    return signed.signers().stream()
        .map(one -> new Findings.Signer(one.name(), one.algorithms()))
        .toList();
  }

  private static Case claim(byte[] payload, Models models) throws Rejection {
    Files model = sha256 -> verified("model", models.read(sha256), sha256);
    Files data = sha256 -> verified("data", models.data(sha256), sha256);
    return Rules.claim(payload, model, data);
  }

  /** Whether what was derived is enough for what is claimed. */
  public static void judge(Findings.Claimed claimed, Findings.Proof proof) throws Rejection {
    if (claimed.execution().isPresent()) {
      BigInteger executed = proof.executed().orElseThrow();
      require( // F-10 (h), F-15 (i)
          claimed.execution().get().correct().compareTo(executed) <= 0,
          CLAIM_NOT_PROVED,
          "correct in every execution of %s: got %s, want <= %s",
          claimed.execution().get().profile(),
          claimed.execution().get().correct(),
          executed);
    }
    require( // F-10 (e), F-15 (e), L-06 (b)
        claimed.correct().compareTo(proof.proved()) <= 0,
        CLAIM_NOT_PROVED,
        "correct: got %s, want <= %s (%s, margin %s)",
        claimed.correct(),
        proof.proved(),
        claimed.strategy(),
        claimed.margin());
  }

  /** F-09 (d), F-19 (a): the bytes, if they are those of this digest. */
  private static byte[] verified(String what, byte[] file, String want) throws Rejection {
    requireSize(what, file, MAX_MODEL); // F-01 (b)
    String got = Sha256.of(file);
    require(got.equals(want), MODEL_MISMATCH, "%s sha256: got %s, want %s", what, got, want);
    return file;
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
