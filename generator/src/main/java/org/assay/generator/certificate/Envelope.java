// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A certificate file (spec F-05): payload and signatures. No signatures: unsigned. */
public record Envelope(byte[] payload, List<Signature> signatures) {
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** One signature over the pre-authentication encoding; the key id selects a key. */
  public record Signature(String keyId, byte[] bytes) {
    String json() {
      return "{\"keyid\":\"" + keyId + "\",\"sig\":\"" + base64(bytes) + "\"}";
    }
  }

  /** The one spelling of this envelope. */
  public byte[] bytes() {
    String list = signatures.stream().map(Signature::json).collect(joining(","));
    return (String.format(
            Locale.ROOT,
            "{\"payload\":\"%s\",\"payloadType\":\"%s\",\"signatures\":[%s]}\n",
            base64(payload),
            PAYLOAD_TYPE,
            list))
        .getBytes(UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
