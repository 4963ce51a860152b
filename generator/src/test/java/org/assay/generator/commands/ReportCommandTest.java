// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assay.generator.model.Model;
import org.assay.generator.report.StudyRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of one's own: its page names its own folders, and its commands work. */
class ReportCommandTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  @TempDir private Path folder;
  private Path study;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void aStudyWithOneCertificate() throws IOException {
    study = Files.createDirectories(folder.resolve("my study"));
    Files.createDirectories(study.resolve("models"));
    Files.createDirectories(study.resolve("m"));
    Files.copy(MODEL, study.resolve("models/m.safetensors"));
    Path kept = study.resolve("m/brute-force.cert.json");
    assertEquals(0, certify("--strategy", "brute-force", "--out", kept), err::toString);
    String results = StudyRow.text(List.of(row("brute-force", "32767"), row("cubic", "28000")));
    Files.writeString(study.resolve("study.csv"), results);
  }

  private int assay(Object... arguments) {
    return Assay.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  private int certify(Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("certify", "--unsigned", "--no-check", "--model", MODEL));
    all.addAll(List.of(more));
    return assay(all.toArray());
  }

  private StudyRow row(String strategy, String correct) throws IOException {
    String digest = Model.read(MODEL).sha256();
    return new StudyRow(
        "m.safetensors",
        digest,
        3,
        32,
        16,
        1,
        strategy,
        "",
        correct,
        "32768",
        "0.5",
        "1000",
        "",
        "",
        100,
        "1",
        "1",
        "accepted");
  }

  private String page(Object... more) throws IOException {
    List<Object> all = new ArrayList<>(List.of("report", "--force"));
    all.addAll(List.of("--study", study.resolve("study.csv")));
    all.addAll(List.of("--models", study.resolve("models"), "--out", study.resolve("report")));
    all.addAll(List.of(more));
    assertEquals(0, assay(all.toArray()), err::toString);
    return Files.readString(study.resolve("report/index.html"));
  }

  private static JsonNode proofs(String page) throws IOException {
    String data = page.replaceAll("(?s).*id=\"data\">(.*?)</script>.*", "$1");
    return new JsonMapper().readTree(data).get("models").get(0).get("proofs");
  }

  /** As a shell splits them. */
  private static List<String> words(String command) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8).lines().toList();
  }

  @Test
  void aRowIsLinkedToItsCertificateOrHasTheCommandThatMakesIt() throws IOException {
    JsonNode proofs = proofs(page());
    assertTrue(out.toString().contains("of 2 rows 1 have a certificate"), out::toString);
    String link = proofs.get(0).get(4).asText();
    assertEquals("../m/brute-force.cert.json", link);
    assertTrue(Files.exists(study.resolve("report").resolve(link)));
    assertEquals("", proofs.get(1).get(4).asText());
    List<String> command = new ArrayList<>(words(proofs.get(1).get(5).asText()));
    assertTrue(command.get(0).endsWith("bin/assay"), command.toString());
    Path made = folder.resolve("made.cert.json");
    command.set(command.size() - 1, made.toString());
    command.add("--no-check");
    assertEquals(0, assay(command.subList(1, command.size()).toArray()), err::toString);
    assertTrue(Files.readString(made).startsWith("{\"payload\""));
  }

  @Test
  void theCommandOnThePageChecksTheStudy() throws Exception {
    String command = page().replaceAll("(?s).*?<pre>(.*?)</pre>.*", "$1").replace("&#39;", "'");
    List<String> words = new ArrayList<>(words(command));
    assertTrue(words.get(0).endsWith("checker/bin/assay-check"), command);
    words.set(0, RealChecker.in(folder).toString());
    Process checker = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(checker.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, checker.waitFor(), said);
  }

  @Test
  void aCertificateThatSaysOtherwiseIsNotTheRows() throws IOException {
    Files.writeString(
        study.resolve("study.csv"), StudyRow.text(List.of(row("brute-force", "32766"))));
    assertEquals("", proofs(page()).get(0).get(4).asText());
  }

  @Test
  void aBrokenCertificateIsNamed() throws IOException {
    Path broken = Files.writeString(study.resolve("m/cubic.cert.json"), "{}\n");
    int exit =
        assay(
            "report",
            "--study",
            study.resolve("study.csv"),
            "--models",
            study.resolve("models"),
            "--out",
            study.resolve("report"));
    assertEquals(66, exit);
    assertTrue(err.toString().contains(broken.toString()), err::toString);
    assertFalse(Files.exists(study.resolve("report")), "something was written");
  }

  @Test
  void theCertificatesAndThePolicyMayLieElsewhere() throws IOException {
    Path policy = Files.writeString(folder.resolve("p.json"), "{}\n");
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.move(study.resolve("m"), kept.resolve("m"));
    assertEquals("", proofs(page()).get(0).get(4).asText(), "it does not lie there");
    String page = page("--certificates", kept, "--policy", policy);
    assertTrue(page.contains("--policy " + policy + " --models"), "no such policy on the page");
    assertEquals("../../kept/m/brute-force.cert.json", proofs(page).get(0).get(4).asText());
    assertEquals(
        66,
        assay(
            "report",
            "--force",
            "--study",
            study.resolve("study.csv"),
            "--models",
            study.resolve("models"),
            "--out",
            study.resolve("report"),
            "--policy",
            folder.resolve("no")));
  }
}
