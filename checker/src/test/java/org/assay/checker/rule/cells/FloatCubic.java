// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.cells;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.ExactMatrix;

/**
 * The published cubic strategy in floating point: normalised attention, sums of sorted weights
 * formed anew for each cell. And the cells that it does not certify together but apart.
 */
final class FloatCubic {
  private final double[][] a;
  private final double[][] b;
  private final double[][] d;
  private final double[][] ov;
  private final double[][] pv;
  private final int v;
  private final int last;
  private final double[][] largest; // W_m[t]

  /** Numbers of cells that are certain only with their outputs apart. */
  final List<Integer> again = new ArrayList<>();

  BigInteger cubic = BigInteger.ZERO;
  BigInteger retest = BigInteger.ZERO;
  private final Map<List<Integer>, Integer> numbers = new HashMap<>();

  FloatCubic(Circuits circuits) {
    double root = Math.sqrt(circuits.dHead());
    a = scaled(doubles(circuits.eqke()), root);
    b = scaled(doubles(circuits.eqkp()), root);
    d = doubles(circuits.direct());
    ov = doubles(circuits.evou());
    pv = doubles(circuits.pvou());
    v = d.length;
    last = pv.length - 1;
    largest = new double[v][v];
    for (int m = 0; m < v; m++) {
      for (int t = 0; t < v; t++) {
        largest[m][t] = newLargest(m, t);
      }
    }
    enumerate();
    for (int q = 0; q < v; q++) {
      for (int m = q; m < v; m++) {
        pair(q, m);
      }
    }
    Collections.sort(again);
  }

  /** In the order of the format: m, n, k, q. */
  private void enumerate() {
    for (int m = 0; m < v; m++) {
      for (int n = 1; n <= last; n++) {
        for (int k = 0; k < m; k++) {
          for (int q = 0; q <= m; q++) {
            if (q == m || n < last) {
              numbers.put(List.of(m, n, k, q), numbers.size());
            }
          }
        }
      }
    }
  }

  private void pair(int q, int m) {
    if (q == m || last > 0) {
      cubic = worst(q, m, 0, 0, false) < 0 ? cubic.add(BigInteger.ONE) : cubic;
      retest = worst(q, m, 0, 0, true) < 0 ? retest.add(BigInteger.ONE) : retest;
    }
    double choices = 1;
    for (int n = 1; n <= (q == m ? last : last - 1); n++) {
      choices = choices * (last - n + 1) / n;
      int together = 0;
      int either = 0;
      for (int k = 0; k < m; k++) {
        if (together(q, m, n, k) < 0) {
          together++;
          either++;
        } else if (worst(q, m, n, k, true) < 0) {
          either++;
          again.add(numbers.get(List.of(m, n, k, q)));
        }
      }
      BigInteger factor = new BigDecimal(Math.rint(choices)).toBigIntegerExact();
      cubic = cubic.add(factor.multiply(BigInteger.valueOf(together).pow(n)));
      retest = retest.add(factor.multiply(BigInteger.valueOf(either).pow(n)));
    }
  }

  private double together(int q, int m, int n, int k) {
    double worst = Double.NEGATIVE_INFINITY;
    for (double[] split : splits(q, m, n, k)) {
      worst = Math.max(worst, split[0] * w(m, m) + split[1] * w(m, k) + split[2] * w(m, q));
    }
    double direct = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < v; o++) {
      direct = o == m ? direct : Math.max(direct, d[q][o] - d[q][m]);
    }
    return direct + worst;
  }

  private double w(int m, int t) {
    return largest[m][t];
  }

  private double newLargest(int m, int t) {
    double most = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < v; o++) {
      most = o == m ? most : Math.max(most, ov[t][o] - ov[t][m] + pi(m, o, last + 1));
    }
    return most;
  }

  private double pi(int m, int o, int positions) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < positions; i++) {
      most = Math.max(most, pv[i][o] - pv[i][m]);
    }
    return positions == 0 ? 0 : most;
  }

  /** The largest value of any output; with the query's position known or not. */
  private double worst(int q, int m, int n, int k, boolean known) {
    double worst = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < v; o++) {
      for (double[] split : o == m ? new double[0][] : splits(q, m, n, k)) {
        double before = pi(m, o, known ? last : last + 1);
        double own = known ? pv[last][o] - pv[last][m] : before;
        double sum =
            split[0] * (ov[m][o] - ov[m][m] + before)
                + split[1] * (ov[k][o] - ov[k][m] + before)
                + split[2] * (ov[q][o] - ov[q][m] + own);
        worst = Math.max(worst, d[q][o] - d[q][m] + sum);
      }
    }
    return worst;
  }

  /** Attention to m, to k and to the query, for the lightest and the heaviest places of m. */
  private double[][] splits(int q, int m, int n, int k) {
    double[] p = new double[last];
    double top = Math.max(a[q][m], Math.max(a[q][k], a[q][q]));
    double total = 0;
    for (int i = 0; i < last; i++) {
      p[i] = Math.exp(b[q][i]);
      total += p[i];
    }
    Arrays.sort(p);
    double least = 0;
    double most = 0;
    for (int i = 0; i < last - n; i++) {
      least += p[i];
      most += p[last - 1 - i];
    }
    double[][] splits = new double[2][];
    for (int end = 0; end < 2; end++) {
      double s = end == 0 ? least : most;
      double ofM = Math.exp(a[q][m] - top) * s;
      double ofK = Math.exp(a[q][k] - top) * (n == 0 ? 0 : total - s);
      double own = Math.exp(a[q][q] - top) * Math.exp(b[q][last]);
      double sum = ofM + ofK + own;
      splits[end] = new double[] {ofM / sum, ofK / sum, own / sum};
    }
    return splits;
  }

  private static double[][] scaled(double[][] matrix, double divisor) {
    return Arrays.stream(matrix)
        .map(row -> Arrays.stream(row).map(x -> x / divisor).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] doubles(ExactMatrix matrix) {
    double[][] doubles = new double[matrix.rows()][matrix.columns()];
    for (int r = 0; r < doubles.length; r++) {
      for (int c = 0; c < doubles[r].length; c++) {
        BigInteger significand = matrix.significand(r, c);
        int excess = Math.max(0, significand.bitLength() - 64);
        doubles[r][c] =
            Math.scalb(significand.shiftRight(excess).doubleValue(), excess + matrix.exponent());
      }
    }
    return doubles;
  }
}
