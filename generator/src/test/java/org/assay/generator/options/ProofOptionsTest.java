// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assay.generator.commands.Assay;
import org.assay.generator.strategy.gaps.Handling;
import org.assay.generator.strategy.gaps.SubCubic;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies and their options on the command line. */
class ProofOptionsTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/trap-for-mean-plus-diff.safetensors");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aWrongWordListsTheRightOnes() {
    assertEquals(64, certify("sub-cubic", "--direct", "max"));
    for (DirectOption option : DirectOption.values()) assertListed(option.word());
    assertEquals(64, certify("sub-cubic", "--handling", "mean"));
    for (Handling option : Handling.values()) assertListed(option.word());
    assertEquals(64, certify("sub-cubic", "--attention", "SVD"));
    for (AttentionOption option : AttentionOption.values()) assertListed(option.word());
  }

  private void assertListed(String word) {
    assertTrue(err.toString().contains(word), () -> word + " is not in: " + err);
  }

  @Test
  void optionsOfOtherStrategiesAreRefused() {
    for (String option : List.of("--direct", "--handling", "--attention")) {
      assertEquals(64, certify("cubic", option, "max_diff"));
      assertListed(option + ": cubic has none");
    }
    assertEquals(64, certify("sub-cubic", "--bins", "7"));
    assertListed("--bins: sub-cubic has none");
  }

  @Test
  void whatIsSearchedInDoublesIsNotSignedUnchecked() {
    assertEquals(64, certify("sub-cubic", "--no-check"));
    assertListed("only the checker proves");
  }

  @Test
  void theOptionsAreInTheCertificate() throws Exception {
    Path accepts =
        Files.writeString(
            folder.resolve("checker"),
            """
            #!/bin/sh
            for last; do :; done
            payload=$(sed 's/.*"payload":"\\([^"]*\\)".*/\\1/' "$last" | base64 -d)
            correct=$(echo "$payload" | sed 's/.*"correct":"\\([0-9]*\\)".*/\\1/')
            echo '{"verdict":"accepted","correct":"'"$correct"'"}'
            """);
    assertTrue(accepts.toFile().setExecutable(true));
    assertEquals(
        0,
        certify(
            "sub-cubic",
            "--allow-trivial",
            "--checker",
            accepts.toString(),
            "--direct",
            "mean_query+max_diff",
            "--handling",
            "mean_query+diff",
            "--attention",
            "svd"),
        err::toString);
    assertEquals(0, run("inspect", folder.resolve("c").toString()), err::toString);
    String shown = out.toString();
    assertTrue(shown.contains("hint:      direct mean_query+max_diff"), shown);
    assertTrue(shown.contains("hint:      handling mean_query+diff"), shown);
    assertTrue(shown.contains("hint:      attention svd"), shown);
    assertTrue(shown.contains("paper:     unexplained dimension"), shown);
    assertEquals(0, run("inspect", "--json", folder.resolve("c").toString()));
    assertTrue(out.toString().contains("\"attention\":\"svd\""), out::toString);
  }

  @Test
  void everyCombinationHasItsGroup() {
    assertEquals(6, SubCubic.combinations().stream().map(SubCubic::group).distinct().count());
    assertEquals("Sub-cubic", SubCubic.DEFAULT.group());
    assertEquals("Quadratic QK", group(DirectOption.MAX_DIFF_EXACT, AttentionOption.SPECTRAL));
    assertEquals("Quadratic QK&EU", group(DirectOption.MAX_DIFF, AttentionOption.RECURSIVE));
    assertEquals("Low-rank QK", group(DirectOption.MAX_DIFF_EXACT, AttentionOption.SVD));
    assertEquals("Low-rank EU", group(DirectOption.SVD_QUERY, AttentionOption.MAX_DIFF_EXACT));
    assertEquals("Low-rank QK&EU", group(DirectOption.MEAN_QUERY, AttentionOption.MAX_DIFF));
  }

  private static String group(DirectOption direct, AttentionOption attention) {
    return new SubCubic(direct, Handling.ENVELOPE, attention).group();
  }

  @Test
  void comparingKeepsWhatIsThere() throws Exception {
    Path table = Files.writeString(folder.resolve("c"), "mine");
    assertEquals(66, run("compare", "--model", MODEL.toString(), "--out", table.toString()));
    assertEquals("mine", Files.readString(table));
    assertFalse(out.toString().contains("comparison"));
  }

  private int certify(String strategy, String... options) {
    Path certificate = folder.resolve("c");
    return run(
        Stream.concat(
                Stream.of(
                    "certify",
                    "--model",
                    MODEL.toString(),
                    "--strategy",
                    strategy,
                    "--unsigned",
                    "--out",
                    certificate.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Assay.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
