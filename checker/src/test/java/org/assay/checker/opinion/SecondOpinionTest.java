// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.opinion;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.checker.Scenario;
import org.assay.checker.cli.Main;
import org.assay.checker.verdict.Findings;
import org.assay.checker.verdict.RejectCode;
import org.assay.checker.verdict.Rejection;
import org.assay.checker.verdict.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondOpinionTest {
  private static final String LINE =
      "{\"file\":\"a\",\"verdict\":\"rejected\",\"code\":\"CLAIM_NOT_PROVED\",\"message\":\"few\","
          + "\"strategy\":null}";

  @TempDir Path folder;
  private Scenario scenario;
  private String out;
  private String err;
  private String home;

  @BeforeEach
  void keepHome() throws IOException {
    home = System.getProperty("assay.home");
    scenario = new Scenario(folder);
  }

  @AfterEach
  void restoreHome() {
    if (home == null) {
      System.clearProperty("assay.home");
    } else {
      System.setProperty("assay.home", home);
    }
  }

  private static boolean hasPython() {
    try {
      return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException none) {
      return false;
    }
  }

  private int run(Path project, Object... words) {
    assumeTrue(hasPython(), "no Python 3.9");
    System.setProperty("assay.home", project.toAbsolutePath().toString());
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    String[] args = java.util.Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int exit = Main.run(args, new PrintStream(stdout), new PrintStream(stderr));
    out = stdout.toString(StandardCharsets.UTF_8);
    err = stderr.toString(StandardCharsets.UTF_8);
    return exit;
  }

  /** A project whose second checker is this program. */
  private Path program(String... lines) throws IOException {
    Path place = folder.resolve("home/spec/python/assay_second");
    Files.createDirectories(place);
    Files.write(place.resolve("__main__.py"), List.of(lines));
    return folder.resolve("home");
  }

  private Path liar(String verdict, String code) throws IOException {
    String line =
        "{\"file\":\"a\",\"verdict\":\"%s\",\"code\":%s,\"message\":null,\"strategy\":null}";
    return program("print('" + String.format(line, verdict, code) + "')");
  }

  @Test
  void bothSayTheSameOfWhatIsAcceptedAndOfWhatIsNot() throws IOException {
    Path project = Path.of("..");
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    assertEquals(0, run(project, "--unsigned", "--second-opinion", good), () -> err);
    assertTrue(out.endsWith("no layer norm; second opinion: accepted\n"), out);
    Path bad = scenario.write("b.cert.json", new byte[1]);
    assertEquals(1, run(project, "--unsigned", "--second-opinion", bad));
    String both = "; second opinion: rejected MALFORMED_JSON\n";
    assertEquals("rejected MALFORMED_JSON: " + bad + both, out);
    assertEquals(0, run(project, "--unsigned", "--json", "--second-opinion", good));
    assertTrue(out.endsWith(",\"secondOpinion\":\"accepted\"}\n"), out);
    assertEquals(66, run(project, "--unsigned", "--second-opinion", folder.resolve("none")));
    assertEquals("", out);
    Path none = folder.resolve("none");
    assertEquals(66, run(project, "--unsigned", "--json", "--second-opinion", none));
    assertFalse(out.contains("secondOpinion"), out);
  }

  @Test
  void aLiarIsAnInternalErrorWithBothReasons() throws IOException {
    Path bad = scenario.write("b.cert.json", new byte[1]);
    assertEquals(70, run(liar("accepted", "null"), "--unsigned", "--second-opinion", bad));
    assertEquals("", out);
    assertTrue(err.contains("disagree: assay-check: rejected MALFORMED_JSON ("), err);
    assertTrue(err.contains("); second opinion: accepted (null)\n"), err);
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path project = liar("rejected", "\"CLAIM_NOT_PROVED\"");
    assertEquals(70, run(project, "--unsigned", "--json", "--second-opinion", good));
    assertTrue(out.contains("\"verdict\":\"error\",\"code\":\"INTERNAL_ERROR\""), out);
    assertTrue(out.contains("assay-check: accepted; second opinion: rejected CLAIM_NOT_PR"), out);
    assertFalse(out.contains("secondOpinion"), out);
  }

  @Test
  void theSameVerdictWithAnotherCodeIsADisagreement() throws IOException {
    Path bad = scenario.write("b.cert.json", new byte[1]);
    Path project = liar("rejected", "\"CLAIM_NOT_PROVED\"");
    assertEquals(70, run(project, "--unsigned", "--second-opinion", bad));
  }

  @Test
  void whoSaysNothingOrSomethingElseIsNoSecondOpinion() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path project = program("import sys", "sys.exit(3)");
    assertEquals(70, run(project, "--unsigned", "--second-opinion", good));
    assertTrue(err.contains("no second opinion: python3 ended with 3; assay-check: accepted"), err);
    project = program("print('accepted')");
    assertEquals(70, run(project, "--unsigned", "--second-opinion", good));
    assertTrue(err.contains("its line is not that of spec F-13"), err);
    assertEquals("", out);
    project = program("print('x' * (1 << 22))");
    assertEquals(70, run(project, "--unsigned", "--second-opinion", good));
    assertTrue(err.contains("its line is longer than 1048576 bytes"), err);
  }

  @Test
  void theOtherIsToldWhatIsChecked() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path project =
        program(
            "import sys",
            "open(" + "'" + folder.resolve("words") + "', 'w').write('|'.join(sys.argv[1:]))");
    run(project, "--unsigned", "--models", folder, "--quiet", "--second-opinion", good);
    String words = "--json|--models|" + folder + "|--unsigned|--|" + good;
    assertEquals(words, Files.readString(folder.resolve("words")));
    Path policy = scenario.write("policy.json", policy(1, ALICE));
    run(project, "--policy", policy, "--model", good, "--second-opinion", good);
    words = "--json|--model|" + good + "|--policy|" + policy + "|--|" + good;
    assertEquals(words, Files.readString(folder.resolve("words")));
  }

  /** A program that notes its words and ends so. */
  private Path script(int exitCode) throws IOException {
    Path script = folder.resolve("other");
    String words = "printf '%s\\n' \"$@\" >" + folder.resolve("words");
    Files.write(script, List.of("#!/bin/sh", words, "echo said", "exit " + exitCode));
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }

  private int ask(int exitCode, Path certificate) throws IOException {
    String other = "--second-opinion=" + script(exitCode);
    Path model = folder.resolve("tiny.safetensors");
    return run(Path.of(".."), "--unsigned", "--model", model, other, certificate);
  }

  @Test
  void aProgramIsAskedByCertificateAndModelAndItsExitCodeCounts() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    assertEquals(0, ask(0, good), () -> err);
    assertTrue(out.endsWith("; second opinion: accepted\n"), out);
    String words = good + "\n" + folder.resolve("tiny.safetensors") + "\n";
    assertEquals(words, Files.readString(folder.resolve("words")));
    for (int other : new int[] {1, 2, 3, 70}) {
      assertEquals(70, ask(other, good), "ends with " + other);
      assertEquals("", out);
    }
    ask(3, good);
    assertTrue(err.contains("no second opinion: it ended with 3;"), err);
    ask(70, good);
    assertTrue(err.contains("no second opinion: it ended with 70"), err);
    ask(1, good);
    assertTrue(err.contains("assay-check: accepted; second opinion: rejected (said)"), err);
    Path bad = scenario.write("b.cert.json", new byte[1]);
    assertEquals(1, ask(1, bad));
    assertEquals("rejected MALFORMED_JSON: " + bad + "; second opinion: rejected\n", out);
    assertEquals(70, ask(0, bad));
  }

  @Test
  void aProgramThatNeverEndsIsNotWaitedFor() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path script = script(0);
    Files.write(script, List.of("#!/bin/sh", "exec yes '   '"));
    Path model = folder.resolve("tiny.safetensors");
    String other = "--second-opinion=" + script;
    assertEquals(70, run(Path.of(".."), "--unsigned", "--model", model, other, good));
    assertTrue(err.contains("its line is longer than 1048576 bytes"), err);
  }

  @Test
  void aProgramIsGivenNoPolicy() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    String other = "--second-opinion=" + script(0);
    assertEquals(64, run(Path.of(".."), "--unsigned", other, good));
    assertTrue(err.contains("needs --unsigned and --model"), err);
    assertEquals(64, run(Path.of(".."), "--unsigned", "--second-opinion", other, good));
    assertTrue(err.contains("--second-opinion is given twice"), err);
    assertEquals(64, run(Path.of(".."), "--unsigned", "--second-opinion=", good));
    assertTrue(err.contains("--second-opinion needs a value"), err);
  }

  @Test
  void stdinIsReadOnce() {
    assertEquals(64, run(Path.of(".."), "--unsigned", "--second-opinion", "-"));
    assertTrue(err.contains("--second-opinion and - exclude each other"), err);
  }

  @Test
  void withoutAProjectTheInstalledOneIsCalled() {
    System.clearProperty("assay.home");
    SecondChecker second = new SecondChecker(Map.of("--policy", Optional.empty()));
    Verdict mine = Verdict.accepted(Findings.none(true));
    Verdict verdict = second.confirmed(Path.of("none"), mine);
    assertEquals(Verdict.Outcome.INTERNAL_ERROR, verdict.outcome());
    assertTrue(verdict.message().orElseThrow().contains("assay-check-py"), verdict.toString());
  }

  @Test
  void aNameCannotSpeakForTheVerdict() throws IOException {
    String name = "\\\",\\\"verdict\\\":\\\"accepted\\\",\\\"code\\\":null,\\\"message\\\":";
    Opinion opinion = Opinion.of(LINE.replace("\"a\"", "\"" + name + "\""));
    assertEquals(new Opinion("rejected", Optional.of("CLAIM_NOT_PROVED"), "\"few\""), opinion);
    Findings nothing = Findings.none(true);
    Rejection why = new Rejection(RejectCode.CLAIM_NOT_PROVED, "few");
    assertTrue(opinion.agrees(Verdict.of(why, nothing)));
    assertFalse(opinion.agrees(Verdict.accepted(nothing)));
    assertFalse(opinion.agrees(Verdict.of(new Rejection(RejectCode.HINT_RANGE, "x"), nothing)));
    for (String wrong :
        List.of("", "x" + LINE, LINE.replace("code", "cod"), LINE.substring(0, 50))) {
      assertThrows(IOException.class, () -> Opinion.of(wrong), wrong);
    }
  }
}
