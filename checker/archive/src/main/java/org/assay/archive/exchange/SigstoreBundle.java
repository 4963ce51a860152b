// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.exchange;

import static org.assay.archive.refusal.Code.MALFORMED_KEY;
import static org.assay.archive.refusal.Code.SIGNATURES;
import static org.assay.archive.refusal.Refusal.require;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assay.archive.ageing.Hash;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.policy.PolicyText;
import org.assay.archive.policy.PublicKeyFile;
import org.assay.archive.refusal.Refusal;
import org.assay.archive.time.TimeStamper;
import org.assay.archive.time.Token;
import org.assay.archive.time.Trust;
import org.assay.checker.json.Sha256;
import org.assay.checker.signature.Envelope;
import org.assay.checker.signature.Policy;
import org.assay.checker.signature.SignedBytes;
import org.assay.checker.verdict.Rejection;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * A Sigstore bundle, version 0.3, of an envelope: with one of its signatures, because readers
 * refuse two, and without entry of a log, because the public one takes neither such envelopes nor
 * keys.
 *
 * @param keyId SHA-256 of the SubjectPublicKeyInfo, hexadecimal
 */
public record SigstoreBundle(byte[] payload, byte[] signature, String keyId) {
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  /**
   * The bundle of the signature by this key.
   *
   * @throws Refusal MALFORMED_KEY if it is none of Ed25519; SIGNATURES if the envelope has no
   *     signature by it, or one that does not verify
   */
  public static SigstoreBundle of(byte[] envelope, PublicKeyFile key) throws Refusal {
    require( // A-10 (b)
        key.algorithm().equals("Ed25519"),
        MALFORMED_KEY,
        "got a key of %s, want Ed25519: readers of Sigstore bundles know no other of ours",
        key.algorithm());
    String id = Sha256.of(key.spki());
    byte[] signature = Envelopes.signatures(envelope).get(id);
    require( // A-10 (c)
        signature != null, SIGNATURES, "got no signature by the key %s", id);
    return new SigstoreBundle(verified(envelope, id, signature, key), signature, id);
  }

  /**
   * A time stamp of the signature, as readers demand it: not of payload or envelope.
   *
   * @return the whole answer of the authority (RFC 3161, TimeStampResp), DER
   * @throws Refusal NO_TIME_STAMP, or a code of A-03 if its token proves no date to this reader
   */
  public byte[] stamped(TimeStamper authority, Trust reader) throws IOException, Refusal {
    byte[] imprint = Hash.SHA_256.of(signature);
    TimeStampResponse answer =
        authority.ask(
            (settings, nonce) ->
                settings.generate(Hash.SHA_256.identifier().getAlgorithm(), imprint, nonce));
    Token token = Token.parse(answer.getTimeStampToken().toCMSSignedData().toASN1Structure());
    token.verify(Hash.SHA_256, imprint, reader.notBefore(Instant.now())); // A-10 (d)
    return answer.getEncoded();
  }

  /** The text; the hint is that of cosign, the digest of the key. */
  public byte[] text(List<byte[]> timeStamps) {
    byte[] hint = HexFormat.of().parseHex(keyId);
    return Json.of(
        to -> {
          to.writeStringField("mediaType", MEDIA_TYPE);
          object(to, "verificationMaterial", in -> material(in, hint, timeStamps));
          object(to, "dsseEnvelope", this::envelope);
        });
  }

  private static void object(JsonGenerator to, String name, Json.Members part) throws IOException {
    to.writeObjectFieldStart(name);
    part.write(to);
    to.writeEndObject();
  }

  private static void material(JsonGenerator to, byte[] hint, List<byte[]> timeStamps)
      throws IOException {
    object(to, "publicKey", in -> in.writeStringField("hint", base64(hint)));
    if (!timeStamps.isEmpty()) {
      object(
          to,
          "timestampVerificationData",
          in -> {
            in.writeArrayFieldStart("rfc3161Timestamps");
            for (byte[] one : timeStamps) {
              in.writeStartObject();
              in.writeStringField("signedTimestamp", base64(one));
              in.writeEndObject();
            }
            in.writeEndArray();
          });
    }
  }

  private void envelope(JsonGenerator to) throws IOException {
    to.writeStringField("payload", base64(payload));
    to.writeStringField("payloadType", Envelopes.PAYLOAD_TYPE);
    to.writeArrayFieldStart("signatures");
    to.writeStartObject();
    to.writeStringField("sig", base64(signature));
    to.writeStringField("keyid", keyId);
    to.writeEndObject();
    to.writeEndArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
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
