// SPDX-License-Identifier: Apache-2.0
package org.assay.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.archive.refusal.Code;
import org.junit.jupiter.api.Test;

/**
 * Pages and code cannot drift: each lettered condition of this module's pages is cited by the code
 * that demands it and by a test that breaks it, and nothing else is cited.
 */
class SpecTest {
  /** The pages of this module; ids are those that they define. */
  private static final List<Path> PAGES =
      Stream.of("archive.md", "log.md", "bundle.md")
          .map(page -> Path.of("..", "..", "spec", page))
          .filter(Files::exists)
          .toList();

  private static final Pattern SECTION = Pattern.compile("(?m)^## ([A-Z]-\\d\\d) ");
  private static final Pattern LETTER = Pattern.compile("(?m)^\\* \\(([a-z])\\)");

  /** Comments: {@code // A-02 (b), (c)}. */
  private static final Pattern CITATION =
      Pattern.compile("// ([A-Z]-\\d\\d) (\\([a-z]\\)(?:, \\([a-z]\\))*)");

  @Test
  void everyConditionIsDemandedAndBroken() throws IOException {
    Set<String> written = conditions();
    assertTrue(!written.isEmpty(), "no conditions in " + PAGES);
    assertEquals(written, cited(Path.of("src", "main", "java")), "pages, then code");
    assertEquals(written, cited(Path.of("src", "test", "java")), "pages, then tests");
  }

  @Test
  void everyCodeIsOnAPage() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path page : PAGES) {
      text.append(Files.readString(page));
    }
    assertEquals(
        List.of(),
        Arrays.stream(Code.values()).filter(code -> text.indexOf(code.name()) < 0).toList());
  }

  /** Each row of the table of decades names a test that there is. */
  @Test
  void everyRowIsATest() throws IOException {
    String page = Files.readString(PAGES.get(0));
    int start = page.indexOf("## Decades");
    List<String> rows =
        page.substring(start, page.indexOf("## Codes", start))
            .lines()
            .filter(line -> line.startsWith("| ") && !line.endsWith("| test |"))
            .toList();
    assertTrue(rows.size() > 15, "rows: " + rows.size());
    for (String row : rows) {
      Matcher named = Pattern.compile(" `(\\w+)\\.(\\w+)` \\|$").matcher(row);
      assertTrue(named.find(), row);
      String source = test(named.group(1));
      assertTrue(source.matches("(?s).*@Test\\s+void " + named.group(2) + "\\(.*"), row);
    }
  }

  private static String test(String name) throws IOException {
    try (Stream<Path> below = Files.walk(Path.of("src", "test", "java"))) {
      Path file = below.filter(one -> one.endsWith(name + ".java")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }

  private static Set<String> conditions() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path page : PAGES) {
      String text = Files.readString(page);
      Matcher section = SECTION.matcher(text);
      List<MatchResult> starts = section.results().toList();
      for (int i = 0; i < starts.size(); i++) {
        int end = i + 1 < starts.size() ? starts.get(i + 1).start() : text.length();
        String id = starts.get(i).group(1);
        LETTER
            .matcher(text.substring(starts.get(i).end(), end))
            .results()
            .forEach(letter -> found.add(id + " (" + letter.group(1) + ")"));
      }
    }
    return found;
  }

  /** F-, L- and R-ids are the checker's. */
  private static Set<String> cited(Path folder) throws IOException {
    Set<String> found = new TreeSet<>();
    List<Path> files;
    try (Stream<Path> below = Files.walk(folder)) {
      files = below.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toList());
    }
    files.removeIf(file -> file.endsWith("SpecTest.java"));
    for (Path file : files) {
      Matcher citation = CITATION.matcher(Files.readString(file));
      while (citation.find()) {
        if ("FLR".indexOf(citation.group(1).charAt(0)) < 0) {
          for (String letter : citation.group(2).split(", ")) {
            found.add(citation.group(1) + " " + letter);
          }
        }
      }
    }
    return found;
  }
}
