// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assay.generator.issue.CheckerProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String MODEL = "src/test/resources/models/max-of-3-vocab-32.safetensors";

  @TempDir private Path folder;
  private StringWriter out;
  private StringWriter err;
  private Path certificate;

  @BeforeEach
  void clear() {
    out = new StringWriter();
    err = new StringWriter();
    certificate = folder.resolve("m.cert.json");
  }

  private int assay(Object... arguments) {
    clear();
    return Assay.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  private int certify(Object... more) {
    List<Object> arguments =
        List.of("certify", "--model", MODEL, "--strategy", "brute-force", "--out", certificate);
    return assay(Stream.concat(arguments.stream(), Stream.of(more)).toArray());
  }

  @Test
  void keygenWritesPrivateFilesAndNeverOverwrites() throws Exception {
    Path keys = folder.resolve("keys");
    assertEquals(0, assay("keygen", "--name", "Ann", "--out", keys), err::toString);
    for (String name : List.of("ed25519.key.pem", "ml-dsa-65.key.pem")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(name))));
    }
    byte[] before = Files.readAllBytes(keys.resolve("ed25519.key.pem"));
    Files.delete(keys.resolve("policy.json"));
    assertEquals(66, assay("keygen", "--name", "Ann", "--out", keys));
    assertFalse(Files.exists(keys.resolve("policy.json")));
    assertTrue(Arrays.equals(before, Files.readAllBytes(keys.resolve("ed25519.key.pem"))));
    assertEquals(0, assay("keygen", "--name", "Ann", "--out", keys, "--force"));
    assertEquals(5, keys.toFile().list().length);
    assertEquals(64, assay("keygen", "--name", "A\"nn", "--out", folder.resolve("other")));
    assertFalse(Files.exists(folder.resolve("other")));
  }

  @Test
  void certifySignsInspectShows() throws Exception {
    Path keys = folder.resolve("keys");
    Path password = Files.writeString(folder.resolve("password"), "secret\nsecond line\n");
    assay("keygen", "--name", "Ann", "--out", keys, "--password-file", password);
    assertEquals(66, certify("--key", keys, "--no-check"), "encrypted, no console, no file");
    assertTrue(err.toString().contains("--password-file"), err::toString);
    assertEquals(
        0, certify("--key", keys, "--password-file", password, "--no-check"), err::toString);
    assertTrue(err.toString().contains("no checker has decided"), err::toString);
    assertTrue(out.toString().contains("32767 of 32768"), out::toString);
    assertEquals(0, assay("inspect", certificate));
    assertTrue(out.toString().contains("at least 32767 of the 32768"), out::toString);
    assertTrue(out.toString().contains("Nothing of this was checked"), out::toString);
    assertEquals(0, assay("inspect", "--json", certificate));
    assertTrue(out.toString().contains("\"checked\":false"), out::toString);
  }

  @Test
  void anExistingCertificateIsKeptWithoutForce() throws Exception {
    Files.writeString(certificate, "mine");
    assertEquals(66, certify("--unsigned", "--no-check"));
    assertTrue(err.toString().contains("--force"), err::toString);
    assertEquals("mine", Files.readString(certificate));
    assertEquals(0, certify("--unsigned", "--no-check", "--force"), err::toString);
    assertFalse(Files.readString(certificate).equals("mine"));
    assertEquals(1, folder.toFile().list().length, "no temporary file stays");
  }

  @Test
  @Tag("long")
  void ifTheCheckerDoesNotAcceptNothingIsWritten() throws Exception {
    for (String script :
        List.of(
            "echo '{\"verdict\":\"rejected\",\"correct\":\"32767\"}'; exit 1",
            "echo '{\"verdict\":\"accepted\",\"correct\":\"32767\"}'; exit 70",
            "echo '{\"verdict\":\"accepted\",\"correct\":\"32766\"}'",
            "echo accepted",
            "true")) {
      Path checker = script("#!/bin/sh\n" + script + "\n");
      assertEquals(70, certify("--unsigned", "--checker", checker), script);
      assertTrue(err.toString().contains("did not accept"), err::toString);
      assertFalse(Files.exists(certificate));
    }
    Path accepts = script("#!/bin/sh\necho '{\"verdict\":\"accepted\",\"correct\":\"32767\"}'\n");
    assertEquals(0, certify("--unsigned", "--checker", accepts), err::toString);
    assertEquals(
        66,
        assay(
            "certify",
            "--model",
            MODEL,
            "--strategy",
            "brute-force",
            "--unsigned",
            "--out",
            folder.resolve("x"),
            "--checker",
            folder.resolve("none")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MALFORMED_MODEL", "UNSUPPORTED_MODEL", "LIMIT_EXCEEDED", "UNSUPPORTED_PROFILE"})
  void aModelThatTheCheckerRefusesIsNoInternalError(String code) throws Exception {
    Path refuses =
        script(
            "#!/bin/sh\necho '{\"verdict\":\"declined\",\"code\":\""
                + code
                + "\",\"message\":\"too many heads\"}'\nexit 2\n");
    assertEquals(66, certify("--unsigned", "--checker", refuses));
    String want = "the checker decides nothing of this model: too many heads";
    assertEquals(want, err.toString().strip());
    assertFalse(Files.exists(certificate));
  }

  @Test
  void aForeignModelIsRefusedWithTheWayToConvertIt() throws Exception {
    Path foreign = Files.writeString(folder.resolve("model.pt"), "PK\3\4\0\0model/data.pkl");
    Object[] certify = {"certify", "--strategy", "cubic", "--unsigned", "--out", certificate};
    assertEquals(66, assay(with(certify, "--model", foreign)));
    List<String> lines = err.toString().lines().toList();
    assertEquals(4, lines.size(), err::toString);
    assertTrue(lines.get(0).startsWith("model " + foreign + ": want a safetensors file"));
    assertEquals("  import torch, safetensors.torch", lines.get(1));
  }

  @Test
  void wrongUsageIs64AndWrongFilesAre66() throws Exception {
    assertEquals(64, assay());
    assertEquals(64, assay("certify"));
    assertEquals(64, certify());
    assertEquals(64, certify("--unsigned", "--key", folder));
    assertEquals(64, certify("--unsigned", "--margin", "-1"));
    assertEquals(64, certify("--unsigned", "--strategy", "cubic"));
    assertEquals(66, certify("--key", folder, "--no-check"));
    assertEquals(66, assay("inspect", folder.resolve("none")));
    assertTrue(err.toString().contains("no such file"), err::toString);
    assertEquals(66, assay("inspect", MODEL));
    assertEquals(
        64,
        assay(
            "train",
            "--k",
            "0",
            "--vocab",
            "9",
            "--d-model",
            "9",
            "--seed",
            "1",
            "--out",
            certificate));
    assertTrue(err.toString().contains("--k: got 0, want 1 to 256"), err::toString);
    assertEquals(0, assay("strategies", "--json"));
    assertTrue(out.toString().startsWith("[{\"name\":\"brute-force\""), out::toString);
    assertTrue(out.toString().contains("{\"name\":\"exhaustive\","), out::toString);
  }

  @Test
  void theRealCheckerAcceptsAFreshCertificate() throws Exception {
    Path checker = realChecker();
    Path keys = folder.resolve("keys");
    assertEquals(0, assay("keygen", "--name", "Ann", "--out", keys));
    assertEquals(0, certify("--key", keys, "--margin", "0.1", "--checker", checker), err::toString);
    CheckerProcess.Outcome outcome =
        new CheckerProcess(checker)
            .run("--policy", keys.resolve("policy.json"), "--model", MODEL, certificate);
    assertEquals(0, outcome.exitCode(), outcome::output);
    assertTrue(outcome.output().startsWith("accepted: "), outcome::output);
  }

  @Test
  @Tag("long")
  void theRealCheckerAcceptsGroupedCounting() throws Exception {
    Object[] grouped = {"--strategy", "grouped-counting", "--unsigned", "--bins", "64"};
    assertEquals(0, certifyBy(with(grouped, "--checker", realChecker())), err::toString);
    assertTrue(out.toString().contains("accuracy 0.999"), out::toString);
    assertEquals(0, assay("inspect", certificate));
    assertTrue(out.toString().contains("hint:      bins 64"), out::toString);
    assertEquals(0, assay("inspect", "--json", certificate));
    assertTrue(out.toString().contains("\"hints\":{\"bins\":64,\"cover\":\""), out::toString);
    String bytes = "\"metrics\":{\"certificateBytes\":" + Files.size(certificate) + ",";
    assertTrue(out.toString().contains(bytes), out::toString);
    assertTrue(out.toString().contains("\"unexplainedDimension\":\"3264\""), out::toString);
    assertTrue(out.toString().contains("\"operations\":null,\"millis\":null"), out::toString);
    Object[] measured = {"inspect", "--json", certificate, "--measure", "--checker", realChecker()};
    assertEquals(64, assay(measured));
    assertEquals(0, assay(with(measured, "--model", MODEL)), err::toString);
    String known = "(?s).*\"singularRatio\":\"[0-9.]+\",\"operations\":\"\\d+\",\"millis\":\\d+}.*";
    assertTrue(out.toString().matches(known), out::toString);
    assertEquals(66, assay("inspect", certificate, "--model", certificate));
    for (String bins : List.of("2", "65537", "-1", "x")) {
      assertEquals(64, certifyBy(with(grouped, "--no-check", "--force", "--bins=" + bins)), bins);
    }
    assertEquals(64, certify("--unsigned", "--no-check", "--force", "--bins", "64"));
  }

  @Test
  @Tag("long")
  void theRealCheckerAcceptsPotentialCounting() throws Exception {
    Object[] potential = {"--strategy", "potential-counting", "--unsigned", "--force"};
    Object[] checked = with(potential, "--checker", realChecker());
    assertEquals(0, certifyBy(with(checked, "--budget", 400_000)), err::toString);
    assertTrue(out.toString().contains("accuracy 0.99"), out::toString);
    long operations = Long.parseLong(out.toString().replaceAll("(?s).*checked in: (\\d+).*", "$1"));
    assertTrue(operations <= 400_000, out::toString);
    assertEquals(1, certifyBy(with(checked, "--budget", 1000)));
    assertTrue(
        err.toString().matches("(?s)--budget: got 1000 operations, want at least \\d+\\s*"),
        err::toString);
    Object[] lowRank = with(checked, "--attention", "svd", "--direct", "max_diff");
    assertEquals(0, certifyBy(lowRank), err::toString);
    assertEquals(0, assay("inspect", certificate));
    assertTrue(out.toString().contains("attention svd"), out::toString);
    Object[] alone = with(potential, "--no-check");
    assertEquals(0, certifyBy(alone), err::toString);
    assertEquals(64, certifyBy(with(alone, "--attention", "svd")), "only a guess");
    assertEquals(64, certifyBy(with(alone, "--attention", "none")));
    assertEquals(64, certifyBy(with(alone, "--direct", "max_diff_exact")));
    assertEquals(64, certifyBy(with(alone, "--classes", 33)));
    assertEquals(64, certifyBy(with(alone, "--bins", 2)));
    assertEquals(64, certify("--unsigned", "--no-check", "--force", "--budget", 1));
    assertTrue(err.toString().contains("--budget: brute-force has none"), err::toString);
  }

  @Test
  @Tag("long")
  void theFrontierIsATableAndAFigure() throws Exception {
    Path checker = realChecker();
    assertEquals(
        0,
        assay("frontier", "--quick", "--model", MODEL, "--out", folder, "--checker", checker),
        err::toString);
    List<String> table = Files.readAllLines(folder.resolve("frontier.csv"));
    assertEquals("strategy,options,operations,correct,total,bound", table.get(0));
    assertEquals(3, table.size());
    assertTrue(Files.readString(folder.resolve("frontier.svg")).contains("<svg"));
    assertEquals(66, assay("frontier", "--quick", "--model", MODEL, "--out", folder));
    assertTrue(err.toString().contains("--force"), err::toString);
  }

  /** With hints the checker's count is claimed, but only if it stands by it. */
  @Test
  void theCheckersSmallerCountIsClaimed() throws Exception {
    String[] grouped = {"--strategy", "grouped-counting", "--unsigned", "--force"};
    String[] enumerated = {"--strategy", "brute-force", "--unsigned", "--force"};
    assertEquals(0, certifyBy(with(grouped, "--checker", provesOnly("12340", "12340"))));
    assertTrue(out.toString().contains("certified: 12340 of 32768"), out::toString);
    assertEquals(0, assay("inspect", certificate));
    assertTrue(out.toString().contains("at least 12340 of the 32768"), out::toString);
    Files.delete(certificate);
    assertEquals(70, certifyBy(with(grouped, "--checker", provesOnly("12340", "12339"))));
    assertTrue(err.toString().contains("counts 12340 right inputs"), err::toString);
    assertEquals(70, certifyBy(with(enumerated, "--checker", provesOnly("12340", "12340"))));
    assertTrue(err.toString().contains("counts 12340 right inputs, want 32767"), err::toString);
    assertFalse(Files.exists(certificate));
  }

  /** The checker may also count more than the search, which rounds otherwise. */
  @Test
  @Tag("long")
  void theCheckersLargerCountIsClaimed() throws Exception {
    for (String strategy : List.of("grouped-counting", "cubic")) {
      String[] some = {"--strategy", strategy, "--unsigned", "--force"};
      assertEquals(70, certifyBy(with(some, "--checker", provesOnly("32768", "32767"))));
      assertTrue(err.toString().contains("counts 32768 right inputs"), err::toString);
      assertFalse(Files.exists(certificate));
      assertEquals(0, certifyBy(with(some, "--checker", provesOnly("32768", "32768"))));
      assertTrue(out.toString().contains("certified: 32768 of 32768"), out::toString);
      Files.delete(certificate);
    }
  }

  /** A checker that says it proves so many, but accepts no more than so many. */
  private Path provesOnly(String proved, String accepted) throws Exception {
    return script(
        String.format(
            Locale.ROOT,
            """
        #!/bin/sh
        for cert in "$@"; do :; done
        payload=$(sed 's/.*"payload":"//; s/".*//' "$cert" | base64 -d)
        correct=$(echo "$payload" | sed 's/.*"correct":"//; s/".*//')
        if [ "$correct" -le %1$s ]; then
          echo '{"verdict":"accepted","correct":"'$correct'","proved":"%2$s"}'
          exit
        fi
        echo '{"verdict":"rejected","code":"CLAIM_NOT_PROVED","correct":"'$correct'","proved":"%2$s"}'
        exit 1
        """,
            accepted,
            proved));
  }

  private int certifyBy(Object... more) {
    return assay(with(new Object[] {"certify", "--model", MODEL, "--out", certificate}, more));
  }

  @Test
  @Tag("long")
  void publishAddsToAnArchiveAndChangesNothingInIt() throws Exception {
    Path archive = folder.resolve("archive");
    Files.createDirectories(archive.resolve("models"));
    Files.copy(Path.of(MODEL), archive.resolve("models/one.safetensors"));
    Object[] publish = {
      "publish", "--dir", archive, "--strategy", "brute-force", "--checker", realChecker(), "--name"
    };
    assertEquals(0, assay(with(publish, "batch-1")), err::toString);
    Path one = archive.resolve("one/brute-force.cert.json");
    byte[] first = Files.readAllBytes(one);
    Files.copy(Path.of(MODEL), archive.resolve("models/two.safetensors"));
    assertEquals(66, assay(with(publish, "batch-1")), "the name of a batch is used once");
    assertFalse(Files.exists(archive.resolve("two/brute-force.cert.json")));
    assertEquals(0, assay(with(publish, "batch-2")), err::toString);
    assertTrue(Arrays.equals(first, Files.readAllBytes(one)));
    CheckerProcess.Outcome outcome =
        new CheckerProcess(realChecker())
            .run("--long", "--policy", archive.resolve("policy.json"), archive);
    assertEquals(0, outcome.exitCode(), outcome::output);
    assertTrue(outcome.output().contains("signed by batch-1 (Ed25519, ML-DSA-65)"));
    assertTrue(outcome.output().contains("signed by batch-2 (Ed25519, ML-DSA-65)"));
    try (Stream<Path> keys = Files.list(archive.resolve("keys"))) {
      assertEquals(4, keys.filter(key -> key.toString().endsWith(".pub.pem")).count());
    }
    String index = Files.readString(archive.resolve("index.json"));
    assertEquals(6, index.lines().count(), index);
    assertTrue(index.contains("\"correct\":\"32767\",\"total\":\"32768\""), index);
    assertEquals(0, assay(with(publish, "batch-3")));
    assertTrue(out.toString().contains("every model has a certificate"), out::toString);
    assertEquals(64, assay(with(publish, "no/name")));
  }

  @Test
  void whatTheCheckerRefusesIsNotPublished() throws Exception {
    Path models = Files.createDirectories(folder.resolve("archive/models"));
    Files.copy(Path.of(MODEL), models.resolve("one.safetensors"));
    Path refuses = script("#!/bin/sh\nexit 1\n");
    String[] publish = {"publish", "--strategy", "brute-force", "--name", "batch", "--checker"};
    assertEquals(70, assay(with(publish, refuses, "--dir", models.getParent())));
    assertFalse(Files.exists(models.resolveSibling("one/brute-force.cert.json")));
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray();
  }

  private Path realChecker() throws Exception {
    return RealChecker.in(folder);
  }

  private Path script(String text) throws Exception {
    Path script = Files.createTempFile(folder, "checker", ".sh");
    Files.writeString(script, text);
    File file = script.toFile();
    assertTrue(file.setExecutable(true));
    return script;
  }
}
