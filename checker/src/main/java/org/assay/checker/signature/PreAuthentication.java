// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The pre-authentication encoding of DSSE 1.0: the bytes that are signed (spec F-06). */
final class PreAuthentication {
  private PreAuthentication() {}

  /** Requires: the type is ASCII, so that its length is its number of bytes. */
  static byte[] encode(String type, byte[] payload) {
    String head = "DSSEv1 " + type.length() + ' ' + type + ' ' + payload.length + ' ';
    byte[] prefix = head.getBytes(StandardCharsets.US_ASCII);
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + payload.length);
    System.arraycopy(payload, 0, encoded, prefix.length, payload.length);
    return encoded;
  }
}
