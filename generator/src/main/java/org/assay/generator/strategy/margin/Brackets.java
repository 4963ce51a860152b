// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.margin;

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
public record Brackets(double[] direct, double[][] tokens, double[][] positions) {
  /**
   * At least |direct| + |tokens| + |positions| for every position, output and token up to {@code
   * maximum}; positive.
   */
  double magnitude(int maximum) {
    double token = 0;
    for (int t = 0; t <= maximum; t++) token = Math.max(token, magnitude(tokens[t]));
    double position = 0;
    for (double[] row : positions) position = Math.max(position, magnitude(row));
    return Math.nextUp(Math.nextUp(magnitude(direct) + token) + position) + Double.MIN_NORMAL;
  }

  private static double magnitude(double[] row) {
    double magnitude = 0;
    for (double x : row) magnitude = Math.max(magnitude, Math.abs(x));
    return magnitude;
  }
}
