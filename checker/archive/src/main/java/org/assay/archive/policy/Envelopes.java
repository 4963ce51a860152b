// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.policy;

import static org.assay.archive.refusal.Code.SIGNATURES;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** What an envelope (F-05) says of its signatures; whether they verify the checker decides. */
public final class Envelopes {
  private static final int MAX_SIGNATURES = 16; // F-05 (b)

  private Envelopes() {}

  /**
   * The digests of the keys that it names.
   *
   * @throws Refusal SIGNATURES if it is no envelope
   */
  public static Set<String> keys(byte[] envelope) throws Refusal {
    try {
      return new TreeSet<>(JsonReader.read(envelope, Envelopes::keyIds));
    } catch (Rejection why) {
      throw new Refusal(SIGNATURES, "%s: %s", why.code(), why.getMessage());
    }
  }

  private static List<String> keyIds(JsonReader in) throws Rejection {
    in.field("payload").base64(RejectCode.MALFORMED_ENVELOPE);
    in.field("payloadType").string();
    return in.field("signatures")
        .list(
            MAX_SIGNATURES,
            RejectCode.LIMIT_EXCEEDED,
            one ->
                one.object(
                    signature -> {
                      String id = signature.field("keyid").digest();
                      signature.field("sig").base64(RejectCode.MALFORMED_ENVELOPE);
                      return id;
                    }));
  }
}
