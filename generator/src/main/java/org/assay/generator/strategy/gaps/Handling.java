// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

/** The options {@code handling} of spec F-11: how the largest of many lines is bounded. */
public enum Handling {
  MEAN_QUERY("mean_query+diff"),
  DROP_AVERAGE_QUERY("drop_average_query_per_output_logit_reasoning"),
  ENVELOPE("envelope");

  private final String word;

  Handling(String word) {
    this.word = word;
  }

  /** The code word of spec F-11. */
  public String word() {
    return word;
  }

  /** The centre is for {@code MEAN_QUERY} only. */
  Lines.Bound bound(Lines lines, double centre) {
    return switch (this) {
      case MEAN_QUERY -> lines.tangent(centre);
      case DROP_AVERAGE_QUERY -> lines.apart();
      case ENVELOPE -> lines.envelope();
    };
  }
}
