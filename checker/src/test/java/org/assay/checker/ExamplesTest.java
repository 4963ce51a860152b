// SPDX-License-Identifier: Apache-2.0
package org.assay.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.Test;

/**
 * The worked examples of {@code spec/examples}: this checker proves what each page says, no more
 * and no less. That the pages are those of the other checker is compared by {@code .ci/run second}.
 */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "spec", "examples");
  private static final String SUFFIX = ".cert.json";
  private static final Pattern PROVED = Pattern.compile("\\*\\*Proved: (\\d+) of (\\d+)\\.\\*\\*");
  private static final Pattern ROW = Pattern.compile("\\| \\[([a-z-]+)\\.md\\].*\\| (\\d+) \\|");
  private static final Set<String> STRATEGIES =
      new TreeSet<>(
          Set.of(
              "brute-force",
              "grouped-counting",
              "potential-counting",
              "cubic",
              "cubic-retest",
              "sub-cubic",
              "exhaustive",
              "half-spaces"));

  @Test
  void whatIsProvedIsWhatThePageSays() throws IOException {
    byte[] model = Files.readAllBytes(EXAMPLES.resolve("model.safetensors"));
    for (String strategy : strategies()) {
      byte[] certificate = Files.readAllBytes(EXAMPLES.resolve(strategy + SUFFIX));
      Verdict verdict = Checker.unsigned().check(certificate, sha256 -> model);
      assertEquals(Verdict.Outcome.ACCEPTED, verdict.outcome(), strategy + verdict.message());
      Matcher page = found(PROVED, strategy + ".md");
      BigInteger said = new BigInteger(page.group(1));
      assertEquals(said, verdict.findings().proof().orElseThrow().proved(), strategy);
      assertEquals(said, verdict.findings().claimed().orElseThrow().correct(), strategy);
      assertEquals(strategy, verdict.findings().claimed().orElseThrow().strategy());
    }
  }

  @Test
  void everyStrategyHasOneAndTheIndexItsNumber() throws IOException {
    assertEquals(STRATEGIES, strategies());
    Set<String> listed = new TreeSet<>();
    Matcher rows = ROW.matcher(Files.readString(EXAMPLES.resolve("README.md")));
    while (rows.find()) {
      listed.add(rows.group(1));
      assertEquals(found(PROVED, rows.group(1) + ".md").group(1), rows.group(2), rows.group(1));
    }
    assertEquals(STRATEGIES, listed);
  }

  private static Set<String> strategies() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .forEach(name -> names.add(name.substring(0, name.length() - SUFFIX.length())));
    }
    return names;
  }

  private static Matcher found(Pattern pattern, String page) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(EXAMPLES.resolve(page)));
    assertTrue(matcher.find(), page);
    return matcher;
  }
}
