// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.commands;

import java.io.PrintWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.assay.generator.report.FrontierSvg;

/** Proofs of one model: rows of a table, each told as it comes, and points of a figure. */
final class FrontierProofs {
  private final PrintWriter stdout;
  private final List<String> lines =
      new ArrayList<>(List.of("strategy,options,operations,correct,total,bound"));
  private final List<FrontierSvg.Point> points = new ArrayList<>();

  FrontierProofs(PrintWriter stdout) {
    this.stdout = stdout;
  }

  /**
   * What a proof claims.
   *
   * @param accuracy correct of total, a decimal
   */
  record Count(BigInteger correct, BigInteger total, String accuracy) {}

  /**
   * @param label beside the mark of the figure
   * @param operations of the checker
   */
  void add(String strategy, String options, String label, long operations, Count count) {
    String line =
        String.join(
            ",",
            strategy,
            options,
            Long.toString(operations),
            count.correct.toString(),
            count.total.toString(),
            count.accuracy);
    lines.add(line);
    stdout.println(line);
    stdout.flush();
    double unproved = count.total.subtract(count.correct).doubleValue() / count.total.doubleValue();
    if (unproved > 0) points.add(new FrontierSvg.Point(label, operations, unproved));
  }

  String table() {
    return String.join("\n", lines) + "\n";
  }

  byte[] figure(String title) {
    return FrontierSvg.of(title, points);
  }
}
