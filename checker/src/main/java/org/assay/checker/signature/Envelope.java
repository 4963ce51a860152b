// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.MALFORMED_ENVELOPE;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.util.List;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/** A certificate file as it comes: a payload and signatures, nothing verified yet (spec F-05). */
public record Envelope(byte[] payload, List<Signature> signatures) {
  /** The only payload type; part of the signed bytes. */
  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private static final int MAX_SIGNATURES = 16;

  /** What an envelope says of a signature: the digest of a key, and bytes. */
  record Signature(String keyId, byte[] bytes) {
    private static Signature read(JsonReader in) throws Rejection {
      return new Signature(in.field("keyid").digest(), in.field("sig").base64(MALFORMED_ENVELOPE));
    }
  }

  /**
   * @throws Rejection with a code of F-02 to F-05
   */
  public static Envelope parse(byte[] file) throws Rejection {
    return JsonReader.read(file, Envelope::read);
  }

  private static Envelope read(JsonReader in) throws Rejection {
    byte[] payload = in.field("payload").base64(MALFORMED_ENVELOPE);
    require(payload.length > 0, MALFORMED_ENVELOPE, "payload is empty"); // F-05 (d)
    String type = in.field("payloadType").string();
    require( // F-05 (a)
        type.equals(PAYLOAD_TYPE), MALFORMED_ENVELOPE, "payloadType: got %s", quoted(type));
    List<Signature> signatures =
        in.field("signatures")
            .list(MAX_SIGNATURES, LIMIT_EXCEEDED, one -> one.object(Signature::read)); // F-05 (b)
    long keys = signatures.stream().map(Signature::keyId).distinct().count();
    require( // F-05 (c)
        keys == signatures.size(),
        MALFORMED_ENVELOPE,
        "keyid: got %d signatures of %d keys",
        signatures.size(),
        keys);
    return new Envelope(payload, signatures);
  }
}
