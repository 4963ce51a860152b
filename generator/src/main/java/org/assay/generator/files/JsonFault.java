// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.Locale;

/** What to say of text that is no JSON: the place, and nothing of the text. */
public final class JsonFault {
  private JsonFault() {}

  /** Such as {@code line 1, column 4: no JSON}. */
  public static String of(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    String what = said.startsWith("Duplicate field") ? "a field that is there twice" : "no JSON";
    if (e instanceof JsonEOFException) what = "it ends in the middle";
    if (e.getLocation() == null) return what;
    return String.format(
        Locale.ROOT,
        "line %d, column %d: %s",
        e.getLocation().getLineNr(),
        e.getLocation().getColumnNr(),
        what);
  }
}
