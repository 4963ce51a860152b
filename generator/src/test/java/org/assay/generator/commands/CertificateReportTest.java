// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assay.generator.network.preset.Transformers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of one certificate says what the checker says, be it yes or no. */
class CertificateReportTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");
  private static final Path OTHER =
      Path.of("src/test/resources/models/max-of-4-seed-50.safetensors");

  @TempDir private Path folder;
  private Path certificate;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void certify() {
    certificate = folder.resolve("a <b>.cert.json");
    assertEquals(
        0,
        assay(
            "certify",
            "--unsigned",
            "--no-check",
            "--model",
            MODEL,
            "--strategy",
            "brute-force",
            "--out",
            certificate),
        err::toString);
  }

  private int assay(Object... arguments) {
    return Assay.commandLine()
        .setOut(new PrintWriter(new StringWriter(), true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  private int report(Path file, Path model, Object... more) throws IOException {
    List<Object> all = new ArrayList<>(List.of("report", "--force", "--certificate", file));
    all.addAll(List.of("--model", model, "--out", folder.resolve("page")));
    all.addAll(List.of("--checker", RealChecker.in(folder)));
    all.addAll(List.of(more));
    return assay(all.toArray());
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("page/index.html"));
  }

  @Test
  void whatIsProvedStandsOnThePage() throws IOException {
    assertEquals(0, report(certificate, MODEL), err::toString);
    String page = page();
    assertTrue(page.contains("<strong>32,767</strong> of the 32,768 sequences"), "the claim");
    assertTrue(page.contains("a &lt;b&gt;.cert.json: accepted</h1>"), "verdict and name");
    assertTrue(page.contains("Signatures were not verified"), "unsigned");
    assertTrue(page.contains("\"pairs\":{\"second\":"), "which inputs are not proved");
    assertTrue(page.contains("\"margins\":{"), "margins");
  }

  @Test
  void aClaimThatIsNotTrueIsNotSaidToBe() throws IOException {
    String payload = Files.readString(certificate);
    String encoded = payload.replaceAll("(?s).*\"payload\":\"([^\"]*)\".*", "$1");
    String claim = new String(java.util.Base64.getDecoder().decode(encoded));
    byte[] more = claim.replace("\"32767\"", "\"32768\"").getBytes();
    Path wrong = folder.resolve("wrong.cert.json");
    Files.writeString(
        wrong, payload.replace(encoded, java.util.Base64.getEncoder().encodeToString(more)));
    assertEquals(1, report(wrong, MODEL, "--quick"), err::toString);
    String page = page();
    assertTrue(page.contains("did <strong>not accept</strong> this certificate: rejected"), page);
    assertTrue(page.contains("CLAIM_NOT_PROVED"), "the reason");
    assertFalse(page.contains("exact arithmetic when this page was made"));
    assertFalse(page.contains("\"pairs\""), "quick");
  }

  /** Of a network of two layers: its steps line by line, and the inputs that are not right. */
  @Test
  void aProgramHasAPageOfItsOwn() throws IOException {
    Path model = folder.resolve("two.safetensors");
    Files.write(model, new Transformers(11).legacyBytes(""));
    Path config = Files.writeString(folder.resolve("cfg.json"), Transformers.config().toString());
    Path program = folder.resolve("two.cert.json");
    Stream<Object> question =
        Stream.of("certify", "--unsigned", "--no-check", "--allow-trivial", "--model", model);
    Stream<Object> more =
        Stream.of("--config", config, "--task", "max", "--inputs", "0..4*3", "--outputs", "0..4");
    Stream<Object> last =
        Stream.of("--answer", "last", "--strategy", "exhaustive", "--out", program);
    Object[] words = Stream.of(question, more, last).flatMap(one -> one).toArray();
    assertEquals(0, assay(words), err::toString);
    assertEquals(0, report(program, model), err::toString);
    String page = page();
    assertTrue(page.contains("two.cert.json: accepted</h1>"), page);
    String steps = page.replaceAll("(?s).*<pre>(embed .*?)</pre>.*", "$1");
    assertTrue(
        steps.contains("\npos &#x3D; row of each position") && !steps.contains("\n\n"), steps);
    long right = Long.parseLong(page.replaceAll("(?s).*On at least <strong>(\\d+)<.*", "$1"));
    assertTrue(page.contains("\n" + (125 - right) + " of the 125 inputs are not shown"), page);
    assertTrue(page.contains("The first 20 of them."), page);
    assertEquals(20, page.split("<tr><td class=\"t\">", -1).length - 1, page);
    assertEquals(0, report(program, model, "--quick"), err::toString);
    assertFalse(page().contains("Where it fails"));
  }

  @Test
  void anotherModelIsRefusedBeforeAnythingIsWritten() throws IOException {
    assertEquals(66, report(certificate, OTHER));
    assertTrue(err.toString().contains("got SHA-256"), err::toString);
    assertFalse(Files.exists(folder.resolve("page")));
  }

  @Test
  void studyAndCertificateDoNotMix() throws IOException {
    assertEquals(64, report(certificate, MODEL, "--study", "study.csv"));
    assertEquals(64, report(certificate, MODEL, "--models", folder));
    assertEquals(64, assay("report", "--out", folder.resolve("page")));
  }

  /** In the certificate's folder, in models/ there, and in models/ beside it. */
  @Test
  @Tag("long")
  void theModelIsFoundByItsDigest() throws IOException {
    Path checker = RealChecker.in(folder);
    Path below = Files.createDirectories(folder.resolve("certificates/one"));
    Path own = Files.copy(certificate, below.resolve("a.cert.json"));
    Object[] report = {
      "report",
      "--force",
      "--certificate",
      own,
      "--checker",
      checker,
      "--out",
      folder.resolve("page")
    };
    assertEquals(66, assay(report));
    assertTrue(err.toString().contains("name it by --model"), err::toString);
    for (String place : List.of("models/x", "../models/y", "z")) {
      Path model = below.resolve(place + ".safetensors");
      Files.createDirectories(model.getParent());
      Files.copy(OTHER, model.resolveSibling("0.safetensors"));
      Files.copy(MODEL, model);
      assertEquals(0, assay(report), err::toString);
      assertTrue(page().contains(model.normalize() + ", called "), place);
      Files.delete(model);
      assertEquals(66, assay(report));
    }
  }
}
