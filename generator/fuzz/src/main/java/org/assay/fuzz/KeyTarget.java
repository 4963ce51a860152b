// SPDX-License-Identifier: Apache-2.0
package org.assay.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/**
 * Any public key in a policy, and any signature under it (spec F-06, F-07). The first byte chooses
 * the algorithm; then the key, of the length that its algorithm has; what is left is the signature.
 */
public final class KeyTarget {
  private static final Set<RejectCode> CODES =
      EnumSet.of(RejectCode.MALFORMED_KEY, RejectCode.SIGNATURE_MISMATCH);
  private static final int ED25519_SPKI = 44;
  private static final int ML_DSA_SPKI = 1974;

  private KeyTarget() {}

  public static void fuzzerTestOneInput(byte[] decisions) {
    Decisions next = new Decisions(decisions);
    boolean old = next.upTo(1) == 1;
    byte[] key = next.bytes(old ? ED25519_SPKI : ML_DSA_SPKI);
    byte[] signature = next.bytes(decisions.length);
    String id = Sha256.of(key);
    String algorithm = old ? "Ed25519" : "ML-DSA-65";
    try {
      Policy policy = Policy.parse(policy(algorithm, key, id));
      SignedBytes.open(Envelope.parse(envelope(id, signature)), policy);
    } catch (Rejection why) {
      Wanted.oneOf(CODES, why);
      return;
    }
    throw new AssertionError("a signature of " + algorithm + " under key " + id + " was forged");
  }

  private static byte[] policy(String algorithm, byte[] key, String id) {
    return ("{\"version\":1,\"signers\":[{\"name\":\"one\",\"keys\":[{\"algorithm\":\""
            + algorithm
            + "\",\"spki\":\""
            + Base64.getEncoder().encodeToString(key)
            + "\",\"sha256\":\""
            + id
            + "\"}]}],\"require\":{\"algorithms\":[\""
            + algorithm
            + "\"],\"signers\":1}}\n")
        .getBytes(US_ASCII);
  }

  private static byte[] envelope(String id, byte[] signature) {
    return ("{\"payload\":\"e30K\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":"
            + "[{\"keyid\":\""
            + id
            + "\",\"sig\":\""
            + Base64.getEncoder().encodeToString(signature)
            + "\"}]}\n")
        .getBytes(US_ASCII);
  }
}
