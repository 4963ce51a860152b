// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What proofs leave unproved over what checking them costs, both on logarithmic axes. The colours
 * are those of Okabe and Ito, which colour-blind people tell apart; each series has its own marker.
 */
public final class FrontierFigure {
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x000000),
          new Color(0x56B4E9),
          new Color(0xE69F00));
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.CROSS,
          SeriesMarkers.RECTANGLE);

  /** Text is drawn as outlines; a hundredth of a pixel is enough. */
  private static final Pattern DIGITS = Pattern.compile("(\\.[0-9]{2})[0-9]+");

  private static final int WIDTH = 900;
  private static final int HEIGHT = 640;
  private static final int TEXT = 14;

  private FrontierFigure() {}

  /** A proof: to which series it belongs, its cost, and the share of inputs that it leaves out. */
  public record Point(String series, double operations, double unproved) {}

  /**
   * The figure as SVG.
   *
   * @param line the series whose points are joined
   */
  public static byte[] svg(String title, String line, List<Point> points) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("operations of the checker")
            .yAxisTitle("share of inputs not proved right")
            .build();
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
    chart
        .getStyler()
        .setXAxisLogarithmic(true)
        .setYAxisLogarithmic(true)
        .setAxisTitleFont(text)
        .setAxisTickLabelsFont(text)
        .setLegendFont(text)
        .setChartTitleFont(text.deriveFont(Font.BOLD))
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    Map<String, List<Point>> series = new LinkedHashMap<>();
    for (Point point : points) {
      series.computeIfAbsent(point.series, name -> new ArrayList<>()).add(point);
    }
    int number = 0;
    for (Map.Entry<String, List<Point>> named : series.entrySet()) {
      double[] x = named.getValue().stream().mapToDouble(Point::operations).toArray();
      double[] y = named.getValue().stream().mapToDouble(Point::unproved).toArray();
      XYSeries drawn = chart.addSeries(named.getKey(), x, y);
      drawn.setMarker(MARKERS.get(number % MARKERS.size()));
      drawn.setMarkerColor(COLOURS.get(number % COLOURS.size()));
      drawn.setLineColor(COLOURS.get(number % COLOURS.size()));
      boolean isLine = named.getKey().equals(line);
      drawn.setLineStyle(isLine ? new BasicStroke(2) : SeriesLines.NONE);
      number++;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    String exact = bytes.toString(UTF_8);
    return DIGITS.matcher(exact).replaceAll("$1").getBytes(UTF_8);
  }
}
