// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.assay.generator.issue.CheckerProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyTest {
  private static final String MODEL = "src/test/resources/models/max-of-3-vocab-32.safetensors";
  private static final String HEAD =
      "model,sha256,k,vocab,dModel,seed,strategy,options,correct,total,accuracy,operations,"
          + "flopsPaper,dimension,certificateBytes,certifyMillis,checkMillis,verdict";

  /** The model with seed 1 is there; the one with seed 2 is no model. */
  private static final String PLAN =
      """
      {"models":[{"k":3,"vocab":32,"dModel":16,"steps":1,"seeds":[2,1]}],
       "proofs":[{"k":[3],"strategy":"brute-force","options":[]},
        {"k":[4],"strategy":"cubic-retest","options":[]},
        {"k":[3],"strategy":"sub-cubic","options":["--handling","mean_query+diff"]},
        {"k":[3],"strategy":"cubic","options":[]}]}
      """;

  @TempDir private Path folder;
  private Path archive;
  private Path plan;
  private Path results;
  private Path certificates;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void prepare() throws Exception {
    archive = folder.resolve("archive");
    certificates = archive.resolve("max-of-3-vocab-32-seed-1");
    results = archive.resolve("study.csv");
    plan = folder.resolve("plan.json");
    Files.createDirectories(archive.resolve("models"));
    Files.copy(Path.of(MODEL), archive.resolve("models/max-of-3-vocab-32-seed-1.safetensors"));
    Files.writeString(archive.resolve("models/max-of-3-vocab-32-seed-2.safetensors"), "no model");
    Files.writeString(plan, PLAN);
  }

  private int study(Path checker) {
    out = new StringWriter();
    err = new StringWriter();
    return Assay.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "study",
            "--plan",
            plan.toString(),
            "--dir",
            archive.toString(),
            "--name",
            "batch",
            "--out",
            results.toString(),
            "--checker",
            checker.toString());
  }

  @Test
  @Tag("long")
  void makesWhatIsMissingAndListsWhatFailed() throws Exception {
    Path checker = RealChecker.in(folder);
    assertEquals(70, study(checker), "one model is none");
    assertTrue(
        err.toString().startsWith("failed: max-of-3-vocab-32-seed-2.safetensors: "), err::toString);
    assertTrue(out.toString().contains("2 models, 1 failures"), out::toString);
    List<String> rows = Files.readAllLines(results);
    assertEquals(HEAD, rows.get(0));
    assertEquals(4, rows.size(), rows::toString);
    String model = "max-of-3-vocab-32-seed-1.safetensors,";
    assertTrue(unquoted(rows.get(1)).startsWith(model), rows.get(1));
    assertTrue(
        unquoted(rows.get(1)).contains(",3,32,16,1,brute-force,,32767,32768,0.9999694824,"),
        rows.get(1));
    assertTrue(
        unquoted(rows.get(2)).contains(",sub-cubic,--handling mean_query+diff,"), rows.get(2));
    assertTrue(unquoted(rows.get(3)).contains(",cubic,,"), rows.get(3));
    for (String row : rows.subList(1, 4)) assertTrue(row.endsWith(",accepted"), row);
    CheckerProcess.Outcome outcome =
        new CheckerProcess(checker).run("--policy", archive.resolve("policy.json"), archive);
    assertEquals(0, outcome.exitCode(), outcome::output);
    assertEquals(3, outcome.output().lines().filter(line -> line.startsWith("accepted")).count());
    assertTrue(Files.readString(archive.resolve("index.json")).contains("mean_query+diff"));
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    Path checker = RealChecker.in(folder);
    Files.writeString(plan, PLAN.replace("[2,1]", "[1]"));
    assertEquals(0, study(checker), err::toString);
    List<String> before = Files.readAllLines(results);
    Path cubic = certificates.resolve("cubic.cert.json");
    Path bruteForce = certificates.resolve("brute-force.cert.json");
    byte[] first = Files.readAllBytes(bruteForce);
    Files.delete(cubic);
    assertEquals(0, study(checker), err::toString);
    assertTrue(Files.exists(cubic));
    assertArrayEquals(first, Files.readAllBytes(bruteForce));
    assertTrue(Files.exists(archive.resolve("keys/batch-2.ed25519.pub.pem")));
    List<String> after = Files.readAllLines(results);
    assertEquals(before.subList(0, 3), after.subList(0, 3));
    assertEquals(before.size(), after.size());
    assertEquals(0, study(RealChecker.in(folder)), "nothing is left to do");
    assertFalse(Files.exists(archive.resolve("keys/batch-3.ed25519.pub.pem")));
    assertEquals(after, Files.readAllLines(results));
  }

  /** A smaller plan with the same results file loses none of them. */
  @Test
  @Tag("long")
  void rowsOfAnotherPlanAreKept() throws Exception {
    Path checker = RealChecker.in(folder);
    Files.writeString(plan, PLAN.replace("[2,1]", "[1]"));
    assertEquals(0, study(checker), err::toString);
    List<String> before = Files.readAllLines(results);
    Files.writeString(
        plan,
        """
        {"models":[{"k":3,"vocab":32,"dModel":16,"steps":1,"seeds":[1]}],
         "proofs":[{"k":[3],"strategy":"cubic","options":[]}]}
        """);
    assertEquals(0, study(checker), err::toString);
    assertEquals(
        List.of(HEAD, before.get(3), before.get(1), before.get(2)), Files.readAllLines(results));
  }

  /** A checker that proves one input only, whatever is claimed by a strategy with hints. */
  @Test
  @Tag("long")
  void claimsAreWhatTheCheckerProves() throws Exception {
    Path checker = RealChecker.in(folder);
    Path other = folder.resolve("other.sh");
    Files.writeString(
        other,
        String.format(
            Locale.ROOT,
            """
        #!/bin/sh
        '%s' "$@" | sed '/sub-cubic/{
          s/"proved":"[0-9]*"/"proved":"1"/
          /"correct":"1"/!s/"accepted","code":null/"rejected","code":"CLAIM_NOT_PROVED"/
        }' >"$0.out"
        cat "$0.out"
        ! grep -q rejected "$0.out"
        """,
            checker));
    assertTrue(other.toFile().setExecutable(true));
    Files.writeString(plan, PLAN.replace("[2,1]", "[1]"));
    assertEquals(0, study(other), err::toString);
    List<String> rows = Files.readAllLines(results);
    assertTrue(unquoted(rows.get(2)).contains("mean_query+diff,1,32768,"), rows.get(2));
    assertTrue(unquoted(rows.get(1)).contains(",brute-force,,32767,32768,"), rows.get(1));
  }

  @Test
  @Tag("long")
  void rowsOfCertificatesThatWereThereHaveNoTimeOfSearch() throws Exception {
    Path checker = RealChecker.in(folder);
    Files.writeString(plan, PLAN.replace("[2,1]", "[1]"));
    assertEquals(0, study(checker), err::toString);
    byte[] first = Files.readAllBytes(certificates.resolve("cubic.cert.json"));
    Files.delete(results);
    assertEquals(0, study(checker), err::toString);
    assertArrayEquals(first, Files.readAllBytes(certificates.resolve("cubic.cert.json")));
    String cubic = Files.readAllLines(results).get(3);
    assertTrue(cubic.matches(".*,,[0-9]+,accepted"), cubic);
  }

  @Test
  void whatTheCheckerDoesNotAcceptIsNotWritten() throws Exception {
    Path refuses = folder.resolve("refuses.sh");
    Files.writeString(refuses, "#!/bin/sh\nexit 1\n");
    assertTrue(refuses.toFile().setExecutable(true));
    Files.writeString(plan, PLAN.replace("[2,1]", "[1]"));
    assertEquals(70, study(refuses));
    assertFalse(Files.exists(certificates));
    assertEquals(3, err.toString().lines().filter(line -> line.startsWith("failed: ")).count());
    assertEquals(List.of(HEAD), Files.readAllLines(results));
  }

  @ParameterizedTest
  @CsvSource({
    "'[2,1]','[1,1]',models: got max-of-3-vocab-32-seed-1.safetensors twice",
    "'\"options\":[]}]','\"options\":[\"--bins\",\"3\"]}]',--bins: cubic has none",
    "brute-force,cubic,proofs: got cubic twice",
    "brute-force,brute,'--strategy: got brute, want one of brute-force'",
    "'\"k\":3,',,line 1",
    "'\"steps\":1','\"steps\":1,\"more\":2',line 1"
  })
  void aWrongPlanIsNamed(String from, String to, String reason) throws Exception {
    Files.writeString(plan, PLAN.replace(from, to == null ? "" : to));
    assertEquals(66, study(folder));
    assertTrue(err.toString().startsWith("study " + plan + ": "), err::toString);
    assertTrue(err.toString().contains(reason), err::toString);
  }

  @Test
  void wrongResultsAreNamedAndKept() throws Exception {
    Files.writeString(results, HEAD + "\nmax,abc,three\n");
    assertEquals(66, study(folder));
    assertTrue(err.toString().startsWith("results " + results + ": line 2"), err::toString);
    assertEquals(2, Files.readAllLines(results).size());
  }

  private static String unquoted(String row) {
    return row.replace("\"", "");
  }
}
