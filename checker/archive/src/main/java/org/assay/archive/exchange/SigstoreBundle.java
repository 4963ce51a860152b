// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import static org.assay.archive.refusal.Code.MALFORMED_KEY;
import static org.assay.archive.refusal.Code.SIGNATURES;
import static org.assay.archive.refusal.Refusal.require;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.policy.PolicyText;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.Rejection;

/**
 * A Sigstore bundle, version 0.3, of an envelope: with one of its signatures, because readers
 * refuse two, and without entry of a log, because the public one takes neither such envelopes nor
 * keys.
 */
public final class SigstoreBundle {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private SigstoreBundle() {}

  /**
   * The bundle of the signature by this key.
   *
   * @throws Refusal MALFORMED_KEY if it is none of Ed25519; SIGNATURES if the envelope has no
   *     signature by it, or one that does not verify
   */
  public static byte[] of(byte[] envelope, PublicKeyFile key) throws Refusal {
    require( // A-10 (b)
        key.algorithm().equals("Ed25519"),
        MALFORMED_KEY,
        "got a key of %s, want Ed25519: readers of Sigstore bundles know no other of ours",
        key.algorithm());
    String id = Sha256.of(key.spki());
    byte[] signature = Envelopes.signatures(envelope).get(id);
    require( // A-10 (c)
        signature != null, SIGNATURES, "got no signature by the key %s", id);
    byte[] payload = verified(envelope, id, signature, key);
    String hint = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(id)); // as cosign does
    return Json.of(
        to -> {
          to.writeStringField("mediaType", MEDIA_TYPE);
          to.writeObjectFieldStart("verificationMaterial");
          to.writeObjectFieldStart("publicKey");
          to.writeStringField("hint", hint);
          to.writeEndObject();
          to.writeEndObject();
          to.writeObjectFieldStart("dsseEnvelope");
          to.writeStringField("payload", Base64.getEncoder().encodeToString(payload));
          to.writeStringField("payloadType", Envelopes.PAYLOAD_TYPE);
          to.writeArrayFieldStart("signatures");
          to.writeStartObject();
          to.writeStringField("sig", Base64.getEncoder().encodeToString(signature));
          to.writeStringField("keyid", id);
          to.writeEndObject();
          to.writeEndArray();
          to.writeEndObject();
        });
  }

  /** The payload, if the checker finds this one signature good. */
  private static byte[] verified(byte[] envelope, String id, byte[] signature, PublicKeyFile key)
      throws Refusal {
    PolicyText policy = new PolicyText(List.of(key.algorithm()), 1);
    policy.add("signer", key);
    try {
      byte[] payload = Envelope.parse(envelope).payload();
      byte[] one = Envelopes.text(payload, Map.of(id, signature));
      return SignedBytes.open(Envelope.parse(one), Policy.parse(policy.bytes())).payload();
    } catch (Rejection why) { // A-10 (c)
      throw new Refusal(SIGNATURES, "%s: %s", why.code(), why.getMessage());
    }
  }
}
