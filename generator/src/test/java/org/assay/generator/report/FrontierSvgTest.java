// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontierSvgTest {
  private static final List<FrontierSvg.Point> POINTS =
      List.of(
          new FrontierSvg.Point("dear", 1e8, 1e-4),
          new FrontierSvg.Point("beaten", 2e8, 1e-3),
          new FrontierSvg.Point("cheap <&>", 1e6, 0.3));

  @Test
  void nothingOnTheFrontierIsBeaten() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<FrontierSvg.Point> points =
          random
              .ints(12, 1, 9)
              .mapToObj(x -> new FrontierSvg.Point("p", x, random.nextInt(8) + 1))
              .toList();
      List<FrontierSvg.Point> best = FrontierSvg.frontier(points);
      for (FrontierSvg.Point point : points) {
        boolean isMatched =
            best.stream()
                .anyMatch(
                    b -> b.operations() <= point.operations() && b.unproved() <= point.unproved());
        assertTrue(isMatched, points + " " + best);
      }
      for (int i = 1; i < best.size(); i++) {
        assertTrue(best.get(i).operations() > best.get(i - 1).operations());
        assertTrue(best.get(i).unproved() < best.get(i - 1).unproved());
      }
    }
  }

  @Test
  void theFigureIsTextAndAStaircase() throws Exception {
    String svg = new String(FrontierSvg.of("a & b", POINTS), UTF_8);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    assertTrue(svg.contains(">cheap &lt;&amp;></text>"), svg);
    assertTrue(svg.contains(">dear</text>") && !svg.contains(">beaten</text>"), svg);
    String stairs = svg.replaceAll("(?s).*class=\"stairs\" d=\"([^\"]*)\".*", "$1");
    assertTrue(stairs.matches("M[0-9.]+,[0-9.]+H[0-9.]+V[0-9.]+H880"), stairs);
    assertTrue(svg.contains("prefers-color-scheme: dark"));
  }

  @Test
  void withoutAPointThereIsAFigureAllTheSame() {
    assertFalse(new String(FrontierSvg.of("all proved", List.of()), UTF_8).contains("<circle"));
  }

  @ParameterizedTest
  @CsvSource({"1e6, 2e8", "3e-5, 0.9", "1, 1", "1e-12, 1e12", "0.04, 0.05"})
  void ticksAreFewAndRound(double least, double most) {
    LogAxis axis = LogAxis.around(DoubleStream.of(least, most), 0, 100);
    assertTrue(axis.ticks().size() <= 9, axis.ticks().toString());
    for (double tick : axis.ticks()) {
      String spelled = LogAxis.spelled(tick);
      assertTrue(spelled.matches("[125]0{0,3}|0\\.0?[125]|([25]·)?10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"), spelled);
    }
  }

  @Test
  void namesTouchNeitherMarksNorEachOther() {
    Labels labels = new Labels(0, 0, 200, 100);
    labels.keepFree(50, 50);
    labels.keepFree(60, 50);
    Labels.Place first = labels.place(50, 50, "first").orElseThrow();
    Labels.Place second = labels.place(60, 50, "second").orElseThrow();
    assertFalse(first.equals(second));
    assertEquals(java.util.Optional.empty(), labels.place(50, 50, "x".repeat(60)));
  }
}
