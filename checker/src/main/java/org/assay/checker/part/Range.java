// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The units {@code from} to {@code to - 1} of a claim; none if both are equal. */
public record Range(long from, long to) {
  private static final Pattern SPELLING = Pattern.compile("([0-9]{1,13})\\.\\.([0-9]{1,13})");

  /** Whether the text is {@code FROM..TO}, with FROM no larger than TO. */
  public static boolean isOne(String text) {
    Matcher spelled = SPELLING.matcher(text);
    return spelled.matches()
        && Long.parseLong(spelled.group(1)) <= Long.parseLong(spelled.group(2));
  }

  /** Reads {@code FROM..TO}. Requires: {@code isOne}. */
  public static Range of(String text) {
    int dots = text.indexOf("..");
    return new Range(
        Long.parseLong(text.substring(0, dots)), Long.parseLong(text.substring(dots + 2)));
  }

  @Override
  public String toString() {
    return from + ".." + to;
  }
}
