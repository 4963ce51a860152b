// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import static org.assay.checker.signature.TestSigner.ALICE;
import static org.assay.checker.signature.TestSigner.BOB;
import static org.assay.checker.signature.TestSigner.envelope;
import static org.assay.checker.signature.TestSigner.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assay.checker.Scenario;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;
  private Scenario scenario;
  private String out;
  private String err;

  @BeforeEach
  void makeScenario() throws IOException {
    scenario = new Scenario(folder);
  }

  private int run(Object... words) {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    String[] args = java.util.Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int exit = Main.run(args, new PrintStream(stdout), new PrintStream(stderr));
    out = stdout.toString(StandardCharsets.UTF_8);
    err = stderr.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private void assertUsage(String reason, Object... words) {
    assertEquals(64, run(words));
    assertEquals("", out);
    assertEquals("assay-check: " + reason + " (see assay-check --help)\n", err);
  }

  @Test
  void anAcceptedClaimIsPrintedInWords() throws IOException {
    Path certificate = scenario.write("a.cert.json", scenario.unsigned("4"));
    assertEquals(0, run("--unsigned", certificate));
    assertEquals(
        "accepted (unsigned): "
            + certificate
            + ": max of 2, accuracy >= 1.0000000000, brute-force, unsigned; read as 1 layer, 1 head,"
            + " attention only, no layer norm\n",
        out);
    assertEquals(0, run("--unsigned", "--long", certificate));
    assertEquals(
        "accepted (unsigned): "
            + certificate
            + ": on at least 4 of the 2^2 = 4 sequences in {0..1}^2 the largest last-position logit"
            + (" of \"tiny\" (sha256 "
                + scenario.sha256
                + ") is, strictly (by more than 0), the one of")
            + " the sequence's maximum; accuracy 4/4 >= 1.0000000000; strategy brute-force;"
            + " 193 operations; read as 1 layer, 1 head, attention only, no layer norm; unsigned\n",
        out);
    assertEquals("", err);
  }

  @Test
  void signersAreNamed() throws IOException {
    Path certificate = scenario.write("a.cert.json", envelope(scenario.payload("3"), ALICE, BOB));
    Path policy = scenario.write("policy.json", policy(1, ALICE, BOB));
    assertEquals(0, run("--policy", policy, certificate));
    assertEquals(
        "accepted: "
            + certificate
            + ": max of 2, accuracy >= 0.7500000000, brute-force, signed by Alice (published test key)"
            + " and Bob (published test key); read as 1 layer, 1 head, attention only, no layer norm\n",
        out);
    assertEquals(0, run("--long", "--policy", policy, certificate));
    assertTrue(out.startsWith("accepted: " + certificate + ": on at least 3 of"), out);
    String names =
        "; signed by Alice (published test key) (Ed25519, ML-DSA-65) and Bob (published test key)"
            + " (Ed25519, ML-DSA-65)\n";
    assertTrue(out.endsWith(names), out);
    assertTrue(out.contains("accuracy 3/4 >= 0.7500000000"), out);
  }

  @Test
  void aRejectedCertificateHasItsCodeOnStdoutAndTheReasonOnStderr() throws IOException {
    Path certificate = scenario.write("a.cert.json", scenario.payload("4"));
    assertEquals(1, run("--unsigned", certificate));
    assertEquals("rejected UNKNOWN_FIELD: " + certificate + "\n", out);
    assertTrue(err.startsWith(certificate + ": UNKNOWN_FIELD: "), err);
  }

  @Test
  void declinedIsTwo() throws IOException {
    String text = new String(scenario.payload("4"), StandardCharsets.US_ASCII);
    byte[] later = Scenario.ascii(text.replace("certificate:v1", "certificate:v3"));
    Path certificate =
        scenario.write("a.cert.json", org.assay.checker.signature.TestSigner.unsigned(later));
    assertEquals(2, run("--unsigned", certificate));
    assertEquals("declined UNKNOWN_VERSION: " + certificate + "\n", out);
  }

  @Test
  void jsonHasEveryFieldAlsoWhenTheCheckStopsEarly() throws IOException {
    Path good = scenario.write("a.cert.json", envelope(scenario.payload("4"), ALICE));
    Path policy = scenario.write("policy.json", policy(1, ALICE));
    assertEquals(0, run("--json", "--policy", policy, good));
    assertEquals(
        "{\"file\":\""
            + good
            + "\",\"verdict\":\"accepted\",\"code\":null,\"message\":null,"
            + "\"strategy\":\"brute-force\",\"correct\":\"4\",\"proved\":\"4\",\"total\":\"4\","
            + "\"accuracy\":{\"fraction\":\"4/4\",\"decimal\":\"1.0000000000\"},\"margin\":\"0\","
            + ("\"weights\":null,\"profile\":null,\"model\":{\"sha256\":\""
                + scenario.sha256
                + "\",\"k\":2,")
            + "\"vocab\":2,\"dModel\":1,\"dHead\":1},\"program\":null,\"signers\":[{\"name\":\"Alice (published"
            + " test key)\",\"algorithms\":[\"Ed25519\",\"ML-DSA-65\"]}],\"unsigned\":false,"
            + "\"operations\":\"193\",\"millis\":N}\n",
        out.replaceAll("\"millis\":\\d+", "\"millis\":N"));
    Path bad = scenario.write("b.cert.json", Scenario.ascii("\""));
    assertEquals(1, run("--json", "--unsigned", bad));
    assertTrue(out.startsWith("{\"file\":\"" + bad + "\",\"verdict\":\"rejected\","), out);
    assertTrue(out.contains("\"code\":\"MALFORMED_JSON\",\"message\":\"MALFORMED_JSON: "), out);
    String rest =
        "\"strategy\":null,\"correct\":null,\"proved\":null,\"total\":null,\"accuracy\":null,"
            + "\"margin\":null,\"weights\":null,\"profile\":null,\"model\":null,\"program\":null,"
            + "\"signers\":null,\"unsigned\":true,"
            + "\"operations\":null,\"millis\":N}\n";
    assertTrue(out.replaceAll("\"millis\":\\d+", "\"millis\":N").endsWith(rest), out);
  }

  @Test
  void millisAreMilliseconds() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    run("--json", "--unsigned", good);
    long millis = Long.parseLong(out.replaceAll("(?s).*\"millis\":(\\d+).*", "$1"));
    assertTrue(millis < 60_000, out);
  }

  @Test
  void theWorstOfSeveralDecidesAndAllAreChecked() throws IOException {
    Path accepted = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path rejected = scenario.write("b.cert.json", scenario.unsigned("5"));
    Path missing = folder.resolve("c.cert.json");
    byte[] tooLong = new byte[(4 << 20) + 1];
    Path declined = scenario.write("d.cert.json", tooLong);
    assertEquals(2, run("--unsigned", declined, accepted));
    assertEquals(1, run("--unsigned", accepted, rejected, declined));
    assertEquals(66, run("--unsigned", missing, rejected, accepted));
    assertEquals(2, out.lines().count(), out);
    assertTrue(err.startsWith(missing + ": cannot read: " + missing + ": no such file\n"), err);
    assertSummary("3 certificates: 1 accepted, 1 rejected, 0 declined, 1 errors");
    assertEquals(66, run("--json", "--unsigned", missing, accepted));
    assertEquals(1, err.lines().count(), err);
    assertTrue(out.contains("\"verdict\":\"error\",\"code\":\"INPUT_ERROR\""), out);
    assertTrue(out.contains("\"unsigned\":true"), out);
  }

  private void assertSummary(String counts) {
    String last = err.lines().reduce("", (before, line) -> line);
    assertTrue(last.matches("assay-check: \\Q" + counts + "\\E; \\d+ s"), err);
  }

  @Test
  void severalCertificatesAreCountedAndOneIsNot() throws IOException {
    Path accepted = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path declined = scenario.write("d.cert.json", new byte[(4 << 20) + 1]);
    assertEquals(2, run("--unsigned", accepted, declined, accepted));
    assertSummary("3 certificates: 2 accepted, 0 rejected, 1 declined, 0 errors");
    assertEquals(0, run("--unsigned", accepted));
    assertEquals("", err);
    assertEquals(66, run("--policy", folder.resolve("none"), accepted, declined));
    assertSummary("2 certificates: 0 accepted, 0 rejected, 0 declined, 2 errors");
    assertEquals(66, run("--json", "--policy", folder.resolve("none"), accepted, declined));
    assertEquals(2, err.lines().count(), err);
  }

  @Test
  void aBugIsSeventyAndTheOthersAreStillChecked() throws IOException {
    Path good = scenario.write("a.cert.json", scenario.unsigned("4"));
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    PrintStream broken = // the first line fails as a full disk might, with an unchecked exception
        new PrintStream(new ByteArrayOutputStream()) {
          @Override
          public void println(String line) {
            throw new IllegalStateException("cannot print");
          }
        };
    String[] args = {"--unsigned", good.toString()};
    assertEquals(70, Main.run(args, broken, new PrintStream(stderr)));
    assertTrue(stderr.toString(StandardCharsets.UTF_8).contains("cannot print"));
  }

  @Test
  void aDirectoryStandsForTheCertificatesBelowItInPathOrder() throws IOException {
    scenario.write("z/b.cert.json", scenario.unsigned("4"));
    scenario.write("z/a.cert.json", scenario.unsigned("3"));
    scenario.write("y/deeper/c.cert.json", scenario.unsigned("2"));
    scenario.write("y/notes.json", scenario.unsigned("5"));
    assertEquals(0, run("--unsigned", "--models", folder, folder));
    assertEquals(3, out.lines().count());
    assertTrue(out.lines().toList().get(0).contains("c.cert.json"), out);
    assertTrue(out.lines().toList().get(1).contains("a.cert.json"), out);
    assertUsage("no *.cert.json below " + emptyFolder(), "--unsigned", emptyFolder());
  }

  private Path emptyFolder() throws IOException {
    return Files.createDirectories(folder.resolve("empty"));
  }

  @Test
  void theModelIsFoundByDigestNearTheCertificate() throws IOException {
    Path near = scenario.write("one/a.cert.json", scenario.unsigned("4"));
    assertEquals(66, run("--unsigned", near));
    assertTrue(err.contains("no *.safetensors with sha256 " + scenario.sha256), err);
    assertTrue(err.endsWith("; --model FILE or --models DIR says where it is\n"), err);
    assertTrue(err.contains(folder.resolve("one/models").toString()), err);
    assertEquals(0, run("--unsigned", "--models", folder, near));
    assertEquals(0, run("--unsigned", "--model", folder.resolve("tiny.safetensors"), near));
    scenario.write("models/other.safetensors", new byte[3]);
    assertEquals(66, run("--unsigned", near));
    scenario.write("models/right.safetensors", scenario.model);
    assertEquals(0, run("--unsigned", near));
    Files.delete(folder.resolve("models/right.safetensors"));
    scenario.write("one/models/right.safetensors", scenario.model);
    assertEquals(0, run("--unsigned", near));
    Files.delete(folder.resolve("one/models/right.safetensors"));
    scenario.write("one/right.safetensors", scenario.model);
    assertEquals(0, run("--unsigned", near));
    Files.move(folder.resolve("one/right.safetensors"), folder.resolve("one/right.model"));
    assertEquals(66, run("--unsigned", near));
  }

  @Test
  void aModelThatIsGivenMustBeTheSubject() throws IOException {
    Path certificate = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path other = scenario.write("other.bin", new byte[3]);
    assertEquals(1, run("--unsigned", "--model", other, certificate));
    assertEquals("rejected MODEL_MISMATCH: " + certificate + "\n", out);
  }

  @Test
  void aPolicyThatIsMissingMalformedOrTooLongIsAnInputError() throws IOException {
    Path certificate = scenario.write("a.cert.json", scenario.unsigned("4"));
    Path policy = folder.resolve("policy.json");
    assertEquals(66, run("--policy", policy, certificate));
    assertEquals(certificate + ": cannot read: " + policy + ": no such file\n", err);
    scenario.write("policy.json", Scenario.ascii("{}\n"));
    assertEquals(66, run("--policy", policy, certificate));
    assertEquals("", out);
    assertTrue(err.contains(policy + ": MISSING_FIELD: "), err);
    assertEquals(66, run("--policy", certificate, certificate));
    assertTrue(err.endsWith("got \"payload\", want version; this is a certificate\n"), err);
    scenario.write("policy.json", policy(1, ALICE));
    assertEquals(1, run("--unsigned", policy));
    assertTrue(err.endsWith("got \"version\", want payload; this is a policy\n"), err);
    scenario.write("policy.json", new byte[(1 << 20) + 1]);
    assertEquals(66, run("--policy", policy, certificate));
    assertTrue(err.contains("got more than 1048576 bytes"), err);
    scenario.write("policy.json", new byte[1 << 20]);
    assertEquals(66, run("--policy", policy, certificate));
    assertTrue(err.contains("MALFORMED_JSON"), err);
  }

  @Test
  void usageErrorsNameWhatIsWrong() {
    assertUsage("no certificate is named", "--unsigned");
    assertUsage("one of --policy FILE and --unsigned is needed, and not both", "a");
    assertUsage(
        "one of --policy FILE and --unsigned is needed, and not both",
        "--unsigned",
        "--policy",
        "p",
        "a");
    assertUsage("--policy needs a value", "a", "--policy");
    assertUsage("--json is given twice", "--json", "--unsigned", "--json", "a");
    assertUsage("--model is given twice", "--model", "x", "--model", "y", "--unsigned", "a");
    assertUsage("unknown option --relax", "--unsigned", "--relax", "a");
    assertUsage(
        "--model and --models exclude each other",
        "--model",
        "x",
        "--models",
        "y",
        "--unsigned",
        "a");
  }

  @Test
  void helpAndVersionArePrinted() {
    assertEquals(0, run("--help"));
    assertTrue(out.startsWith("Usage: assay-check "), out);
    String help = out;
    assertEquals(0, run("-h"));
    assertEquals(help, out);
    assertEquals(List.of(), out.lines().filter(line -> line.length() > 100).toList());
    assertEquals(0, run("--version"));
    assertTrue(out.startsWith("assay-check "), out);
    assertUsage("--help stands alone", "--help", "--unsigned", "a");
    assertUsage("--version stands alone", "--unsigned", "a", "--version");
  }

  @Test
  void whatFollowsTwoDashesIsACertificate() throws IOException {
    assertEquals(66, run("--unsigned", "--", "--help"));
    assertTrue(err.contains("--help: cannot read: "), err);
    assertUsage("not a path here: Nul character not allowed: a\0", "--unsigned", "a\0");
  }

  /** A file name cannot forge a line of ours, nor hide one. */
  @Test
  void namesOfFilesCannotForgeLines() throws IOException {
    String name = "bad\naccepted: all \u001b[8m\u202e\u2028.cert.json";
    scenario.write("odd/" + name, scenario.unsigned("5"));
    assertEquals(1, run("--unsigned", "--models", folder, folder.resolve("odd")));
    assertEquals(1, out.lines().count(), out);
    assertTrue(out.endsWith("odd/bad?accepted: all ?[8m??.cert.json\n"), out);
    assertEquals(1, err.lines().count(), err);
    assertEquals(1, run("--json", "--unsigned", "--models", folder, folder.resolve("odd")));
    assertEquals(1, out.lines().count(), out);
    assertTrue(out.contains("bad\\u000aaccepted: all \\u001b[8m\\u202e\\u2028.cert.json"), out);
  }

  @Test
  void onlyRegularFilesAreCertificatesOrModels() throws IOException {
    scenario.write("z/a.cert.json", scenario.unsigned("4"));
    Files.createDirectories(folder.resolve("z/folder.cert.json"));
    Files.createDirectories(folder.resolve("z/models/folder.safetensors"));
    Files.createSymbolicLink(
        folder.resolve("z/models/gone.safetensors"), folder.resolve("nothing"));
    scenario.write("z/models/tiny.safetensors", scenario.model);
    assertEquals(0, run("--unsigned", folder.resolve("z")));
    assertEquals(1, out.lines().count(), out);
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("z"));
    assertEquals(0, run("--unsigned", link));
    assertTrue(out.contains(link.resolve("a.cert.json").toString()), out);
  }

  /** 4096 tokens make tables of 16 million exact numbers: declined before any is made. */
  @Test
  void aModelOverTheLimitsOfTheStrategyIsDeclinedBeforeAnythingIsComputed() throws IOException {
    Scenario large = new Scenario(folder, 4096);
    String sizes = "\"k\":2,\"vocab\":4096,\"dModel\":1,\"dHead\":1,\"margin\":\"0\"";
    String text = new String(large.payload(sizes, "1"), StandardCharsets.US_ASCII);
    byte[] payload = Scenario.ascii(text.replace("total\":\"4\"", "total\":\"16777216\""));
    Path certificate =
        scenario.write("large.cert.json", org.assay.checker.signature.TestSigner.unsigned(payload));
    assertEquals(2, run("--unsigned", certificate));
    assertTrue(err.contains("LIMIT_EXCEEDED: brute-force table entries"), err);
  }
}
