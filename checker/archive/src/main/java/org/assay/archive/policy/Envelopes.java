// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.policy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assay.archive.refusal.Code.CANNOT_CONCLUDE;
import static org.assay.archive.refusal.Code.SIGNATURES;
import static org.assay.archive.refusal.Refusal.require;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** What an envelope (F-05) says of its signatures; whether they verify the checker decides. */
public final class Envelopes {
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json"; // F-05 (a)

  private static final int MAX_SIGNATURES = 16; // F-05 (b)

  private Envelopes() {}

  /**
   * The digests of the keys that it names.
   *
   * @throws Refusal SIGNATURES if it is no envelope
   */
  public static Set<String> keys(byte[] envelope) throws Refusal {
    return signatures(envelope).keySet();
  }

  /**
   * Its signatures, by the digests of the keys that it names.
   *
   * @throws Refusal SIGNATURES if it is no envelope
   */
  public static Map<String, byte[]> signatures(byte[] envelope) throws Refusal {
    try {
      return JsonReader.read(envelope, Envelopes::read);
    } catch (Rejection why) {
      throw new Refusal(SIGNATURES, "%s: %s", why.code(), why.getMessage());
    }
  }

  /**
   * What a claim about draws was before its beacon was known (F-22): its payload up to the value.
   *
   * @throws Refusal SIGNATURES if it is no envelope, CANNOT_CONCLUDE if there is no beacon in it
   */
  public static byte[] commitment(byte[] envelope) throws Refusal {
    try {
      String text = new String(JsonReader.read(envelope, Envelopes::payload), ISO_8859_1);
      int value = text.indexOf(",\"beacon\":");
      require(value >= 0, CANNOT_CONCLUDE, "its inputs are not drawn"); // A-13 (a)
      return text.substring(0, value).getBytes(ISO_8859_1);
    } catch (Rejection why) {
      throw new Refusal(SIGNATURES, "%s: %s", why.code(), why.getMessage());
    }
  }

  private static byte[] payload(JsonReader in) throws Rejection {
    byte[] payload = in.field("payload").base64(RejectCode.MALFORMED_ENVELOPE);
    signatures(in);
    return payload;
  }

  private static Map<String, byte[]> read(JsonReader in) throws Rejection {
    in.field("payload").base64(RejectCode.MALFORMED_ENVELOPE);
    return signatures(in);
  }

  private static Map<String, byte[]> signatures(JsonReader in) throws Rejection {
    Map<String, byte[]> signatures = new TreeMap<>();
    in.field("payloadType").string();
    in.field("signatures")
        .list(
            MAX_SIGNATURES,
            RejectCode.LIMIT_EXCEEDED,
            one ->
                one.object(
                    signature -> {
                      String id = signature.field("keyid").digest();
                      byte[] bytes = signature.field("sig").base64(RejectCode.MALFORMED_ENVELOPE);
                      return signatures.put(id, bytes) == null;
                    }));
    return signatures;
  }

  /** An envelope in its only spelling, with these signatures by the digests of their keys. */
  public static byte[] text(byte[] payload, Map<String, byte[]> signatures) {
    String listed =
        signatures.entrySet().stream()
            .map(
                one ->
                    "{\"keyid\":\""
                        + one.getKey()
                        + "\",\"sig\":\""
                        + base64(one.getValue())
                        + "\"}")
            .collect(joining(","));
    String text =
        "{\"payload\":\""
            + base64(payload)
            + "\",\"payloadType\":\""
            + PAYLOAD_TYPE
            + "\",\"signatures\":["
            + listed
            + "]}\n";
    return text.getBytes(US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
