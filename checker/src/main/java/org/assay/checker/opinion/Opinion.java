// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.opinion;

import java.io.IOException;
import org.assay.checker.verdict.Verdict;

/**
 * What a checker said of a certificate.
 *
 * @param code empty if it is accepted
 * @param message the reason as JSON spells it, a string or null
 */
record Opinion(String verdict, String code, String message) {
  /**
   * Reads the first fields of a line of JSON (spec F-13).
   *
   * @throws IOException if it is no such line
   */
  static Opinion of(String line) throws IOException {
    // In a string a quote follows a backslash, so none of these ends stands inside one.
    String verdict = between(line, "\",\"verdict\":\"", "\",\"code\":");
    String code = between(line, "\",\"code\":", ",\"message\":");
    String message = between(line, ",\"message\":", ",\"strategy\":");
    return new Opinion(verdict, code.equals("null") ? "" : code.replace("\"", ""), message);
  }

  private static String between(String line, String before, String behind) throws IOException {
    int start = line.indexOf(before);
    int end = line.indexOf(behind, Math.max(start, 0) + before.length());
    if (!line.startsWith("{\"file\":\"") || start < 0 || end < 0) {
      throw new IOException("its line is not that of spec F-13");
    }
    return line.substring(start + before.length(), end);
  }

  /** Whether the verdict is the same, and the code. */
  boolean agrees(Verdict first) {
    return verdict.equals(first.outcome().word()) && code.equals(first.code().orElse(""));
  }

  /** The verdict with its code. */
  String words() {
    return code.isEmpty() ? verdict : verdict + " " + code;
  }
}
