// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.HexFormat;

/** Spells strings for the one line of JSON that a verdict is. */
public final class JsonText {
  private JsonText() {}

  /** The string with quotes and escapes, in ASCII: a terminal sees nothing else. */
  public static String quote(String text) {
    String quoted = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    StringBuilder ascii = new StringBuilder("\"");
    for (char c : quoted.toCharArray()) {
      ascii.append(
          c >= ' ' && c <= '~' ? String.valueOf(c) : "\\u" + HexFormat.of().toHexDigits(c));
    }
    return ascii.append('"').toString();
  }
}
