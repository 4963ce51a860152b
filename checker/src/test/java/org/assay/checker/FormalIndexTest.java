// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the index of the spec says is proved in Coq is a theorem there, and nothing is left out of
 * its proof. That Coq accepts it, and on which axioms, is shown by {@code spec/formal/build}.
 */
class FormalIndexTest {
  private static final Path SPEC = Path.of("../spec");
  private static final Path FORMAL = SPEC.resolve("formal");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([FLR]-\\d\\d) \\|(?: [^|]+ \\|){4} ([^|]+) \\|$");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern GAP =
      Pattern.compile("\\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjecture)\\b");

  @Test
  void theIndexNamesWhatIsListed() throws IOException {
    Map<String, TreeSet<String>> listed = new TreeMap<>();
    for (String line : Files.readAllLines(FORMAL.resolve("theorems"))) {
      String[] parts = line.split(" ", -1);
      assertEquals(2, parts.length, line);
      listed.computeIfAbsent(parts[0], id -> new TreeSet<>()).add(parts[1]);
    }
    assertEquals(listed, ofIndex());
  }

  @Test
  void everyListedTheoremIsThere() throws IOException {
    for (TreeSet<String> names : ofIndex().values()) {
      for (String name : names) {
        String[] parts = name.split("\\.", -1);
        String source = Files.readString(FORMAL.resolve(parts[0] + ".v"));
        Pattern statement = Pattern.compile("(?m)^ *(Theorem|Lemma) " + parts[1] + "\\b");
        assertTrue(statement.matcher(source).find(), name);
      }
    }
  }

  @Test
  void noProofIsLeftOut() throws IOException {
    try (Stream<Path> files = Files.list(FORMAL)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".v")).toList();
      assertTrue(sources.size() > 1, sources.toString());
      for (Path source : sources) {
        assertEquals(
            List.of(), GAP.matcher(Files.readString(source)).results().toList(), source.toString());
      }
    }
  }

  /** The theorems of each row; "paper" is none, and rows of the format have "-". */
  private static Map<String, TreeSet<String>> ofIndex() throws IOException {
    Map<String, TreeSet<String>> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(SPEC.resolve("README.md")));
    int count = 0;
    while (row.find()) {
      count++;
      TreeSet<String> names = new TreeSet<>();
      NAME.matcher(row.group(2)).results().forEach(name -> names.add(name.group(1)));
      if (names.isEmpty()) {
        assertEquals(row.group(1).startsWith("F-") ? "-" : "paper", row.group(2), row.group(1));
      } else {
        rows.put(row.group(1), names);
      }
    }
    assertTrue(count > 50, "rows of the index: " + count);
    return rows;
  }
}
