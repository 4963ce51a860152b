// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;

/**
 * The attention weights of a class of queries for one maximum, enclosed in doubles that share one
 * scale; the largest is about 1. Bounds of scores below the maximum are potentials (lemma L-11).
 *
 * <p>Rounding: an exponent is off by at most {@code slackOfExponents}, which covers the floors of
 * the tables (at most one unit per step of a potential) and the roundings of at most a dozen double
 * operations; Math.exp is within 1 ulp.
 *
 * <p>hi, lo: [position][token]; ownHi, ownLo: of the query's own token at the last position,
 * [query]; credit: the least weight of the maximum before the query, [query].
 */
record PotentialWeights(
    double[][] hi, double[][] lo, double[] ownHi, double[] ownLo, double[] credit) {
  private static final int STRIDE = 4;
  private static final double UP = 1 + 0x1p-50;
  private static final double DOWN = 1 - 0x1p-50;

  /** Requires: at least one query, none above m. */
  static PotentialWeights of(PotentialTables tables, int[] queries, int m) {
    PotentialTables.Scores scores = tables.scores();
    int last = tables.k() - 1;
    long error = Arrays.stream(queries).mapToLong(q -> scores.error()[q]).max().orElse(0);
    double[][] high = exponents(scores, queries, m, error, 1);
    double[][] low = exponents(scores, queries, m, error, -1);
    int n = queries.length;
    double[] ownHigh = new double[n];
    double[] ownLow = new double[n];
    double[] owed = new double[n];
    double top = Arrays.stream(high).flatMapToDouble(Arrays::stream).max().orElse(0);
    for (int j = 0; j < n; j++) {
      int q = queries[j];
      long difference = scores.tokens()[q][q] - scores.tokens()[q][m];
      long own = q == m ? 0 : scores.error()[q];
      ownHigh[j] = (difference + own) * scores.tokenUnit();
      ownLow[j] = (difference - own) * scores.tokenUnit();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < last; i++) least = Math.min(least, scores.positions()[q][i]);
      owed[j] = last == 0 ? 0 : least * scores.positionUnit();
      top = Math.max(top, Math.max(ownHigh[j], owed[j]));
    }
    double slack = scores.slackOfExponents();
    for (double[] row : high) above(row, top, slack);
    for (double[] row : low) below(row, top, slack);
    above(ownHigh, top, slack);
    below(ownLow, top, slack);
    below(owed, top, slack);
    return new PotentialWeights(high, low, ownHigh, ownLow, owed);
  }

  private static void above(double[] exponents, double top, double slack) {
    Arrays.setAll(
        exponents, t -> Math.max(Double.MIN_NORMAL, Math.exp(exponents[t] - top + slack) * UP));
  }

  private static void below(double[] exponents, double top, double slack) {
    Arrays.setAll(
        exponents,
        t -> {
          double below = Math.exp(exponents[t] - top - slack) * DOWN;
          return below < 0x1p-1000 ? 0 : below;
        });
  }

  /** Upper (sign 1) or lower (sign -1) bounds of the exponents, [position][token]. */
  private static double[][] exponents(
      PotentialTables.Scores scores, int[] queries, int m, long error, int sign) {
    long[] potential = new long[m + 1];
    for (int t = m - 1; t >= 0; t--) {
      int k = Math.min(STRIDE, m - t);
      long step = Long.MIN_VALUE;
      for (int q : queries) {
        step = Math.max(step, sign * (scores.tokens()[q][t] - scores.tokens()[q][t + k]));
      }
      potential[t] = step + potential[t + k];
    }
    int last = scores.positions()[queries[0]].length - 1;
    double[][] exponents = new double[last][m + 1];
    for (int i = 0; i < last; i++) {
      long most = Long.MIN_VALUE;
      for (int q : queries) most = Math.max(most, sign * scores.positions()[q][i]);
      for (int t = 0; t <= m; t++) {
        long token = potential[t] + (t < m ? error : 0);
        exponents[i][t] = sign * (token * scores.tokenUnit() + most * scores.positionUnit());
      }
    }
    return exponents;
  }

  /** What the checker spends on them. */
  static long operations(int positions, int m, int queries) {
    long exponentials = 2L * (m + 1) + 2L * positions + 3L * queries;
    return 4 * exponentials + 4L * positions * (m + 1) + 3L * queries + (positions + 3L) * queries;
  }
}
