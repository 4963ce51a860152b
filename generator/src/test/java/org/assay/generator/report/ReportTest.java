// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assay.generator.model.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");
  private static final String HOSTILE = "<b onload=x>\"&.safetensors";
  private static final String OPTIONS =
      "--direct max_diff_exact --handling envelope --attention spectral";

  @TempDir private Path folder;

  @Test
  void pathsAreSpelledShortly() {
    assertEquals(
        "M-10.5-2.7L-8.2-3L0 0Q.2-12.1-.4 0Z",
        Figure.terse("M-10.5,-2.7 L-8.2,-3.0 L-0.0 0 Q0.2,-12.1 -0.4 -0 Z"));
    assertEquals("M10.5,.7L20,30", Figure.terse("M10.5,0.7 L20.0,30"));
  }

  /** Of 1000 inputs of K = 4. */
  private static StudyRow row(String model, String strategy, String options, int correct) {
    return new StudyRow(
        model,
        "0".repeat(64),
        4,
        64,
        32,
        50,
        strategy,
        options,
        "" + correct,
        "1000",
        "0.%03d0000000".formatted(correct),
        strategy.equals("brute-force") ? "2000" : "1000",
        strategy.equals("cubic") ? "35087840" : "",
        strategy.equals("cubic") ? "12800" : "",
        5000,
        "10",
        "" + correct,
        "accepted");
  }

  private static List<StudyRow> rows() {
    return List.of(
        row("a.safetensors", "brute-force", "", 800),
        row("a.safetensors", "cubic", "", 600),
        row("a.safetensors", "sub-cubic", OPTIONS, 400),
        row(HOSTILE, "brute-force", "", 500),
        row(HOSTILE, "cubic", "", 500),
        row(HOSTILE, "sub-cubic", OPTIONS, 100));
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), UTF_8);
  }

  @Test
  void meansAndDeviationsAreThoseOfTheRows() {
    String table = text(new Report(rows(), Map.of()).files(), "BENCHMARKS.md");
    assertTrue(
        table.contains(
            "| cubic |  | 2 | 0.55000 ± 0.05000 | 0.9531 ± 0.0087 | 0.87500 | 1,000 | 35,087,840"
                + " | 35,087,840 | 12,800 | 5,000 | 550 |"),
        table);
    assertTrue(
        table.contains(
            "| Quadratic QK | max_diff_exact envelope spectral | 2 | 0.25000 ± 0.15000 |"
                + " 0.316 ± 0.037 | 0.35000 |"),
        table);
    assertTrue(table.contains("6 certificates of 2 models; the checker accepted 6."), table);
  }

  @Test
  void statisticsOfFew() {
    Statistics three = Statistics.of(List.of(3.0, 1.0, 8.0));
    assertEquals(new Statistics(3, 4, Math.sqrt(26.0 / 3), 3, 1), three);
    assertEquals(2.5, Statistics.of(List.of(4.0, 1.0)).median());
  }

  @Test
  void linesAreFittedByLeastSquares() {
    List<Line.Point> points =
        List.of(new Line.Point(0, 1), new Line.Point(2, 2), new Line.Point(4, 6));
    Line line = Line.fitted(points).orElseThrow();
    assertEquals(1.25, line.slope(), 1e-12);
    assertEquals(0.5, line.start(), 1e-12);
    assertEquals(3, line.at(2), 1e-12);
    assertTrue(Line.fitted(List.of(new Line.Point(1, 2), new Line.Point(1, 3))).isEmpty());
  }

  @Test
  void thePublishedGroupsAreThoseOfOurStrategies() {
    Published published = Published.read();
    for (int k : new int[] {4, 5, 10, 20}) {
      assertEquals("Quadratic QK", new Results.Kind(k, "sub-cubic", OPTIONS).group());
      assertTrue(published.find("Quadratic QK", k).isPresent());
      assertTrue(published.find("cubic", k).isPresent());
    }
    assertEquals(Optional.empty(), published.find("cubic", 6));
  }

  @Test
  void thePageNeedsNothingElseAndEscapesNames() {
    String page = text(new Report(rows(), Map.of()).files(), "index.html");
    assertFalse(page.contains("<b onload"), "a name became markup");
    assertTrue(page.contains("&lt;b onload"), "the name is shown");
    assertFalse(page.matches("(?s).*(src|href)=\"?(https?:)?//.*"), "loads from elsewhere");
    assertTrue(page.contains("On at least <strong>800</strong> of the 1,000 sequences"), page);
    assertTrue(page.contains("which decides every single input"));
  }

  @Test
  void figuresAreWellFormed() throws Exception {
    Map<String, byte[]> files =
        new Report(rowsOfTheModel(), Map.of("max-of-3-vocab-32.safetensors", Model.read(MODEL)))
            .files();
    assertTrue(files.containsKey("qk.svg") && files.containsKey("singular-values.svg"));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!file.getKey().endsWith(".svg")) continue;
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      String root =
          factory
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(file.getValue()))
              .getDocumentElement()
              .getTagName();
      assertEquals("svg", root, file.getKey());
    }
  }

  private static List<StudyRow> rowsOfTheModel() {
    return rows().subList(0, 3).stream()
        .map(row -> row("max-of-3-vocab-32.safetensors", row.strategy(), row.options(), 100))
        .toList();
  }

  /** A phone and a desk: nothing is wider than the window, but what scrolls by itself. */
  @ParameterizedTest
  @ValueSource(ints = {500, 1280})
  void nothingIsWiderThanTheWindow(int width) throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no chromium on the PATH: the page is not looked at");
    String page =
        text(
                new Report(
                        rowsOfTheModel(),
                        Map.of("max-of-3-vocab-32.safetensors", Model.read(MODEL)))
                    .files(),
                "index.html")
            .replaceAll("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
            .replace(
                "</body>",
                "<script>document.title = 'width ' + document.documentElement.scrollWidth"
                    + " + ' of ' + window.innerWidth;</script></body>");
    Path file = Files.writeString(folder.resolve("page.html"), page);
    Process process =
        new ProcessBuilder(
                browser.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=" + width + ",900",
                "--dump-dom",
                file.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String dom = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    int start = dom.indexOf("<title>width ");
    assertTrue(start >= 0, "the page was not drawn");
    String[] words = dom.substring(start + 7, dom.indexOf("</title>")).split(" ");
    assertTrue(
        Integer.parseInt(words[1]) <= Integer.parseInt(words[3]),
        "drawn " + words[1] + " wide in a window of " + words[3]);
  }

  private static Optional<Path> browser() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(
            place ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
