// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Points and lines of several series; each series has its own colour and its own marker. */
final class Scatter {
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.CROSS,
          SeriesMarkers.PLUS,
          SeriesMarkers.TRAPEZOID,
          SeriesMarkers.OVAL);
  private static final int WIDTH = 640;
  private static final int HEIGHT = 760;
  private static final int TEXT = 15;
  private static final int MARK = 7;
  private static final int FIRST = 0;

  /** Powers of ten as 1E7. */
  private static final String POWER = "0.#E0";

  private final XYChart chart;
  private int number = FIRST;

  Scatter(String x, String y) {
    chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(x).yAxisTitle(y).build();
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
    chart
        .getStyler()
        .setAxisTitleFont(text)
        .setAxisTickLabelsFont(text)
        .setMarkerSize(MARK)
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Vertical);
  }

  Scatter logarithmicX() {
    chart.getStyler().setXAxisLogarithmic(true).setXAxisDecimalPattern(POWER);
    return this;
  }

  Scatter logarithmicY() {
    chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern(POWER);
    return this;
  }

  /** Points without a line; nothing if there are none. */
  Scatter points(String name, List<Line.Point> points) {
    if (!points.isEmpty()) add(name, points).setLineStyle(SeriesLines.NONE);
    number++;
    return this;
  }

  /** Points joined in their order. */
  Scatter joined(String name, List<Line.Point> points) {
    if (!points.isEmpty()) add(name, points).setLineStyle(new BasicStroke(2));
    number++;
    return this;
  }

  /** Points and the straight line that fits them. */
  Scatter fitted(String name, List<Line.Point> points) {
    Line.fitted(points)
        .ifPresent(
            line -> {
              double least = points.stream().mapToDouble(Line.Point::x).min().orElseThrow();
              double most = points.stream().mapToDouble(Line.Point::x).max().orElseThrow();
              XYSeries drawn =
                  add(
                      name + ", fitted",
                      List.of(
                          new Line.Point(least, line.at(least)),
                          new Line.Point(most, line.at(most))));
              drawn.setMarker(SeriesMarkers.NONE).setLineStyle(new BasicStroke(2));
              drawn.setShowInLegend(false);
            });
    return points(name, points);
  }

  XYChart chart() {
    return chart;
  }

  private XYSeries add(String name, List<Line.Point> points) {
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(Line.Point::x).toArray(),
            points.stream().mapToDouble(Line.Point::y).toArray());
    series.setMarker(MARKERS.get(number % MARKERS.size()));
    series.setMarkerColor(Figure.COLOURS.get(number % Figure.COLOURS.size()));
    series.setLineColor(Figure.COLOURS.get(number % Figure.COLOURS.size()));
    return series;
  }
}
