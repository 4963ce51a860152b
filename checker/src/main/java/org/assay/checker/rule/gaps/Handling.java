// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import static java.util.stream.Collectors.groupingBy;

import java.math.BigInteger;
import java.util.List;

/** How the largest of many lines is bounded: the handling of attention in a sub-cubic proof. */
public enum Handling {
  MEAN_QUERY("mean_query+diff"),
  DROP_AVERAGE_QUERY("drop_average_query_per_output_logit_reasoning"),
  ENVELOPE("envelope");

  private final String word;

  Handling(String word) {
    this.word = word;
  }

  /** The code word of spec F-11. */
  String word() {
    return word;
  }

  /** The cells that share a bound: one mean for each c. */
  List<List<Sharing>> groups(List<Sharing> cells) {
    return this == MEAN_QUERY
        ? List.copyOf(cells.stream().collect(groupingBy(one -> one.cell().c())).values())
        : List.of(cells);
  }

  /** A bound of these lines; sound everywhere, and made for these cells. */
  Lines.Bound bound(Lines lines, List<Sharing> cells) {
    return switch (this) {
      case MEAN_QUERY -> new Tangent(lines, mean(cells));
      case DROP_AVERAGE_QUERY -> new Extremes(lines);
      case ENVELOPE -> new UpperHull(lines);
    };
  }

  /** What a bound of so many lines takes, made for so many cells. */
  long operations(int lines, int cells) {
    return switch (this) {
      case MEAN_QUERY -> 5L * lines + cells + 1; // heights at the mean, extremes; the mean
      case DROP_AVERAGE_QUERY -> 2L * lines;
      case ENVELOPE -> UpperHull.operations(lines);
    };
  }

  private static BigInteger mean(List<Sharing> cells) {
    BigInteger sum = cells.stream().map(Sharing::most).reduce(BigInteger.ZERO, BigInteger::add);
    return sum.divide(BigInteger.valueOf(Math.max(1, cells.size())));
  }
}
