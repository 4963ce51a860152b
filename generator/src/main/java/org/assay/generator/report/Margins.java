// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.Arrays;
import org.assay.generator.strategy.split.CircuitTables;

/**
 * Margins of single inputs, in doubles: the logit of the maximum less the largest other, from the
 * circuits of a model.
 */
final class Margins {
  private static final int FINE = 1000;

  private final CircuitTables circuits;
  private final int k;
  private final double width;
  private final int bins;

  Margins(CircuitTables circuits, int k) {
    this.circuits = circuits;
    this.k = k;
    double most =
        spread(circuits.direct()) + spread(circuits.ov()) + spread(circuits.positionValues());
    this.width = Math.pow(10, Math.ceil(Math.log10(Math.max(most, Double.MIN_NORMAL)))) / FINE;
    this.bins = 2 * FINE + 2;
  }

  /** No margin is larger than the sum of the spreads. */
  private static double spread(double[][] rows) {
    return Arrays.stream(rows)
        .mapToDouble(
            row -> Arrays.stream(row).max().orElseThrow() - Arrays.stream(row).min().orElseThrow())
        .max()
        .orElse(0);
  }

  int bins() {
    return bins;
  }

  /** The bin that margin 0 begins. */
  int zero() {
    return bins / 2;
  }

  double width() {
    return width;
  }

  int bin(int[] input) {
    return zero() + (int) Math.floor(of(input) / width);
  }

  /** Requires: k tokens of a vocabulary of at least two. */
  double of(int[] input) {
    int query = input[k - 1];
    double[] weights = new double[k];
    double all = 0;
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < k; i++) {
      weights[i] = circuits.qk()[query][input[i]] + circuits.positionScores()[query][i];
      top = Math.max(top, weights[i]);
    }
    for (int i = 0; i < k; i++) {
      weights[i] = Math.exp(weights[i] - top);
      all += weights[i];
    }
    double[] logits = circuits.direct()[query].clone();
    for (int i = 0; i < k; i++) {
      double share = weights[i] / all;
      double[] token = circuits.ov()[input[i]];
      double[] position = circuits.positionValues()[i];
      for (int o = 0; o < logits.length; o++) logits[o] += share * (token[o] + position[o]);
    }
    return margin(logits, Arrays.stream(input).max().orElseThrow());
  }

  private static double margin(double[] logits, int right) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < logits.length; o++) {
      if (o != right) largest = Math.max(largest, logits[o]);
    }
    return logits[right] - largest;
  }
}
