// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.mistakes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One wrong line in one class of the checker, and what notices it.
 *
 * @param lemma for example {@code L-80}
 * @param file below the checker's package
 * @param old what the line has, once
 * @param wrong what it has in place of that
 * @param noticed a vector ({@code reject/L-80/NAME}) or a test ({@code narrow.SumTest#method}, with
 *     {@code (GELU)} behind it one of an activation)
 */
record Mistake(String lemma, String file, String old, String wrong, String noticed) {
  static final Path SOURCES = Path.of("src", "main", "java", "org", "assay", "checker");
  private static final Path LIST = Path.of("src", "test", "resources", "level-mistakes.txt");

  /** All of the list: blocks of four lines, apart by empty ones; # begins a comment. */
  static List<Mistake> all() {
    List<Mistake> all = new ArrayList<>();
    for (String block : text(LIST).split("\n\n+")) {
      List<String> lines =
          Arrays.stream(block.split("\n")).filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) all.add(of(lines));
    }
    return all;
  }

  private static Mistake of(List<String> lines) {
    if (lines.size() != 4 || !lines.get(1).startsWith("- ") || !lines.get(2).startsWith("+ ")) {
      throw new IllegalStateException(LIST + ": want LEMMA FILE, - OLD, + WRONG, TEST: " + lines);
    }
    String[] where = lines.get(0).split(" ");
    String old = lines.get(1).substring(2);
    return new Mistake(where[0], where[1], old, lines.get(2).substring(2), lines.get(3).strip());
  }

  /** For example {@code org.assay.checker.narrow.Sum}. */
  String type() {
    return "org.assay.checker." + file.replace(".java", "").replace('/', '.');
  }

  /** The source with the mistake. */
  String source() {
    String right = text(SOURCES.resolve(file));
    int at = right.indexOf(old);
    if (at < 0 || right.indexOf(old, at + 1) >= 0) {
      throw new IllegalStateException(file + ": want once: " + old);
    }
    return right.substring(0, at) + wrong + right.substring(at + old.length());
  }

  @Override
  public String toString() {
    return lemma + " " + file + ": " + old + " -> " + wrong;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
