// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.SubCubic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a person sees it, in a real browser. */
@Tag("long")
class PageTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/max-of-3-vocab-32.safetensors");

  /** Figures by the names of their axes. */
  private static final String AXES =
      "return JSON.stringify([...document.querySelectorAll('#study-figures figure')].map(f =>"
          + " [...f.querySelectorAll('text.name')].map(t => t.textContent).join(' / ')))";

  @TempDir private static Path folder;
  private static Browser browser;
  private static Path page;
  private static Path ofAllKinds;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open(folder.resolve("profile"));
    Model model = Model.read(MODEL);
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of("a.safetensors", model), Study.places(folder))
            .with(looked(model))
            .files();
    page = Files.write(folder.resolve("page.html"), files.get("index.html"));
    Map<String, byte[]> all =
        new Report(Study.ofAllKinds(), Map.of(), Study.places(folder)).files();
    ofAllKinds = Files.write(folder.resolve("all.html"), all.get("index.html"));
  }

  private static Inside looked(Model model) {
    Margin margin = Margin.parse("0");
    SubCubic strategy =
        SubCubic.of("svd_query+max_diff", "envelope", "max_diff_subproduct").orElseThrow();
    return new Inside(
        "a.safetensors",
        model,
        List.of(
            Unproved.by("brute-force", new BruteForce(), model, margin),
            Unproved.by("low rank: " + Study.OPTIONS, strategy, model, margin)),
        List.of(
            Losses.of("low rank", strategy, model, margin).orElseThrow(),
            Losses.of("cubic", new Cubic(), model, margin).orElseThrow()));
  }

  @AfterAll
  static void close() {
    if (browser != null) browser.close();
  }

  private static Browser shown(int width, boolean isDark) {
    return browser.sized(width, isDark).show(page);
  }

  @ParameterizedTest
  @CsvSource({"400, false", "400, true", "1280, false", "1280, true"})
  void nothingIsWiderThanTheWindowAndNothingIsRefused(int width, boolean isDark) {
    shown(width, isDark);
    assertEquals(width, browser.number("return innerWidth"));
    assertTrue(browser.number("return document.documentElement.scrollWidth") <= width);
    assertEquals(List.of(), browser.complaints());
  }

  /** Of a study with every group of proofs that there is. */
  @ParameterizedTest
  @ValueSource(ints = {400, 1280})
  void aLegendStandsOutsideOfTheDrawingAndIsSmall(int width) {
    browser.sized(width, false).show(ofAllKinds);
    String figures = "const f = [...document.querySelectorAll('#study-figures figure')];";
    assertTrue(browser.number(figures + "return f.length") >= 4);
    assertEquals(
        "",
        browser.text(
            figures
                + "return f.filter(one => one.querySelector('.legend')).map(one => {"
                + "  const legend = one.querySelector('.legend');"
                + "  const share = legend.getBoundingClientRect().height"
                + "      / one.getBoundingClientRect().height;"
                + "  return legend.closest('svg') || one.querySelector('svg .legend') ? one.id + ' in the svg'"
                + "      : share < 0.2 ? '' : one.id + ' ' + share; }).filter(text => text).join()"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 1280})
  void optionsAreBrokenBetweenWords(int width) {
    browser.sized(width, false).show(ofAllKinds);
    assertTrue(browser.number("return document.querySelectorAll('td.o').length") >= 12);
    assertEquals(
        "",
        browser.text(
            "const broken = [];"
                + " for (const cell of document.querySelectorAll('td.o')) {"
                + "  const text = cell.firstChild; let top = null;"
                + "  for (let i = 0; text && i < text.length; i++) {"
                + "   const range = document.createRange();"
                + "   range.setStart(text, i); range.setEnd(text, i + 1);"
                + "   const box = range.getClientRects()[0]; if (!box) continue;"
                + "   if (top !== null && box.top > top + 3 && text.data[i - 1] !== ' ')"
                + "    broken.push(text.data.slice(0, i) + '|' + text.data.slice(i));"
                + "   top = box.top; } }"
                + " return broken.join('\\n')"));
  }

  @ParameterizedTest
  @CsvSource({"400, false", "400, true", "1280, false", "1280, true"})
  void axeFindsNothingSerious(int width, boolean isDark) throws IOException {
    shown(width, isDark);
    browser.text("document.querySelectorAll('button.open').forEach(b => b.click())");
    assertEquals("", browser.seriousFindings());
  }

  /** All columns are in sight: a task's sentence, a digest in it too, is broken. */
  @Test
  void otherNetworksFitIntoAWideWindow() throws IOException {
    String label =
        "{\"name\":\"table\",\"sha256\":\"" + "0".repeat(64) + "\",\"tensor\":\"labels\"}";
    String composition = "{\"name\":\"compose\",\"n\":4,\"order\":\"right-first\"}";
    List<ProgramRow> rows =
        List.of(Study.program(folder, label), Study.program(folder, composition));
    Map<String, byte[]> files =
        new Report(Study.rows(), Map.of(), Study.places(folder)).with(rows).files();
    Path programs = Files.write(folder.resolve("programs.html"), files.get("index.html"));
    String table = "const t = document.querySelector('#programs ~ .scroll'); return t.%s";
    browser.sized(1280, false).show(programs);
    assertTrue(browser.number(String.format(Locale.ROOT, table, "clientWidth")) > 1000);
    assertEquals(
        browser.number(String.format(Locale.ROOT, table, "clientWidth")),
        browser.number(String.format(Locale.ROOT, table, "scrollWidth")));
  }

  @Test
  void darkAndLightAreDifferent() {
    String script = "return getComputedStyle(document.body).backgroundColor";
    assertEquals("rgb(255, 255, 255)", shown(1280, false).text(script));
    assertEquals("rgb(22, 25, 28)", shown(1280, true).text(script));
  }

  @Test
  void ownOperationsAndPublishedFlopsShareNoAxis() {
    String axes = shown(1280, false).text(AXES);
    assertTrue(axes.contains("operations of the checker / share of inputs proved right"), axes);
    assertTrue(axes.contains("FLOPs by the published rules / proved share"), axes);
    String marks = "return document.querySelectorAll('#%s-k4 .drawing .hollow').length";
    assertEquals(0, browser.number(String.format(Locale.ROOT, marks, "bound-against-cost")));
    assertEquals(0, browser.number(String.format(Locale.ROOT, marks, "frontier")));
    assertEquals(7, browser.number(String.format(Locale.ROOT, marks, "bound-against-flops")));
    assertEquals(7, browser.number(String.format(Locale.ROOT, marks, "dimension-against-flops")));
  }

  @Test
  void aGroupIsSwitchedOffAndOnAgain() {
    String marks =
        "return document.querySelectorAll('#bound-against-cost-k4 .drawing .mark').length";
    String press = "document.querySelector('#bound-against-cost-k4 .legend button').click()";
    assertEquals(6, shown(1280, false).number(marks));
    browser.text(press);
    assertEquals(4, browser.number(marks));
    browser.text(press);
    assertEquals(6, browser.number(marks));
  }

  @Test
  void pointingAtAMarkShowsItsValues() {
    shown(1280, false);
    browser.text("document.getElementById('bound-against-cost-k4').scrollIntoView()");
    String place =
        "const r = document.querySelector('#bound-against-cost-k4 .drawing .mark')"
            + ".getBoundingClientRect(); return ";
    double x = ((Number) browser.run(place + "r.x + r.width / 2")).doubleValue();
    double y = ((Number) browser.run(place + "r.y + r.height / 2")).doubleValue();
    browser.point(x, y);
    String tip =
        browser.text("return document.querySelector('#bound-against-cost-k4 .tip').innerText");
    assertEquals("a\nbrute-force\nproved share 0.800000\n2,000 operations", tip);
  }

  @Test
  void theFrontierIsAStaircaseWithNames() {
    shown(1280, false);
    String path =
        browser.text("return document.querySelector('#frontier-k4 .stairs').getAttribute('d')");
    String[] corners = path.replaceFirst("^M", "").split("L");
    for (int i = 1; i < corners.length; i++) {
      String[] from = corners[i - 1].split(",");
      String[] to = corners[i].split(",");
      assertTrue(from[0].equals(to[0]) || from[1].equals(to[1]), path);
    }
    String names =
        browser.text(
            "return [...document.querySelectorAll('#frontier-k4 .label')].map(t =>"
                + " t.textContent).join('|')");
    assertTrue(names.contains("cubic"), names);
  }

  @Test
  void modelsAreFilteredSortedAndOpened() {
    shown(1280, false);
    String first =
        "return [...document.querySelectorAll('#model-table tbody tr:not([hidden])')].map(r =>"
            + " r.cells[0].innerText).join('|')";
    assertEquals("a|<b onload=x>\"&", browser.text(first));
    browser.text("document.querySelectorAll('#model-table th button')[2].click()");
    assertEquals("<b onload=x>\"&|a", browser.text(first));
    browser.text("document.getElementById('open-0').click()");
    String proofs = browser.text("return document.querySelector('.proofs').innerText");
    assertTrue(proofs.contains("not kept; made again by generator/bin/assay certify"), proofs);
    browser.text(
        "const f = document.getElementById('filter'); f.value = 'ONLOAD 4'; f.dispatchEvent(new"
            + " Event('input'))");
    assertEquals("<b onload=x>\"&", browser.text(first));
    assertEquals("1 of 2", browser.text("return document.getElementById('filtered').innerText"));
  }

  @Test
  void aSavedFigureHasTextAndNeedsNoStyleSheet() {
    shown(1280, false);
    String svg =
        browser.text(
            "let blob; URL.createObjectURL = b => { blob = b; return 'about:blank#' };"
                + " HTMLAnchorElement.prototype.click = () => {};"
                + " [...document.querySelectorAll('#frontier-k4 button')].at(-1).click();"
                + " return await blob.text()");
    assertTrue(svg.startsWith("<?xml") && svg.contains("operations of the checker</text>"), svg);
    assertFalse(svg.contains("var(") || svg.contains("class="), svg);
    assertTrue(svg.contains("xmlns=\"http://www.w3.org/2000/svg\""), svg);
  }

  @Test
  void theFiguresOfAModelAreDrawn() {
    shown(1280, false);
    for (String id : List.of("qk", "ov", "direct", "position-scores", "position-values")) {
      String cells =
          String.format(
              Locale.ROOT,
              "return document.querySelectorAll('#inside-0-%s .drawing svg path').length",
              id);
      assertTrue(browser.number(cells) > 5, id);
    }
    assertTrue(
        browser.number("return document.querySelectorAll('#inside-0-singular-values .mark').length")
            > 5);
  }

  /** One input of this model is wrong: one cell of the map, and the sentence says so. */
  @Test
  void wrongAndUnprovedInputsStandSideBySide() {
    shown(1280, false);
    String left = browser.text("return document.getElementById('inside-0-left-map').innerText");
    assertTrue(left.contains("Wrong inputs") && left.contains("1 of 32,768 in all"), left);
    String right = browser.text("return document.getElementById('inside-0-right-map').innerText");
    assertTrue(right.contains("Inputs not proved"), right);
    browser.text(
        "const s = document.getElementById('inside-0-right-choice'); s.value = '0';"
            + " s.dispatchEvent(new Event('change'))");
    String other = browser.text("return document.getElementById('inside-0-right-map').innerText");
    assertTrue(other.contains("1 of 32,768 in all"), other);
  }

  @Test
  void marginsAndLossesAreDrawn() {
    shown(1280, false);
    assertEquals(1, browser.number("return document.querySelectorAll('.bar.wrong').length"));
    assertTrue(browser.number("return document.querySelectorAll('.bar').length") > 10);
    for (String term :
        List.of("0-attention", "0-positions", "0-direct", "1-positions", "1-direct", "1-outputs")) {
      String text =
          browser.text("return document.getElementById('inside-0-loss-" + term + "').innerText");
      assertTrue(text.contains("would prove besides"), text);
    }
    String section = browser.text("return document.getElementById('inside-0').innerText");
    assertTrue(section.contains("What the cells of the bound lost: cubic\n"), section);
    assertTrue(section.contains("no error of attention costs anything"), section);
  }
}
