// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.verdict.RejectCode.MALFORMED_KEY;
import static org.assay.checker.verdict.Rejection.require;

import java.util.Arrays;
import org.assay.checker.json.Sha256;
import org.assay.checker.verdict.Rejection;
import org.bouncycastle.crypto.Signer;

/** A key of a policy, in the only encoding that spec F-07 allows. {@code of} is the only way in. */
final class PublicKey {
  private final Algorithm algorithm;
  private final byte[] raw;
  private final String id;

  private PublicKey(Algorithm algorithm, byte[] raw, String id) {
    this.algorithm = algorithm;
    this.raw = raw;
    this.id = id;
  }

  /**
   * @throws Rejection MALFORMED_KEY
   */
  static PublicKey of(Algorithm algorithm, byte[] spki, String sha256) throws Rejection {
    String label = algorithm.label;
    int size = algorithm.spkiBytes;
    require( // F-07 (a)
        spki.length == size, MALFORMED_KEY, "%s: got %d bytes, want %d", label, spki.length, size);
    byte[] prefix = algorithm.spkiPrefix();
    require( // F-07 (a)
        Arrays.equals(prefix, Arrays.copyOf(spki, prefix.length)),
        MALFORMED_KEY,
        "%s: not the SubjectPublicKeyInfo of such a key",
        label);
    String id = Sha256.of(spki);
    require( // F-07 (c)
        id.equals(sha256), MALFORMED_KEY, "%s: got sha256 %s, want %s", label, sha256, id);
    byte[] raw = Arrays.copyOfRange(spki, prefix.length, size);
    require( // F-07 (b)
        algorithm.isKey(raw), MALFORMED_KEY, "%s: %s is no point of prime order", label, id);
    return new PublicKey(algorithm, raw, id);
  }

  Algorithm algorithm() {
    return algorithm;
  }

  /** The SHA-256 of the whole SubjectPublicKeyInfo, spec F-06 (a). */
  String id() {
    return id;
  }

  /** Whether this is the signature of the message: F-06 (b), (c). */
  boolean verifies(byte[] message, byte[] signature) {
    Signer verifier = algorithm.verifier(raw);
    verifier.update(message, 0, message.length);
    return signature.length == algorithm.signatureBytes
        && verifier.verifySignature(signature)
        && algorithm.equationHolds(raw, message, signature);
  }
}
