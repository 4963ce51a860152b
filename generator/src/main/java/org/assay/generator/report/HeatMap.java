// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.Styler;

/** A matrix as colours: blue below zero, white at zero, orange above; rows from below. */
final class HeatMap {
  private static final Color[] COLOURS = {
    new Color(0x08306B), new Color(0x6BAED6), Color.WHITE, new Color(0xFDAE6B), new Color(0x7F2704)
  };
  private static final int WIDTH = 640;
  private static final int HEIGHT = 540;
  private static final int TEXT = 15;
  private static final int LABELS = 9;

  private HeatMap() {}

  /**
   * @param entries [row][column], drawn with the columns to the right
   */
  static HeatMapChart of(String columns, String rows, double[][] entries) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(columns)
            .yAxisTitle(rows)
            .build();
    double most =
        Arrays.stream(entries).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(1);
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
    chart
        .getStyler()
        .setRangeColors(COLOURS)
        .setMin(-most)
        .setMax(most)
        .setHeatMapDecimalValueFormatter(value -> String.format(Locale.ROOT, "%.3g", value))
        .setAxisTitleFont(text)
        .setAxisTickLabelsFont(text)
        .setXAxisMaxLabelCount(LABELS)
        .setLegendPosition(Styler.LegendPosition.OutsideE);
    List<Number[]> cells = new ArrayList<>();
    for (int r = 0; r < entries.length; r++) {
      for (int c = 0; c < entries[r].length; c++) {
        cells.add(new Number[] {c, r, entries[r][c]});
      }
    }
    chart.addSeries("value", numbers(entries[0].length), numbers(entries.length), cells);
    return chart;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
