// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import java.util.Arrays;
import org.assay.generator.strategy.margin.Attention;

/**
 * For one query and maximum, bounds of the sums of a token's attention weights over the n lightest
 * and the n heaviest positions before the query (lemma L-21), rounded outward.
 */
final class WeightSums {
  private final Ends[] lightest; // of each token
  private final Ends[] heaviest;
  private final double queryLo;
  private final double queryHi;

  /** For n = 0, 1, ...: bounds of a sum of n weights. */
  private record Ends(double[] lo, double[] hi) {
    /** At most {@code value} times each number between the bounds. */
    double below(int n, double value) {
      return WeightSums.below(lo[n], hi[n], value);
    }
  }

  WeightSums(Attention attention, int q, int m) {
    int last = attention.lo().length - 1;
    this.lightest = new Ends[m + 1];
    this.heaviest = new Ends[m + 1];
    for (int t = 0; t <= m; t++) {
      double[] lo = column(attention.lo(), t, last);
      double[] hi = column(attention.hi(), t, last);
      lightest[t] = new Ends(sumsDown(lo), sumsUp(hi));
      heaviest[t] = new Ends(sumsDown(reversed(lo)), sumsUp(reversed(hi)));
    }
    this.queryLo = attention.lo()[last][q];
    this.queryHi = attention.hi()[last][q];
  }

  /** The weights of one token before the query, the least first. */
  private static double[] column(double[][] weights, int token, int last) {
    double[] column = new double[last];
    for (int i = 0; i < last; i++) column[i] = weights[i][token];
    Arrays.sort(column);
    return column;
  }

  private static double[] reversed(double[] row) {
    double[] reversed = new double[row.length];
    for (int i = 0; i < row.length; i++) reversed[i] = row[row.length - 1 - i];
    return reversed;
  }

  private static double[] sumsDown(double[] weights) {
    double[] sums = new double[weights.length + 1];
    for (int n = 0; n < weights.length; n++) {
      sums[n + 1] = Math.max(0, Math.nextDown(sums[n] + weights[n]));
    }
    return sums;
  }

  private static double[] sumsUp(double[] weights) {
    double[] sums = new double[weights.length + 1];
    for (int n = 0; n < weights.length; n++) sums[n + 1] = Math.nextUp(sums[n] + weights[n]);
    return sums;
  }

  private static double below(double lo, double hi, double value) {
    return Math.nextDown(value * (value >= 0 ? lo : hi));
  }

  /** At most {@code value} times the weight of token t on its n lightest positions. */
  double lightest(int t, int n, double value) {
    return lightest[t].below(n, value);
  }

  /** At most {@code value} times the weight of token t on its n heaviest positions. */
  double heaviest(int t, int n, double value) {
    return heaviest[t].below(n, value);
  }

  /** At most {@code value} times the weight of the query. */
  double query(double value) {
    return below(queryLo, queryHi, value);
  }
}
