// SPDX-License-Identifier: Apache-2.0
package org.assay.archive.log;

import static org.assay.archive.refusal.Refusal.quoted;
import static org.assay.archive.refusal.Refusal.require;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.assay.archive.refusal.Code;
import org.assay.archive.refusal.Refusal;

/** How text, numbers and bytes are spelled in the files of a log: each in one way (spec T-02). */
final class Lines {
  private Lines() {}

  /**
   * UTF-8 without control characters but line feeds, of at most so many bytes.
   *
   * @throws Refusal with this code
   */
  static String text(byte[] bytes, int most, Code code) throws Refusal {
    require( // T-02 (a)
        bytes.length <= most, code, "got %d bytes, want at most %d", bytes.length, most);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new Refusal(code, "got bytes that are not UTF-8"); // T-02 (b)
    }
    int control = 0;
    while (control < text.length()
        && (text.charAt(control) >= ' ' || text.charAt(control) == '\n')) {
      control++;
    }
    require( // T-02 (b)
        control == text.length(), code, "character %d: got a control character", control);
    return text;
  }

  /**
   * A decimal number of at most 18 digits, without sign and leading zeros.
   *
   * @throws Refusal with this code
   */
  static long number(String what, String text, Code code) throws Refusal {
    require( // T-02 (c)
        text.matches("0|[1-9][0-9]{0,17}"), code, "%s: got %s, want a number", what, quoted(text));
    return Long.parseLong(text);
  }

  /**
   * The bytes of RFC 4648, section 4, with padding, pad bits zero, no white space.
   *
   * @throws Refusal with this code
   */
  static byte[] base64(String text, Code code) throws Refusal {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException malformed) { // said below
    }
    throw new Refusal(code, "base64: got %s", quoted(text)); // T-02 (d)
  }
}
