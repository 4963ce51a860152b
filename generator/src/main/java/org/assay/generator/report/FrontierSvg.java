// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What proofs of one model leave unproved over what checking them costs, as SVG with text: both
 * axes logarithmic, the frontier a staircase, each proof on it named. Light and dark as the reader
 * wants it.
 */
public final class FrontierSvg {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 46;
  private static final int BOTTOM = 54;
  private static final int MARK = 5;
  private static final int TICK = 18;

  private final LogAxis cost;
  private final LogAxis loss;
  private final StringBuilder out = new StringBuilder();

  private FrontierSvg(List<Point> points) {
    this.cost = LogAxis.around(points.stream().mapToDouble(Point::operations), LEFT, WIDTH - RIGHT);
    this.loss = LogAxis.around(points.stream().mapToDouble(Point::unproved), HEIGHT - BOTTOM, TOP);
  }

  /**
   * A proof.
   *
   * @param name what it is called beside its mark
   * @param unproved the share of inputs that it leaves out, above 0
   */
  public record Point(String name, double operations, double unproved) {}

  /** The points that no other beats in both, the cheapest first. */
  static List<Point> frontier(List<Point> points) {
    List<Point> best = new ArrayList<>();
    Comparator<Point> order =
        Comparator.comparingDouble(Point::operations).thenComparingDouble(Point::unproved);
    for (Point point : points.stream().sorted(order).toList()) {
      if (best.isEmpty() || point.unproved < best.get(best.size() - 1).unproved) best.add(point);
    }
    return best;
  }

  /** The figure; without marks if nothing is left unproved by any proof. */
  public static byte[] of(String title, List<Point> points) {
    return new FrontierSvg(points).drawn(title, points).getBytes(UTF_8);
  }

  private String drawn(String title, List<Point> points) {
    List<Point> best = frontier(points);
    String text =
        String.format(
            Locale.ROOT,
            "%s: %d of %d proofs are on the frontier",
            title,
            best.size(),
            points.size());
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n",
            WIDTH,
            HEIGHT));
    out.append("<title>").append(escaped(text)).append("</title>\n");
    out.append("<style>").append(Scripts.text("frontier.css")).append("</style>\n");
    out.append(
        String.format(
            Locale.ROOT, "<rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n", WIDTH, HEIGHT));
    text(WIDTH / 2.0, 24, "middle", "title", title);
    axes();
    stairs(best);
    for (Point point : points) {
      circle(point, best.contains(point) ? "best" : "beaten");
    }
    labels(best, points);
    return out.append("</svg>\n").toString();
  }

  private void axes() {
    for (double tick : cost.ticks()) {
      line(
          "grid",
          String.format(Locale.ROOT, "M%sV%d", at(cost.at(tick)) + "," + TOP, HEIGHT - BOTTOM));
      text(cost.at(tick), HEIGHT - BOTTOM + TICK, "middle", "tick", LogAxis.spelled(tick));
    }
    for (double tick : loss.ticks()) {
      line("grid", String.format(Locale.ROOT, "M%d,%sH%d", LEFT, at(loss.at(tick)), WIDTH - RIGHT));
      text(LEFT - 8, loss.at(tick) + 4, "end", "tick", LogAxis.spelled(tick));
    }
    line(
        "axis",
        String.format(Locale.ROOT, "M%d,%dV%dH%d", LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT));
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "name", "operations of the checker");
    out.append(
        String.format(
            Locale.ROOT,
            "<g transform=\"translate(16,%d) rotate(-90)\">",
            (TOP + HEIGHT - BOTTOM) / 2));
    text(0, 0, "middle", "name", "share of inputs not proved right");
    out.append("</g>\n");
  }

  /** Flat to the cost of the next proof, then down: only there does one have it. */
  private void stairs(List<Point> best) {
    StringBuilder path = new StringBuilder();
    for (Point point : best) {
      boolean isFirst = path.isEmpty();
      path.append(isFirst ? "M" : "H").append(at(cost.at(point.operations)));
      path.append(isFirst ? "," : "V").append(at(loss.at(point.unproved)));
    }
    if (!best.isEmpty()) line("stairs", path + "H" + (WIDTH - RIGHT));
  }

  private void labels(List<Point> best, List<Point> points) {
    Labels labels = new Labels(LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM);
    for (Point point : points) labels.keepFree(cost.at(point.operations), loss.at(point.unproved));
    for (Point point : best) {
      labels
          .place(cost.at(point.operations), loss.at(point.unproved), point.name)
          .ifPresent(place -> text(place.x(), place.y(), place.anchor(), "label", point.name));
    }
  }

  private void circle(Point point, String style) {
    out.append(
        String.format(
            Locale.ROOT,
            "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%d\"><title>%s</title></circle>\n",
            style,
            at(cost.at(point.operations)),
            at(loss.at(point.unproved)),
            MARK,
            escaped(
                String.format(
                    Locale.ROOT,
                    "%s: %s of the inputs unproved, %s operations",
                    point.name,
                    Numbers.significant(point.unproved, 4),
                    Numbers.thousands(point.operations)))));
  }

  private void line(String style, String path) {
    out.append(String.format(Locale.ROOT, "<path class=\"%s\" d=\"%s\"/>\n", style, path));
  }

  private void text(double x, double y, String anchor, String style, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n",
            style,
            at(x),
            at(y),
            anchor,
            escaped(text)));
  }

  private static String at(double pixels) {
    return String.format(Locale.ROOT, "%.1f", pixels);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("\\p{C}", "?");
  }
}
