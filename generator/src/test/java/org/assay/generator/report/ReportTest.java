// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir private Path folder;

  private Map<String, byte[]> files(List<StudyRow> rows) throws IOException {
    return new Report(rows, Map.of(), Study.places(folder)).files();
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), UTF_8);
  }

  static JsonNode data(String page) throws IOException {
    Matcher found = Pattern.compile("(?s)id=\"data\">(.*?)</script>").matcher(page);
    assertTrue(found.find());
    return new JsonMapper().readTree(found.group(1));
  }

  @Test
  void meansAndDeviationsAreThoseOfTheRows() throws IOException {
    String table = text(files(Study.rows()), "BENCHMARKS.md");
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
    assertTrue(table.contains("6 proofs of 2 models; the checker accepted 6."), table);
  }

  @Test
  void certificatesThatAreNotKeptAreSpokenOfOnlyWhereThereAreSome() throws IOException {
    assertTrue(text(files(Study.rows()), "index.html").contains("For the other 6"));
    assertFalse(text(files(List.of()), "index.html").contains("For the other"));
    assertFalse(text(files(List.of()), "BENCHMARKS.md").contains("of the other"));
  }

  @Test
  void publishedValuesStandBesideModelsOfTheirSizeOnly() throws IOException {
    String theirs = text(files(Study.rows()), "index.html");
    assertTrue(theirs.contains("Gross et al., Compact Proofs"), theirs);
    List<StudyRow> others = List.of(Study.row("a.safetensors", 32, "cubic", "", 600));
    String ours = text(files(others), "index.html");
    assertFalse(ours.contains("Gross et al., Compact Proofs"), "means of other sizes");
    assertEquals(0, data(ours).get("published").size());
    assertFalse(text(files(others), "BENCHMARKS.md").contains("0.9531"));
  }

  @Test
  void familiesAreMeansOverSeeds() throws IOException {
    FamilyRow one = family("a", 4, "99", 0.005);
    FamilyRow two = family("b", 4, "97", 0.025);
    FamilyRow other = family("c", 10, "90", 0.05);
    Path file =
        Files.writeString(folder.resolve("f.csv"), FamilyRow.text(List.of(one, two, other)));
    assertEquals(List.of(one, two, other), FamilyRow.read(file));
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of(), Study.places(folder))
            .withFamilies(FamilyRow.read(file))
            .files();
    String lines = text(files, "BENCHMARKS.md");
    assertTrue(
        lines.contains(
            "| 4 | 64 | 2 | 8 | LN | 2 | 0.9800000 | 0.9850000 | all inputs | 0.50000 | 0.10000 |"
                + " 0.00000 | 0.20000 | 0.10000 | 0.10000 | 1.5 |"),
        lines);
    assertTrue(lines.contains("| 10 | 64 | 2 | 8 | LN | 1 | 0.9000000 | 0.9500000 | 500 draws |"));
    assertTrue(text(files, "index.html").contains("<td class=\"n\">0.9850000</td>"));
    assertFalse(text(files(Study.rows()), "index.html").contains("id=\"families\""));
    Files.writeString(file, "model,k\na,4\n");
    IOException wrong = assertThrows(IOException.class, () -> FamilyRow.read(file));
    assertTrue(
        wrong
            .getMessage()
            .contains("f.csv: line 2: want one value for each of the columns model,k,vocab,"),
        wrong.getMessage());
  }

  @Test
  void growthIsThere(@TempDir Path folder) throws IOException {
    assertEquals(Optional.empty(), Growth.in(folder));
    Path powers = folder.resolve("growth-powers.csv");
    String head = "strategy,changed,from,to,operations,predicted,check,search\n";
    Files.writeString(powers, head + "cubic,v,16,256,2.97,3.00,2.43,2.51\n");
    assertTrue(
        assertThrows(IOException.class, () -> Growth.in(folder))
            .getMessage()
            .contains("growth.svg"));
    Files.writeString(folder.resolve("growth.svg"), "<svg><script>x</script></svg>");
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of(), Study.places(folder))
            .withGrowth(Growth.in(folder))
            .files();
    String line = "| cubic | tokens | 16 to 256 | 2.97 | 3.00 | 2.43 | 2.51 |";
    assertTrue(text(files, "BENCHMARKS.md").contains(line), text(files, "BENCHMARKS.md"));
    String page = text(files, "index.html");
    assertTrue(page.contains("<td>cubic</td><td>tokens</td><td class=\"n\">16 to 256</td>"));
    assertTrue(page.contains("src=\"data:image/svg+xml;base64,PHN2Zz48"), "the figure");
    assertFalse(page.contains("<script>x"), "markup of the figure");
    assertFalse(text(files(Study.rows()), "index.html").contains("id=\"growth\""));
    Files.writeString(powers, head + "cubic,v,16\n");
    IOException wrong = assertThrows(IOException.class, () -> Growth.in(folder));
    assertTrue(
        wrong
            .getMessage()
            .contains("powers.csv: line 2: want one value for each of the columns strategy,"),
        wrong.getMessage());
  }

  @Test
  void randomTheoremsAreThere(@TempDir Path folder) throws IOException {
    assertFalse(text(files(Study.rows()), "index.html").contains("id=\"theorems\""));
    Path file = folder.resolve("theorems.csv");
    String head =
        "strategy,nothing,from0,from1,from2,from3,from4,from5,from6,from7,from8,from9,all";
    Files.writeString(file, head + "\ncubic,1000,0,0,0,0,0,0,0,0,0,500,500\n");
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of(), Study.places(folder)).withTheorems(folder).files();
    String line = "| cubic | 1,000 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 500 | 500 |";
    assertTrue(text(files, "BENCHMARKS.md").contains(line), text(files, "BENCHMARKS.md"));
    String page = text(files, "index.html");
    assertTrue(page.contains("2,000 executions"), page);
    assertTrue(page.contains("/25%)\">1,000</td>"), page);
    assertTrue(page.contains("/12%)\">500</td></tr>"), page);
    Files.writeString(file, head + "\ncubic,0,0,0,0,0,0,0,0,0,0,0,0\n");
    IOException none =
        assertThrows(
            IOException.class,
            () -> new Report(Study.rows(), Map.of(), Study.places(folder)).withTheorems(folder));
    assertTrue(none.getMessage().contains("theorems.csv: want counts"), none.getMessage());
  }

  private static FamilyRow family(String model, int k, String correct, double wrong) {
    long draws = k == 4 ? 0 : 500;
    return new FamilyRow(
        model, k, 64, 2, 8, "LN", correct, "100", draws, wrong, 0.001, 0, 0.002, 0.001, "9",
        "1500");
  }

  @Test
  void thePublishedGroupsAreThoseOfOurStrategies() {
    Published published = Published.read();
    for (int k : new int[] {4, 5, 10, 20}) {
      assertEquals("Quadratic QK", new Results.Kind(k, "sub-cubic", Study.OPTIONS).group());
      assertTrue(published.find("Quadratic QK", k).isPresent());
      assertTrue(published.find("cubic", k).isPresent());
    }
    assertEquals(Optional.empty(), published.find("cubic", 6));
  }

  @Test
  void thePageNeedsNothingElseAndEscapesNames() throws IOException {
    String page = text(files(Study.rows()), "index.html");
    assertFalse(page.contains("<b onload"), "a name became markup");
    assertTrue(page.contains("&lt;b onload"), "the name is shown");
    assertTrue(page.contains("\\u003cb onload"), "the name is in the data");
    String loaded = "(src|href)\\s*=\\s*[\"']?(https?:)?//";
    String markup = page.replaceAll("(?s)<script.*?</script>", "");
    assertFalse(Pattern.compile(loaded).matcher(markup).find(), "loads from elsewhere");
    assertEquals(2, page.split("<script>|<script type=\"module\">", -1).length - 1);
  }

  @Test
  void thePolicyAllowsTheScriptsOfThePageAndNoOther() throws IOException {
    String page = text(files(Study.rows()), "index.html");
    Matcher scripts =
        Pattern.compile("(?s)<script(?: type=\"module\")?>(.*?)</script>").matcher(page);
    StringBuilder hashes = new StringBuilder("script-src");
    while (scripts.find()) hashes.append(' ').append(Scripts.hash(scripts.group(1)));
    assertTrue(page.contains(hashes + "\""), "the policy is not that of the scripts");
    assertTrue(page.contains("default-src 'none'"));
  }

  /** The tenth digit of a bound is rounded down; still the proof that counts all leaves nothing. */
  @Test
  void theTruthIsTheBoundOfTheBestCount() throws IOException {
    JsonNode model = data(text(files(Study.rows()), "index.html")).get("models").get(0);
    assertEquals(0.8, model.get("truth").asDouble());
    assertEquals("0.8000000000", model.get("proofs").get(0).get(2).asText());
  }

  @Test
  void kindsOfOneGroupAreToldApartByWhatDiffers() throws IOException {
    List<StudyRow> rows =
        List.of(
            Study.row("a.safetensors", 64, "sub-cubic", Study.OPTIONS, 400),
            Study.row(
                "a.safetensors",
                64,
                "sub-cubic",
                Study.OPTIONS.replace("envelope", "mean_query+diff"),
                300),
            Study.row("a.safetensors", 64, "cubic", "", 600));
    JsonNode kinds = data(text(files(rows), "index.html")).get("kinds");
    assertEquals("Quadratic QK envelope", kinds.get(0).get("short").asText());
    assertEquals("Quadratic QK mean_query+diff", kinds.get(1).get("short").asText());
    assertEquals("cubic", kinds.get(2).get("short").asText());
  }

  @Test
  void accuracyAboveTheTruthIsNeverShown() throws IOException {
    JsonNode data = data(text(files(Study.rows()), "index.html"));
    for (JsonNode model : data.get("models")) {
      for (JsonNode proof : model.get("proofs")) {
        assertTrue(proof.get(2).asDouble() <= model.get("truth").asDouble());
      }
    }
  }

  private ProgramRow program(String decision) throws IOException {
    JsonMapper json = new JsonMapper();
    JsonNode task = json.readTree("{\"name\":\"sum-mod\",\"modulus\":7}");
    return Study.program(folder, task, json.readTree(decision));
  }

  @Test
  void programsHaveATableOfTheirOwn() throws IOException {
    String decision =
        "{\"verdict\":\"accepted\",\"program\":{\"decidedByLevel\":[9000,3344,0,1]},\"millis\":17}";
    List<ProgramRow> programs =
        List.of(program(decision), program("{\"verdict\":\"rejected\",\"millis\":3}"));
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of(), Study.places(folder)).with(programs).files();
    String table = text(files, "BENCHMARKS.md");
    assertTrue(
        table.contains(" | 1,234,567 | 12,345 | 10 | 0.0008100445 |  | 9,000 + 3,344 | 1 |"),
        table);
    assertTrue(table.contains(" | 12,345 | not accepted |  |  | unknown | unknown | 3 |"), table);
    String page = text(files, "index.html");
    assertTrue(page.contains("<h2 id=\"programs\">Other networks</h2>"), page);
    assertTrue(page.contains("<a href=\"#programs\">2 certificates of other networks</a>"), page);
    Set<String> wanted = found("<th scope=\"col\">(.*?)</th>", page);
    assertTrue(wanted.contains("decided by level"), wanted.toString());
    wanted.removeAll(found("<dt>(.*?)</dt>", page));
    assertEquals(Set.of(), wanted, "not in the glossary");
    assertFalse(text(files(Study.rows()), "index.html").contains("Other networks"));
    assertFalse(text(files(Study.rows()), "BENCHMARKS.md").contains("Other networks"));
  }

  @Test
  void everyHeadingAndEveryStrategyIsInTheGlossary() throws IOException {
    List<StudyRow> ownSizes = List.of(Study.row("a.safetensors", 32, "cubic", "", 600));
    for (List<StudyRow> rows : List.of(Study.rows(), Study.ofAllKinds(), ownSizes)) {
      String page = text(files(rows), "index.html");
      Set<String> terms = found("<dt>(.*?)</dt>", page);
      Set<String> wanted = found("<th scope=\"col\">(.*?)</th>", page);
      assertTrue(wanted.size() > 15, "headings: " + wanted);
      rows.forEach(row -> wanted.add(row.strategy()));
      wanted.removeAll(terms);
      assertEquals(Set.of(), wanted, "not in the glossary");
    }
  }

  /** What stands between the tags, in small letters, each word of a list by itself. */
  private static Set<String> found(String pattern, String page) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    while (matcher.find()) {
      for (String one : matcher.group(1).split("[,;] ")) found.add(one.toLowerCase(Locale.ROOT));
    }
    return found;
  }

  @Test
  void theGlossaryNamesNoGroupAndNoCountThatTheStudyLacks() throws IOException {
    String all = text(files(Study.ofAllKinds()), "index.html");
    assertTrue(all.contains("<dt>Sub-cubic, Low-rank, Quadratic; QK, EU</dt>"));
    assertTrue(all.contains("is proved of the model by brute-force or grouped-counting.</dd>"));
    assertTrue(all.contains("<dt>Published bound, published FLOPs</dt>"));
    List<StudyRow> one = List.of(Study.row("a.safetensors", 32, "cubic", "", 600));
    String few = text(files(one), "index.html");
    assertFalse(few.contains("Low-rank, Quadratic"), "groups of no proof");
    assertFalse(few.contains("brute-force</dt>") || few.contains("Published bound"), "of others");
    assertTrue(few.contains("no proof of this study counts all inputs that are right."));
    String counted =
        text(files(List.of(Study.row("a.safetensors", 64, "brute-force", "", 9))), "index.html");
    assertTrue(
        counted.contains("The bound over the most that is proved of the model by brute-force."));
  }
}
