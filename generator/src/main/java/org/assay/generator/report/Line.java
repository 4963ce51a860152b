// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.List;
import java.util.Optional;

/** The straight line y = slope x + start that least squares fit to points. */
record Line(double slope, double start) {
  /** A place in a figure. */
  record Point(double x, double y) {}

  /** Empty if all points have the same x. */
  static Optional<Line> fitted(List<Point> points) {
    double x = points.stream().mapToDouble(Point::x).average().orElse(0);
    double y = points.stream().mapToDouble(Point::y).average().orElse(0);
    double square = points.stream().mapToDouble(p -> (p.x - x) * (p.x - x)).sum();
    double product = points.stream().mapToDouble(p -> (p.x - x) * (p.y - y)).sum();
    if (!(square > 0)) return Optional.empty();
    return Optional.of(new Line(product / square, y - product / square * x));
  }

  double at(double x) {
    return slope * x + start;
  }
}
