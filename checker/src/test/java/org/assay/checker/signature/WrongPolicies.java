// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import java.nio.charset.StandardCharsets;
import org.assay.checker.signature.VectorFolder.Expect;

/**
 * Policies that do not parse, each beside a good certificate: an input error, whatever the
 * certificate.
 */
record WrongPolicies(VectorFolder folder, byte[] certificate) {
  /** The policy under which the certificate is good. */
  static final String GOOD =
      new String(TestSigner.policy(1, TestSigner.ALICE), StandardCharsets.US_ASCII);

  void put(String name, String comment, String reason, String policy) {
    if (policy.equals(GOOD)) {
      throw new IllegalStateException(name + " changes nothing");
    }
    put(name, comment, Expect.error(reason), policy);
  }

  void put(String name, String comment, Expect expect, String policy) {
    folder.put(name, comment, expect, certificate, policy.getBytes(StandardCharsets.ISO_8859_1));
  }
}
