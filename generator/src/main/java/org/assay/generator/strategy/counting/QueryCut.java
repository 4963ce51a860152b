// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A part of the queries, and the cut in two that makes it most alike. A part costs the number of
 * its queries times how far they are apart: that widens the weights of L-12 for each of them. An
 * outlier is cut off alone, where halves of equal size would keep it.
 *
 * @param features [query][feature], in the exponents of weights: what a query scores each position
 *     above the last, and the token four below the maximum above the maximum
 * @param queries sorted along the best cut
 * @param size of the first half
 * @param gain how much less the halves cost; -1 for a query alone
 */
record QueryCut(double[][] features, int[] queries, int size, double gain) {
  /**
   * Steps of scores count less than positions: few tokens before the query are next to the maximum.
   */
  private static final double SHARE_OF_SCORES = 0.3;

  private static final int STRIDE = 4;

  static QueryCut best(PotentialTables tables, int[] queries) {
    return best(features(tables), queries);
  }

  QueryCut best(int[] queries) {
    return best(features, queries);
  }

  static QueryCut best(double[][] features, int[] queries) {
    QueryCut best = new QueryCut(features, queries, queries.length, -1);
    for (int axis = 0; axis < features[0].length; axis++) {
      int along = axis;
      int[] sorted =
          Arrays.stream(queries)
              .boxed()
              .sorted(Comparator.comparingDouble(q -> features[q][along]))
              .mapToInt(q -> q)
              .toArray();
      double[] before = costs(features, sorted);
      double[] behind = costs(features, reversed(sorted));
      int n = sorted.length;
      for (int size = 1; size < n; size++) {
        double gain = before[n - 1] - before[size - 1] - behind[n - size - 1];
        if (gain > best.gain) best = new QueryCut(features, sorted, size, gain);
      }
    }
    return best;
  }

  /** What the first one, two, three ... queries cost as a part. */
  private static double[] costs(double[][] features, int[] queries) {
    double[] least = features[queries[0]].clone();
    double[] most = least.clone();
    double[] costs = new double[queries.length];
    for (int j = 0; j < costs.length; j++) {
      double apart = 0;
      for (int f = 0; f < least.length; f++) {
        least[f] = Math.min(least[f], features[queries[j]][f]);
        most[f] = Math.max(most[f], features[queries[j]][f]);
        apart += most[f] - least[f];
      }
      costs[j] = (j + 1) * apart;
    }
    return costs;
  }

  private static int[] reversed(int[] row) {
    int[] reversed = new int[row.length];
    Arrays.setAll(reversed, j -> row[row.length - 1 - j]);
    return reversed;
  }

  private static double[][] features(PotentialTables tables) {
    PotentialTables.Scores scores = tables.scores();
    int last = tables.k() - 1;
    double[][] features = new double[tables.vocab()][last + 1];
    for (int q = 0; q < features.length; q++) {
      for (int i = 0; i < last; i++) {
        features[q][i] = scores.positions()[q][i] * scores.positionUnit();
      }
      double steps = 0;
      for (int m = STRIDE; m < features.length; m++) {
        double share = shareUpTo(m + 1, tables) - shareUpTo(m, tables);
        long step = scores.tokens()[q][m - STRIDE] - scores.tokens()[q][m];
        steps += share * step * scores.tokenUnit();
      }
      features[q][last] = SHARE_OF_SCORES * steps;
    }
    return features;
  }

  /** The share of the inputs of which all tokens are below t. */
  private static double shareUpTo(int t, PotentialTables tables) {
    return Math.pow((double) t / tables.vocab(), tables.k());
  }

  /** The two parts. Requires: more than one query. */
  List<int[]> halves() {
    return List.of(Arrays.copyOf(queries, size), Arrays.copyOfRange(queries, size, queries.length));
  }

  int[] sorted() {
    return Arrays.stream(queries).sorted().toArray();
  }
}
