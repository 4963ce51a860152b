// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Optional;

/**
 * Lower bounds of numbers that are linear in what the attention and the neurons add, on one class:
 * at each end of the range of the deviation that the MLP's norm divides by, such a number times the
 * end is at least a constant and for each head the mean of values by position and token.
 */
final class LinearBounds {
  private final Weighing weighing;
  private final double[] ends;
  private final int count; // of the numbers
  private final double[][][][] values; // [end][head][position][number of a token * count + j]
  private final double[][][] least; // [end][head][j]: of the mean
  private final double[][] constants; // [end][j]

  /**
   * @param ends of that range; one where there is no such norm
   * @param plain by head and position [tokens there, count]: what the attention adds
   * @param constant what does not depend on the tokens before the query, without the neurons
   * @param bent what the neurons add
   */
  LinearBounds(
      Weighing weighing,
      double[] ends,
      Table[][] plain,
      double[] constant,
      Optional<Hidden.Bent> bent) {
    this.weighing = weighing;
    this.ends = ends;
    this.count = constant.length;
    int heads = weighing.heads();
    this.values = new double[ends.length][heads][weighing.last + 1][];
    this.least = new double[ends.length][heads][count];
    this.constants = new double[ends.length][count];
    Table[][] more = bent.map(Hidden.Bent::values).orElse(null);
    for (int e = 0; e < ends.length; e++) {
      for (int h = 0; h < heads; h++) {
        for (int i = 0; i <= weighing.last; i++) {
          values[e][h][i] = scaled(plain[h][i].values(), ends[e]);
          if (more != null) add(values[e][h][i], more[h][i].values());
        }
        setLeast(e, h);
      }
      constants[e] = scaled(constant, ends[e]);
      if (bent.isPresent()) bent.get().addConstants(constants[e], ends[e]);
    }
  }

  private static double[] scaled(double[] row, double factor) {
    double[] scaled = new double[row.length];
    for (int at = 0; at < row.length; at++) scaled[at] = row[at] * factor;
    return scaled;
  }

  private static void add(double[] row, double[] more) {
    for (int at = 0; at < row.length; at++) row[at] += more[at];
  }

  private void setLeast(int e, int h) {
    double[][] ofHead = values[e][h];
    for (int j = 0; j < count; j++) {
      int place = j;
      least[e][h][j] = weighing.least(h, (i, number) -> ofHead[i][number * count + place]);
    }
  }

  int ends() {
    return ends.length;
  }

  int count() {
    return count;
  }

  /** What a head makes of a token, by its number. */
  double at(int e, int head, int position, int number, int j) {
    return values[e][head][position][number * count + j];
  }

  /** The least mean of a head. */
  double least(int e, int head, int j) {
    return least[e][head][j];
  }

  /** The least that a number is, times an end. */
  double least(int e, int j) {
    double sum = constants[e][j];
    for (double[] ofHead : least[e]) sum += ofHead[j];
    return sum;
  }

  /** The least that a number is (spec L-58). */
  double least(int j) {
    double least = Double.POSITIVE_INFINITY;
    for (int e = 0; e < ends.length; e++) least = Math.min(least, least(e, j) / ends[e]);
    return least;
  }
}
