// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of the command line. */
class WordsTest {
  @TempDir Path folder;
  private Scenario scenario;

  @BeforeEach
  void makeScenario() throws IOException {
    scenario = new Scenario(folder);
  }

  @Test
  void aValueMayFollowAnEqualsSign() throws IOException {
    Path good = scenario.write("one/a.cert.json", scenario.unsigned("4"));
    assertEquals(0, Ran.with("--unsigned", "--models=" + folder, good).exit());
    Path odd = scenario.write("a=b.json", policy(1, ALICE));
    Path signed =
        scenario.write(
            "one/b.cert.json",
            org.assay.checker.signature.TestSigner.envelope(scenario.payload("4"), ALICE));
    assertEquals(0, Ran.with("--policy=" + odd, "--models=" + folder, signed).exit());
    assertWrong("--policy needs a value", "--policy=", good);
    assertWrong("--json takes no value", "--unsigned", "--json=yes", good);
    assertWrong("--policy is given twice", "--policy=x", "--policy", "y", good);
    assertWrong("--json and --long exclude each other", "--unsigned", "--long", "--json", good);
  }

  private static void assertWrong(String reason, Object... words) {
    Ran ran = Ran.with(words);
    assertEquals(new Ran(64, "", "assay-check: " + reason + " (see assay-check --help)\n"), ran);
  }

  @ParameterizedTest
  @CsvSource({
    "--polcy, --policy",
    "--plicy=x, --policy",
    "--unsinged, --unsigned",
    "--modles, --models",
    "--fail, --fail-fast",
    "--JSON, ",
    "--show, --show-policy",
    "--relax, ",
    "-x, ",
    "--l, ",
    "--lo, --long",
    "--qit, --quiet",
    "--jxyn, --json",
    "--xyzn, "
  })
  void aMistypedOptionIsNamedWithTheOneThatWasMeant(String word, String meant) {
    String name = word.replaceAll("=.*", "");
    String hint = meant == null ? "" : ", did you mean " + meant + "?";
    assertWrong("unknown option " + name + hint, word, "a");
  }

  /** What the launcher hands to another program, and a jar alone cannot. */
  @Test
  void receiptsAreMadeElsewhere() {
    assertWrong(
        "unknown option --receipt: assay-archive receipt makes receipts", "--receipt=r.json", "a");
  }

  @Test
  void distancesAreThoseOfTyping() {
    assertEquals(0, Suggestion.distance("--json", "--json"));
    assertEquals(1, Suggestion.distance("--jsno", "--json"));
    assertEquals(1, Suggestion.distance("--jon", "--json"));
    assertEquals(1, Suggestion.distance("--jjson", "--json"));
    assertEquals(1, Suggestion.distance("--jsom", "--json"));
    assertEquals(2, Suggestion.distance("", "ab"));
    assertEquals(3, Suggestion.distance("abc", ""));
    assertEquals(2, Suggestion.distance("xbcy", "abcd"));
  }

  @Test
  void theHelpNamesEveryOptionThereIs() {
    String help = Ran.with("--help").out();
    Set<String> named =
        Pattern.compile("(?<![\\w-])--[a-z-]{2,}")
            .matcher(help)
            .results()
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    for (String option : named) {
      String err = Ran.with(option, "x", "--no-such-option").err();
      assertTrue(!err.contains("unknown option " + option + " "), err);
    }
    assertEquals(15, named.size(), named::toString);
  }

  @Test
  void digitsAreThoseOfTheSpec() throws IOException {
    Path file = scenario.write("p.json", policy(2, ALICE, BOB));
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertEquals("\u0661", String.format("%d", 1)); // this platform has them
      String shown = Ran.with("--show-policy", file).lines().get(0);
      assertEquals("requires 2 of 2 signers, each with Ed25519 and ML-DSA-65", shown);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aPolicyIsShown() throws IOException {
    Path file = scenario.write("p.json", policy(2, ALICE, BOB));
    Ran ran = Ran.with("--show-policy", file);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals(
        List.of(
            "requires 2 of 2 signers, each with Ed25519 and ML-DSA-65",
            "Alice (published test key)",
            "  Ed25519 SHA-256 "),
        List.of(ran.lines().get(0), ran.lines().get(1), ran.lines().get(2).substring(0, 18)));
    assertTrue(ran.lines().get(2).substring(18).matches("[0-9a-f]{64}"), ran.out());
    assertEquals(7, ran.lines().size());
    assertEquals(ran, Ran.with("--show-policy=" + file));
    assertWrong("--show-policy FILE stands alone", "--show-policy", file, "a");
    assertWrong("--show-policy FILE stands alone", "--show-policy", file, "--json");
    assertWrong("--show-policy FILE stands alone", "--show-policy", file, "--models", "x");
    assertEquals(66, Ran.with("--show-policy", folder.resolve("none")).exit());
    scenario.write("p.json", Scenario.ascii("{}\n"));
    Ran malformed = Ran.with("--show-policy", file);
    assertEquals(66, malformed.exit());
    assertTrue(malformed.err().contains("p.json: MISSING_FIELD: "), malformed.err());
  }

  /** Nothing that says yes may end in a full disk: verdicts, help, a policy. */
  @Test
  void aFullDiskIsNoticed() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path file = scenario.write("p.json", policy(1, ALICE));
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    for (List<String> words :
        List.of(
            List.of("--unsigned", good.toString()),
            List.of("--json", "--unsigned", good.toString(), good.toString()),
            List.of("--help"),
            List.of("--version"),
            List.of("--show-policy", file.toString()))) {
      java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
      String[] args = words.toArray(String[]::new);
      assertEquals(
          70, Main.run(args, new PrintStream(full), new PrintStream(err)), words::toString);
      assertTrue(err.toString().contains("assay-check: stdout cannot be written\n"), err::toString);
    }
    assertTrue(Files.exists(good));
  }
}
