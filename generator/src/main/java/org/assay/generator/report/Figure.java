// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;

/**
 * A figure of the report.
 *
 * @param name of its file, without ending
 * @param text what it shows, for those who read and for those who cannot see it
 * @param svg for a file
 * @param png for the page, where outlines of letters would be many times as long
 */
record Figure(String name, String title, String text, byte[] svg, byte[] png) {
  /** Of Okabe and Ito: colour-blind people tell them apart. */
  static final List<Color> COLOURS =
      List.of(
          new Color(0x000000),
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xE69F00),
          new Color(0x999999));

  /** How the library spells an area without a border. */
  private static final Pattern FILL =
      Pattern.compile("style=\"fill:rgb\\(([0-9]+),([0-9]+),([0-9]+)\\);stroke:none;\"");

  private static final Pattern PATH = Pattern.compile(" d=\"([^\"]*)\"");

  private static final int TEXT = 15;

  /** Pixels of the picture for one of the figure. */
  private static final double SCALE = 1.25;

  /** Text is drawn as outlines; a tenth of a pixel is enough. */
  private static final Pattern DIGITS = Pattern.compile("(\\.[0-9])[0-9]+");

  static Figure of(String name, String title, String text, Chart<?, ?> chart) {
    style(chart.getStyler());
    try {
      return new Figure(name, title, text, svg(chart), png(chart));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a page that needs no other file. */
  String data() {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private static byte[] svg(Chart<?, ?> chart) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    String shorter = DIGITS.matcher(bytes.toString(UTF_8)).replaceAll("$1");
    shorter = PATH.matcher(shorter).replaceAll(path -> " d=\"" + terse(path.group(1)) + "\"");
    return FILL.matcher(shorter)
        .replaceAll(
            fill ->
                String.format(
                    Locale.ROOT,
                    "fill=\"#%02x%02x%02x\"",
                    Integer.parseInt(fill.group(1)),
                    Integer.parseInt(fill.group(2)),
                    Integer.parseInt(fill.group(3))))
        .getBytes(UTF_8);
  }

  /** The same path in fewer characters: no ".0", no zero before the point, no needless space. */
  static String terse(String path) {
    return path.replaceAll("\\.0(?![0-9])", "")
        .replaceAll("(?<![0-9.])-0(?![0-9.])", "0")
        .replaceAll("(?<![0-9])0\\.", ".")
        .replaceAll(" ?([A-Za-z]) ?", "$1")
        .replaceAll("[ ,]+-", "-");
  }

  private static byte[] png(Chart<?, ?> chart) throws IOException {
    BufferedImage image =
        new BufferedImage(
            (int) (SCALE * chart.getWidth()),
            (int) (SCALE * chart.getHeight()),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static void style(Styler styler) {
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
    styler
        .setLegendFont(text)
        .setChartTitleVisible(false)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE);
  }
}
