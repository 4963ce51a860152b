// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.format;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Spells strings for the one line of JSON that a verdict is. */
public final class JsonText {
  private JsonText() {}

  /** The string with quotes and escapes. */
  public static String quote(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
