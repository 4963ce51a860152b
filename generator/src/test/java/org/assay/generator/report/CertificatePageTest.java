// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.assay.generator.certificate.Claim;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.network.evaluate.Failures;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of one certificate, in a real browser. */
@Tag("long")
class CertificatePageTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open(folder.resolve("profile"));
    Model model = Model.read(MODEL);
    Claim claim = new Claim(new Claim.Sizes(3, 32, 16, 8), "1/4", BigInteger.valueOf(30_000));
    Statement statement =
        new Statement("m.safetensors", model.sha256(), claim, "cubic", Map.of("size", "12"));
    String line =
        "{\"verdict\":\"accepted\",\"proved\":\"30001\",\"unsigned\":false,\"operations\":\"7\","
            + "\"signers\":[{\"name\":\"Ann\",\"algorithms\":[\"Ed25519\",\"ML-DSA-65\"]}]}";
    CertificatePage one =
        new CertificatePage(
            statement,
            "0".repeat(64),
            new JsonMapper().readTree(line),
            new Inside("m", model),
            new CertificatePage.Commands(
                "m.cert.json", "m.safetensors", "assay-check m.cert.json"));
    page = Files.write(folder.resolve("page.html"), one.html());
  }

  @AfterAll
  static void close() {
    if (browser != null) browser.close();
  }

  @ParameterizedTest
  @CsvSource({"400, false", "400, true", "1280, false", "1280, true"})
  void itIsReadableAndSaysTheClaim(int width, boolean isDark) throws IOException {
    browser.sized(width, isDark).show(page);
    assertTrue(browser.number("return document.documentElement.scrollWidth") <= width);
    assertEquals(List.of(), browser.complaints());
    String said = browser.text("return document.querySelector('.verdict').innerText");
    assertTrue(
        said.contains("On at least 30,000 of the 32,768 sequences of 3 tokens 0 to 31"), said);
    assertTrue(said.contains("by more than 1/4"), said);
    String facts = browser.text("return document.querySelector('table').innerText");
    assertTrue(facts.contains("Ann (Ed25519, ML-DSA-65)"), facts);
    assertTrue(facts.contains("30,001 of 32,768"), facts);
    assertFactsFit();
    assertTrue(browser.number("return document.querySelectorAll('figure svg').length") >= 7);
    assertEquals("", browser.seriousFindings());
  }

  /** A digest is broken where there is no room for it. */
  private static void assertFactsFit() {
    String facts =
        "const f = document.querySelector('.scroll'); return f.scrollWidth - f.clientWidth";
    assertEquals(0, browser.number(facts));
  }

  /** With the longest input that is shown. */
  @ParameterizedTest
  @CsvSource({"400, false", "400, true", "1280, false", "1280, true"})
  void theFailuresOfAProgramAreReadable(int width, boolean isDark) throws IOException {
    List<Integer> tokens = Collections.nCopies(256, 12345);
    Failures failures =
        new Failures(
            List.of(
                new Failures.Failure(tokens, 3, OptionalInt.of(2)),
                new Failures.Failure(List.of(1, 2), 3, OptionalInt.empty())),
            Map.of(2, new Failures.Tally(5, 0), 3, new Failures.Tally(61, 2)));
    ProgramPage one =
        new ProgramPage(
            Study.program(folder, "{\"name\":\"max\"}"),
            "0".repeat(64),
            new CertificatePage.Commands("m.cert.json", "m.safetensors", "assay-check m.cert.json"),
            Optional.of(failures));
    Path program = Files.write(folder.resolve("program.html"), one.html());
    browser.sized(width, isDark).show(program);
    assertTrue(browser.number("return document.documentElement.scrollWidth") <= width);
    assertEquals(List.of(), browser.complaints());
    assertEquals("", browser.seriousFindings());
    assertFactsFit();
    String failed = browser.text("return document.querySelectorAll('.scroll')[1].innerText");
    assertTrue(failed.endsWith("\n3\t61\t2"), failed);
    String first = browser.text("return document.querySelectorAll('.scroll')[2].innerText");
    assertTrue(first.endsWith("\n1 2\t3\tdoes not compete"), first);
  }

  @Test
  void aStrategyAloneIsNotShownTwice() throws IOException {
    Model model = Model.read(MODEL);
    Unproved only = Unproved.by("brute-force", new BruteForce(), model, Margin.parse("0"));
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of(), Study.places(folder))
            .with(new Inside("m", model, List.of(only), List.of()))
            .files();
    browser.sized(1280, false).show(Files.write(folder.resolve("o.html"), files.get("index.html")));
    assertEquals(1, browser.number("return document.querySelectorAll('#inside-0 select').length"));
  }
}
