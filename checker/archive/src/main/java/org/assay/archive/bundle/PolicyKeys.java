// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.bundle;

import static org.assay.archive.refusal.Code.MALFORMED_BUNDLE;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assay.archive.policy.Envelopes;
import org.assay.archive.policy.PolicyView;
import org.assay.archive.refusal.Refusal;

/** The public keys of a certificate's signatures, as files that OpenSSL reads. */
final class PolicyKeys {
  private static final int LINE = 64;

  private PolicyKeys() {}

  /**
   * PEM files by the names that they have in a bundle, of those keys of the policy that signed.
   *
   * @throws Refusal MALFORMED_BUNDLE if one of the two does not parse, or a key is not there
   */
  static SortedMap<String, byte[]> of(byte[] certificate, byte[] policy) throws Refusal {
    Set<String> signed;
    PolicyView view;
    try {
      signed = Envelopes.keys(certificate);
      view = PolicyView.parse(policy);
    } catch (Refusal malformed) { // B-02 (d)
      throw new Refusal(
          MALFORMED_BUNDLE, "policy.json or certificate.cert.json: %s", malformed.getMessage());
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (PolicyView.Signer signer : view.signers()) {
      for (PolicyView.Key key : signer.keys()) {
        if (signed.contains(key.sha256())) {
          files.put("keys/" + key.sha256() + ".pub.pem", pem(key.spki()));
        }
      }
    }
    Refusal.require( // B-02 (d)
        files.size() == signed.size(),
        MALFORMED_BUNDLE,
        "policy.json: has %d of the %d keys that signed the certificate",
        files.size(),
        signed.size());
    return files;
  }

  private static byte[] pem(byte[] spki) {
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(spki);
    String text = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
