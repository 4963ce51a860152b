// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.exact.Enclosure;

/**
 * The error bounds of the profile worked out a second time, in doubles and for any unit roundoff:
 * what simulated executions are held against.
 */
final class GuessedErrors implements ErrorBounds {
  private static final double E0 = 8;
  private static final double E1 = 4;
  private static final double MORE = 1 + 0x1p-30;

  private final RealPass real;
  private final Network net;
  private final double u;
  private final double tiny;
  private final double[][][] logWeight; // [q][i][t]
  private final double[][][] value; // [i][t][o]
  private final double[][] direct; // [q][o]

  /**
   * @param u relative error of an operation
   * @param tiny absolute error of an operation whose result is subnormal
   */
  GuessedErrors(RealPass real, double u, double tiny) {
    this.real = real;
    this.net = real.net;
    this.u = u;
    this.tiny = tiny;
    logWeight = new double[net.vocab][net.k][net.vocab];
    value = new double[net.k][net.vocab][];
    direct = new double[net.vocab][];
    for (int q = 0; q < net.vocab; q++) {
      fillLogWeights(q);
    }
    fillLogits();
  }

  private double gamma(int k) {
    return k * u / (1 - k * u);
  }

  private static double[] abs(double[] x) {
    return Arrays.stream(x).map(Math::abs).toArray();
  }

  private static double[][] abs(double[][] matrix) {
    return Arrays.stream(matrix).map(GuessedErrors::abs).toArray(double[][]::new);
  }

  private double[] residualError(int i, int t) {
    return Arrays.stream(real.residual(i, t)).map(x -> u * Math.abs(x) + tiny).toArray();
  }

  /** Of a projection of a residual. */
  private double[] projectionError(int i, int t, double[][] matrix, double[] bias) {
    int n = net.dModel;
    double[] size = abs(real.residual(i, t));
    double[] error = residualError(i, t);
    double[] most = RealPass.affine(RealPass.sum(size, error), abs(matrix), abs(bias));
    double[] carried = RealPass.affine(error, abs(matrix), new double[bias.length]);
    for (int c = 0; c < carried.length; c++) {
      carried[c] += gamma(n + 1) * most[c] + 4 * (n + 1) * tiny;
    }
    return carried;
  }

  private double scoreError(int q, int i, int t) {
    double[] query = abs(real.query(q));
    double[] key = abs(real.key(i, t));
    double[] ofQuery = projectionError(net.k - 1, q, net.wQ, net.bQ);
    double[] ofKey = projectionError(i, t, net.wK, net.bK);
    double[] mostKey = RealPass.sum(key, ofKey);
    double[] mostQuery = RealPass.sum(query, ofQuery);
    double error =
        RealPass.dot(ofQuery, mostKey)
            + RealPass.dot(query, ofKey)
            + gamma(net.dHead + 6) * RealPass.dot(mostQuery, mostKey);
    double most = (1 + max(mostQuery)) * (1 + max(mostKey));
    return error / Math.sqrt(net.dHead) + 8 * (net.dHead + 2) * tiny * most;
  }

  private static double max(double[] x) {
    return Arrays.stream(x).max().orElseThrow();
  }

  private void fillLogWeights(int q) {
    double top = Double.NEGATIVE_INFINITY;
    double[][] error = new double[net.k][net.vocab];
    for (int i = 0; i < net.k; i++) {
      for (int t = 0; t < net.vocab; t++) {
        error[i][t] = scoreError(q, i, t);
        top = Math.max(top, real.scores[q][i][t] + error[i][t]);
      }
    }
    for (int i = 0; i < net.k; i++) {
      for (int t = 0; t < net.vocab; t++) {
        double a = top - (real.scores[q][i][t] - error[i][t]);
        double ofExp = (E0 + E1 * a * (1 + u)) * u;
        logWeight[q][i][t] =
            ofExp >= 1 ? Double.POSITIVE_INFINITY : error[i][t] + u * a + tiny - Math.log1p(-ofExp);
      }
    }
  }

  private void fillLogits() {
    int n = net.dModel;
    int h = net.dHead;
    double g = gamma(n + 2);
    double[][] output = abs(net.wO);
    double[][] unembed = abs(net.unembed);
    double[] none = new double[n];
    double[] largest = new double[net.vocab];
    for (int i = 0; i < net.k; i++) {
      for (int t = 0; t < net.vocab; t++) {
        double[] size = abs(real.values(i, t));
        double[] error = projectionError(i, t, net.wV, net.bV);
        double[] most = RealPass.affine(RealPass.sum(size, error), output, none);
        double[] carried = RealPass.affine(error, output, none);
        double[] out = abs(RealPass.affine(real.values(i, t), net.wO, none));
        for (int c = 0; c < n; c++) {
          double ey = carried[c] + gamma(net.k + h + 1) * most[c];
          carried[c] = (1 + g) * ey + g * out[c];
        }
        value[i][t] = RealPass.affine(carried, unembed, new double[net.vocab]);
        double[] reach = RealPass.affine(most, unembed, new double[net.vocab]);
        for (int o = 0; o < net.vocab; o++) {
          largest[o] = Math.max(largest[o], reach[o]);
        }
      }
    }
    double[] ones = new double[h];
    Arrays.fill(ones, 1);
    double[] sums = RealPass.affine(ones, output, none);
    double[] outOfSums = RealPass.affine(sums, unembed, new double[net.vocab]);
    double[] one = new double[n];
    Arrays.fill(one, 1);
    double[] columns = RealPass.affine(one, unembed, new double[net.vocab]);
    for (int q = 0; q < net.vocab; q++) {
      double[] size = RealPass.sum(abs(real.residual(net.k - 1, q)), abs(net.bO));
      double[] error = residualError(net.k - 1, q);
      for (int c = 0; c < n; c++) {
        error[c] = (1 + g) * (error[c] + gamma(h + 1) * Math.abs(net.bO[c])) + g * size[c];
      }
      direct[q] = RealPass.affine(error, unembed, new double[net.vocab]);
      for (int o = 0; o < net.vocab; o++) {
        double under =
            4 * tiny * (2 * net.k * outOfSums[o] + (2 * h + 3) * columns[o] + 2 * (n + 1))
                + 16 * net.k * tiny * largest[o];
        direct[q][o] += gamma(n + 1) * Math.abs(net.bU[o]) + under;
      }
    }
  }

  RealPass real() {
    return real;
  }

  /** The same for blocks of outputs, rounded up, with a little more for the doubles. */
  BlockErrors ofBlocks() {
    int v = net.vocab;
    double[][] outputs = new double[net.k * v][v];
    for (int row = 0; row < outputs.length; row++) {
      for (int o = 0; o < v; o++) {
        double error = value[row / v][row % v][o];
        double size = Math.abs(real.value[row / v][row % v][o]);
        outputs[row][o] = ((1 + ratio()) * error + ratio() * size) * MORE;
      }
    }
    double[][] ofDirect =
        Arrays.stream(direct)
            .map(row -> Arrays.stream(row).map(x -> x * MORE).toArray())
            .toArray(double[][]::new);
    List<Enclosure> stretch = new ArrayList<>();
    for (int q = 0; q < v; q++) {
      double most = Arrays.stream(logWeight[q]).flatMapToDouble(Arrays::stream).max().orElseThrow();
      BigInteger hi = new BigDecimal(Math.scalb(Math.exp(2 * most * MORE), 40)).toBigInteger();
      stretch.add(
          new Enclosure(
              BigInteger.ONE.shiftLeft(40), hi.add(BigInteger.ONE), BigInteger.valueOf(-40)));
    }
    return new BlockErrors(TinyModel.exact(outputs), TinyModel.exact(ofDirect), stretch);
  }

  /** The delta of a query: what a difference of logits may be off by, whatever the input. */
  double margin(int q) {
    double[] errors = new double[net.vocab];
    double shared = Arrays.stream(logWeight[q]).flatMapToDouble(Arrays::stream).max().orElseThrow();
    for (int o = 0; o < errors.length; o++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      double error = 0;
      for (int i = 0; i < net.k; i++) {
        for (int t = 0; t < net.vocab; t++) {
          least = Math.min(least, real.value[i][t][o]);
          most = Math.max(most, real.value[i][t][o]);
          error = Math.max(error, value[i][t][o]);
        }
      }
      errors[o] =
          direct[q][o]
              + shared / 2 * (most - least)
              + ratio() * Math.max(most, -least)
              + (1 + ratio()) * error;
    }
    Arrays.sort(errors);
    return (errors[errors.length - 1] + errors[errors.length - 2]) * MORE;
  }

  ProfileMargins margins() {
    double[][] ofQueries = new double[net.vocab][1];
    Arrays.setAll(ofQueries, q -> new double[] {margin(q)});
    return new ProfileMargins(TinyModel.exact(ofQueries));
  }

  /** False if exp may be off by all of its result. */
  boolean areFinite() {
    return Arrays.stream(logWeight)
        .flatMap(Arrays::stream)
        .flatMapToDouble(Arrays::stream)
        .allMatch(Double::isFinite);
  }

  @Override
  public double logWeight(int q, int i, int t) {
    return logWeight[q][i][t];
  }

  @Override
  public double value(int i, int t, int o) {
    return value[i][t][o];
  }

  @Override
  public double direct(int q, int o) {
    return direct[q][o];
  }

  @Override
  public double ratio() {
    return gamma(net.k + 8);
  }
}
