// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static org.assay.archive.refusal.Code.MALFORMED_BUNDLE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.refusal.Refusal;
import org.assay.checker.json.JsonReader;
import org.assay.checker.signature.Policy;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** The public keys of a certificate's signatures, as files that OpenSSL reads. */
final class PolicyKeys {
  private static final int MAX_SIGNATURES = 16;
  private static final int LINE = 64;

  private PolicyKeys() {}

  /** A key of a policy: SHA-256 of its SubjectPublicKeyInfo, and the SubjectPublicKeyInfo. */
  private record Key(String id, byte[] spki) {}

  /**
   * PEM files by the names that they have in a bundle, of those keys of the policy that signed.
   *
   * @throws Refusal MALFORMED_BUNDLE if one of the two does not parse, or a key is not there
   */
  static SortedMap<String, byte[]> of(byte[] certificate, byte[] policy) throws Refusal {
    try {
      Policy.parse(policy);
      List<String> signed = JsonReader.read(certificate, PolicyKeys::envelope);
      SortedMap<String, byte[]> files = new TreeMap<>();
      for (Key key : JsonReader.read(policy, PolicyKeys::keys)) {
        if (signed.contains(key.id)) {
          files.put("keys/" + key.id + ".pub.pem", pem(key.spki));
        }
      }
      if (files.size() < Set.copyOf(signed).size()) {
        throw new Refusal( // B-02 (d)
            MALFORMED_BUNDLE,
            "policy.json: has %d of the %d keys that signed the certificate",
            files.size(),
            signed.size());
      }
      return files;
    } catch (Rejection malformed) { // B-02 (d)
      throw new Refusal(
          MALFORMED_BUNDLE, "policy.json or certificate.cert.json: %s", malformed.getMessage());
    }
  }

  private static List<String> envelope(JsonReader in) throws Rejection {
    in.field("payload").base64(RejectCode.MALFORMED_ENVELOPE);
    in.field("payloadType").string();
    return in.field("signatures")
        .list(MAX_SIGNATURES, RejectCode.LIMIT_EXCEEDED, one -> one.object(PolicyKeys::keyId));
  }

  private static String keyId(JsonReader in) throws Rejection {
    String id = in.field("keyid").digest();
    in.field("sig").base64(RejectCode.MALFORMED_ENVELOPE);
    return id;
  }

  /** Its limits were tested before. */
  private static List<Key> keys(JsonReader in) throws Rejection {
    List<Key> keys = new ArrayList<>();
    in.field("version").integer();
    in.field("signers")
        .list(
            Integer.MAX_VALUE,
            RejectCode.MALFORMED_POLICY,
            list -> list.object(signer -> keys.addAll(signer(signer))));
    in.field("require")
        .object(
            one -> {
              one.field("algorithms")
                  .list(Integer.MAX_VALUE, RejectCode.MALFORMED_POLICY, JsonReader::string);
              return one.field("signers").integer();
            });
    return keys;
  }

  private static List<Key> signer(JsonReader in) throws Rejection {
    in.field("name").string();
    return in.field("keys")
        .list(
            Integer.MAX_VALUE,
            RejectCode.MALFORMED_POLICY,
            list ->
                list.object(
                    one -> {
                      one.field("algorithm").string();
                      byte[] spki = one.field("spki").base64(RejectCode.MALFORMED_KEY);
                      return new Key(one.field("sha256").digest(), spki);
                    }));
  }

  private static byte[] pem(byte[] spki) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(spki);
    String text = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
