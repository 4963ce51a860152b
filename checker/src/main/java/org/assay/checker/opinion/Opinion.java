// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.opinion;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assay.checker.verdict.Verdict;

/**
 * What a checker said of a certificate.
 *
 * @param code none if only the verdict is known; the empty string if it is accepted
 * @param message the reason as JSON spells it, a string or null; or the line that was printed
 */
record Opinion(String verdict, Optional<String> code, String message) {
  private static final List<String> BY_EXIT_CODE = List.of("accepted", "rejected", "declined");

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
    String spelled = code.equals("null") ? "" : code.replace("\"", "");
    return new Opinion(verdict, Optional.of(spelled), message);
  }

  /**
   * Of a program that ends as F-13 says.
   *
   * @throws IOException if it ended without a verdict
   */
  static Opinion of(int exitCode, String line) throws IOException {
    if (exitCode < 0 || exitCode >= BY_EXIT_CODE.size()) {
      throw new IOException("it ended with " + exitCode);
    }
    return new Opinion(BY_EXIT_CODE.get(exitCode), Optional.empty(), line);
  }

  private static String between(String line, String before, String behind) throws IOException {
    int start = line.indexOf(before);
    int end = line.indexOf(behind, Math.max(start, 0) + before.length());
    if (!line.startsWith("{\"file\":\"") || start < 0 || end < 0) {
      throw new IOException("its line is not that of spec F-13");
    }
    return line.substring(start + before.length(), end);
  }

  /** Whether the verdict is the same, and the code if it is known. */
  boolean agrees(Verdict first) {
    String own = first.code().orElse("");
    return verdict.equals(first.outcome().word()) && code.orElse(own).equals(own);
  }

  /** The verdict with its code. */
  String words() {
    return (verdict + " " + code.orElse("")).strip();
  }
}
