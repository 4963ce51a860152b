// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.verdict.RejectCode.SIGNATURE_MISMATCH;
import static org.assay.checker.verdict.RejectCode.SIGNATURE_MISSING;
import static org.assay.checker.verdict.Rejection.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assay.checker.verdict.Rejection;

/**
 * A payload that is signed as a policy demands (spec F-06), or that the reader wants to see
 * unsigned. {@code open} and {@code unsigned} are the only ways in; neither parses the payload.
 */
public final class SignedBytes {
  private final byte[] payload;
  private final List<SignedBy> signers;

  private SignedBytes(byte[] payload, List<SignedBy> signers) {
    this.payload = payload;
    this.signers = signers;
  }

  /** A signer that counts, and the names of the algorithms of the signatures. */
  public record SignedBy(String name, List<String> algorithms) {
    private static SignedBy of(String name, List<Algorithm> algorithms) {
      return new SignedBy(name, algorithms.stream().map(Algorithm::toString).toList());
    }
  }

  /**
   * @throws Rejection UNKNOWN_SIGNER, SIGNATURE_MISMATCH or SIGNATURE_MISSING
   */
  public static SignedBytes open(Envelope envelope, Policy policy) throws Rejection {
    Set<String> verified = verifiedKeys(envelope, policy);
    List<Algorithm> all = policy.requirement().algorithms();
    List<SignedBy> signers =
        policy.signers().stream()
            .filter(signer -> signer.algorithms(verified).containsAll(all)) // AND, never OR
            .map(signer -> SignedBy.of(signer.name(), signer.algorithms(verified)))
            .toList();
    int want = policy.requirement().signers();
    require( // F-06 (d)
        signers.size() >= want,
        SIGNATURE_MISSING,
        "signers: got %d, want %d, each by %s",
        signers.size(),
        want,
        all);
    return new SignedBytes(envelope.payload(), signers);
  }

  /** The ids of the keys of all signatures, also of those beyond need. */
  private static Set<String> verifiedKeys(Envelope envelope, Policy policy) throws Rejection {
    byte[] message = PreAuthentication.encode(Envelope.PAYLOAD_TYPE, envelope.payload());
    Set<String> verified = new HashSet<>();
    for (Envelope.Signature signature : envelope.signatures()) {
      PublicKey key = policy.key(signature.keyId()); // F-06 (a)
      require( // F-06 (b), (c)
          key.verifies(message, signature.bytes()),
          SIGNATURE_MISMATCH,
          "%s signature of key %s does not verify",
          key.algorithm(),
          key.id());
      verified.add(key.id());
    }
    return verified;
  }

  /** The payload of an envelope whose signatures nobody looked at. */
  public static SignedBytes unsigned(Envelope envelope) {
    return new SignedBytes(envelope.payload(), List.of());
  }

  public byte[] payload() {
    return payload;
  }

  /** Those who count; none if and only if this is unsigned. */
  public List<SignedBy> signers() {
    return signers;
  }
}
