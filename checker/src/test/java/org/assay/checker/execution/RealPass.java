// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

/** The forward pass in doubles: what the logits are, as far as binary32 can tell. */
public final class RealPass {
  public final Network net;
  final double[][][] scores; // [q][i][t], scaled
  final double[][][] value; // [i][t][o]: what attending to it adds to a logit
  final double[][] direct; // [q][o]

  RealPass(Network net) {
    this.net = net;
    scores = new double[net.vocab][net.k][net.vocab];
    value = new double[net.k][net.vocab][];
    direct = new double[net.vocab][];
    double[][][] keys = new double[net.k][net.vocab][];
    for (int i = 0; i < net.k; i++) {
      for (int t = 0; t < net.vocab; t++) {
        keys[i][t] = affine(residual(i, t), net.wK, net.bK);
        double[] out = affine(values(i, t), net.wO, new double[net.dModel]);
        value[i][t] = affine(out, net.unembed, new double[net.vocab]);
      }
    }
    for (int q = 0; q < net.vocab; q++) {
      double[] x = residual(net.k - 1, q);
      for (int i = 0; i < net.k; i++) {
        for (int t = 0; t < net.vocab; t++) {
          scores[q][i][t] = dot(query(q), keys[i][t]) / Math.sqrt(net.dHead);
        }
      }
      direct[q] = affine(sum(x, net.bO), net.unembed, net.bU);
    }
  }

  double[] residual(int i, int t) {
    return sum(net.embed[t], net.position[i]);
  }

  double[] query(int q) {
    return affine(residual(net.k - 1, q), net.wQ, net.bQ);
  }

  double[] key(int i, int t) {
    return affine(residual(i, t), net.wK, net.bK);
  }

  double[] values(int i, int t) {
    return affine(residual(i, t), net.wV, net.bV);
  }

  public double[] logits(int[] input) {
    int q = input[net.k - 1];
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < net.k; i++) {
      top = Math.max(top, scores[q][i][input[i]]);
    }
    double[] logits = new double[net.vocab];
    double total = 0;
    for (int i = 0; i < net.k; i++) {
      double weight = Math.exp(scores[q][i][input[i]] - top);
      total += weight;
      for (int o = 0; o < logits.length; o++) {
        logits[o] += weight * value[i][input[i]][o];
      }
    }
    for (int o = 0; o < logits.length; o++) {
      logits[o] = logits[o] / total + direct[q][o];
    }
    return logits;
  }

  /** Logit m minus the largest other one. */
  public static double margin(double[] logits, int m) {
    return logits[m] - logits[rival(logits, m)];
  }

  /** The output with the largest logit. */
  static int winner(double[] logits) {
    return logits[0] >= logits[rival(logits, 0)] ? 0 : rival(logits, 0);
  }

  /** The largest output other than m; requires two outputs. */
  static int rival(double[] logits, int m) {
    int rival = m == 0 ? 1 : 0;
    for (int o = 0; o < logits.length; o++) {
      rival = o != m && logits[o] > logits[rival] ? o : rival;
    }
    return rival;
  }

  static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int c = 0; c < sum.length; c++) {
      sum[c] += b[c];
    }
    return sum;
  }

  static double[] affine(double[] x, double[][] matrix, double[] bias) {
    double[] y = bias.clone();
    for (int r = 0; r < x.length; r++) {
      for (int c = 0; c < y.length; c++) {
        y[c] += x[r] * matrix[r][c];
      }
    }
    return y;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }
}
