// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import java.util.Base64;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;

/** Bytes in a string, in their only spelling (spec F-04). */
final class Bytes {
  private Bytes() {}

  /**
   * The bytes that a string of base64 stands for.
   *
   * @throws Rejection with code {@code malformed} if it is another spelling of them than F-04 says
   */
  static byte[] ofBase64(String field, String text, RejectCode malformed) throws Rejection {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) { // padding, pad bits
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) { // reported below, with the text
    }
    throw new Rejection(malformed, "%s: got %s, want base64", field, Rejection.quoted(text));
  }
}
