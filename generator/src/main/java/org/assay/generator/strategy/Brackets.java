// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

/**
 * Lower bounds of the three summands of a bracket of Lemma S, for one query and maximum m:
 *
 * <pre>
 *   direct[o]       <= D[q, m] - D[q, o] - delta
 *   tokens[t][o]    <= OV[t, m] - OV[t, o]
 *   positions[i][o] <= PV[i, m] - PV[i, o]
 * </pre>
 *
 * all times one power of two that keeps each of them in (-4, 4).
 */
record Brackets(double[] direct, double[][] tokens, double[][] positions) {
  /** A lower bound of the bracket of position i, token t and output o. */
  double below(int i, int t, int o) {
    return Math.nextDown(Math.nextDown(direct[o] + tokens[t][o]) + positions[i][o]);
  }

  /** At least |{@link #below}| for every position, output and token up to {@code maximum}. */
  double magnitude(int maximum) {
    double token = 0;
    for (int t = 0; t <= maximum; t++) token = Math.max(token, magnitude(tokens[t]));
    double position = 0;
    for (double[] row : positions) position = Math.max(position, magnitude(row));
    // Each of two sums and two nextDown moves a result by less than 2^-51 of the summands' sizes.
    return (magnitude(direct) + token + position) * (1 + 0x1p-40) + Double.MIN_NORMAL;
  }

  private static double magnitude(double[] row) {
    double magnitude = 0;
    for (double x : row) magnitude = Math.max(magnitude, Math.abs(x));
    return magnitude;
  }
}
