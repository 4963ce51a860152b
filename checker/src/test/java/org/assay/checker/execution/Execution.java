// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.util.Arrays;
import org.assay.checker.execution.Deployment.Order;

/**
 * The forward pass of a transformer in a given arithmetic, written as deployments write it:
 * residuals, projections with their biases, scores, softmax, weighted values, logits.
 */
public final class Execution {
  private static final double[] NOTHING = {};

  private final Arithmetic arithmetic;
  private final Deployment how;
  private final int vocab;
  private final int k;
  private final int dModel;
  private final int dHead;
  private final double[][] embed;
  private final double[][] position;
  private final double[][] wQ; // this and the other matrices by columns
  private final double[][] wK;
  private final double[][] wV;
  private final double[][] wO;
  private final double[][] unembed;
  private final double[] bQ;
  private final double[] bK;
  private final double[] bV;
  private final double[] bO;
  private final double[] bU;

  public Execution(Network stored, Arithmetic arithmetic, Deployment how) {
    this.arithmetic = arithmetic;
    this.how = how;
    Network net = stored.map(arithmetic::constant);
    vocab = net.vocab;
    k = net.k;
    dModel = net.dModel;
    dHead = net.dHead;
    embed = net.embed;
    position = net.position;
    wQ = transposed(net.wQ);
    wK = transposed(net.wK);
    wV = transposed(net.wV);
    wO = transposed(net.wO);
    unembed = transposed(net.unembed);
    bQ = net.bQ;
    bK = net.bK;
    bV = net.bV;
    bO = net.bO;
    bU = net.bU;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] columns = new double[matrix[0].length][matrix.length];
    for (int r = 0; r < matrix.length; r++) {
      for (int c = 0; c < columns.length; c++) {
        columns[c][r] = matrix[r][c];
      }
    }
    return columns;
  }

  /** What is the same in every input that holds a token at a position: [k][vocab]. */
  final class Cache {
    private final double[][][] queries = new double[1][vocab][];
    private final double[][][] keys = new double[k][vocab][];
    private final double[][][] values = new double[k][vocab][];
    private final double[][][] scores = new double[k][vocab][vocab];

    Cache() {
      for (int i = 0; i < k; i++) {
        for (int t = 0; t < vocab; t++) {
          keys[i][t] = key(i, t);
          values[i][t] = value(i, t);
        }
      }
      for (int q = 0; q < vocab; q++) {
        queries[0][q] = query(q);
        for (int i = 0; i < k; i++) {
          for (int t = 0; t < vocab; t++) {
            scores[i][t][q] = score(queries[0][q], keys[i][t]);
          }
        }
      }
    }

    double[] logits(int[] input) {
      int q = input[k - 1];
      double[] ofInput = new double[k];
      double[][] read = new double[k][];
      for (int i = 0; i < k; i++) {
        ofInput[i] = scores[i][input[i]][q];
        read[i] = values[i][input[i]];
      }
      return finish(q, ofInput, read);
    }
  }

  /** The logits, everything computed anew. */
  public double[] logits(int[] input) {
    int q = input[k - 1];
    double[] query = query(q);
    double[] scores = new double[k];
    double[][] values = new double[k][];
    for (int i = 0; i < k; i++) {
      scores[i] = score(query, key(i, input[i]));
      values[i] = value(i, input[i]);
    }
    return finish(q, scores, values);
  }

  private double[] residual(int i, int t) {
    double[] x = new double[dModel];
    for (int c = 0; c < dModel; c++) {
      x[c] = arithmetic.plus(embed[t][c], position[i][c]);
    }
    return x;
  }

  private double[] query(int q) {
    double[] query = affine(residual(k - 1, q), wQ, bQ);
    return switch (how.scaling()) {
      case ON_QUERY -> scaled(query, rounded(1 / Math.sqrt(dHead)));
      case ON_BOTH -> scaled(query, rounded(Math.pow(dHead, -0.25)));
      default -> query;
    };
  }

  private double[] key(int i, int t) {
    double[] key = affine(residual(i, t), wK, bK);
    return switch (how.scaling()) {
      case ON_KEY -> scaled(key, rounded(1 / Math.sqrt(dHead)));
      case ON_BOTH -> scaled(key, rounded(Math.pow(dHead, -0.25)));
      default -> key;
    };
  }

  private double[] value(int i, int t) {
    return affine(residual(i, t), wV, bV);
  }

  /** A constant that is no weight: rounded to the format. */
  private double rounded(double exact) {
    return arithmetic.times(exact, 1);
  }

  private double[] scaled(double[] vector, double factor) {
    double[] scaled = new double[vector.length];
    for (int c = 0; c < scaled.length; c++) {
      scaled[c] = arithmetic.times(vector[c], factor);
    }
    return scaled;
  }

  private double score(double[] query, double[] key) {
    double product = dot(query, key, NOTHING, 0);
    return switch (how.scaling()) {
      case DIVIDED_SCORE -> arithmetic.over(product, rounded(Math.sqrt(dHead)));
      case MULTIPLIED_SCORE -> arithmetic.times(product, rounded(1 / Math.sqrt(dHead)));
      default -> product;
    };
  }

  /** From the scores and values of the positions to the logits. */
  private double[] finish(int q, double[] scores, double[][] values) {
    double[] x = residual(k - 1, q);
    double[] out = affine(attended(scores, values), wO, bO);
    for (int c = 0; c < dModel; c++) {
      x[c] = arithmetic.plus(x[c], out[c]);
    }
    return affine(x, unembed, bU);
  }

  private double[] attended(double[] scores, double[][] values) {
    if (how.shift() == Deployment.Shift.ONLINE) {
      return attendedOnline(scores, values);
    }
    double[] weights = new double[k];
    boolean shifted = how.shift() == Deployment.Shift.LARGEST;
    double shift = Arrays.stream(scores).max().orElseThrow();
    for (int i = 0; i < k; i++) {
      weights[i] = arithmetic.exp(shifted ? arithmetic.minus(scores[i], shift) : scores[i]);
    }
    double total = tree(new Leaves(weights, null, NOTHING, 0));
    if (how.normalisedFirst()) {
      divide(weights, total);
    }
    double[] mean = new double[dHead];
    for (int c = 0; c < dHead; c++) {
      double[] entries = new double[k];
      for (int i = 0; i < k; i++) {
        entries[i] = values[i][c];
      }
      mean[c] = dot(weights, entries, NOTHING, 0);
    }
    if (!how.normalisedFirst()) {
      divide(mean, total);
    }
    return mean;
  }

  /** Key by key; sums are scaled anew whenever a larger score is met. */
  private double[] attendedOnline(double[] scores, double[][] values) {
    double shift = scores[0];
    double total = arithmetic.exp(arithmetic.minus(scores[0], shift));
    double[] mean = scaled(values[0], total);
    for (int i = 1; i < k; i++) {
      if (scores[i] > shift) {
        double factor = arithmetic.exp(arithmetic.minus(shift, scores[i]));
        total = arithmetic.times(total, factor);
        mean = scaled(mean, factor);
        shift = scores[i];
      }
      double weight = arithmetic.exp(arithmetic.minus(scores[i], shift));
      total = arithmetic.plus(total, weight);
      for (int c = 0; c < dHead; c++) {
        mean[c] =
            how.fused()
                ? arithmetic.fma(weight, values[i][c], mean[c])
                : arithmetic.plus(mean[c], arithmetic.times(weight, values[i][c]));
      }
    }
    divide(mean, total);
    return mean;
  }

  private void divide(double[] vector, double by) {
    double inverse = how.reciprocal() ? arithmetic.inverse(by) : 0;
    for (int c = 0; c < vector.length; c++) {
      vector[c] =
          how.reciprocal()
              ? arithmetic.times(vector[c], inverse)
              : arithmetic.normalised(vector[c], by);
    }
  }

  private double[] affine(double[] x, double[][] columns, double[] bias) {
    double[] y = new double[columns.length];
    for (int c = 0; c < y.length; c++) {
      y[c] = dot(x, columns[c], bias, c);
    }
    return y;
  }

  private double dot(double[] a, double[] b, double[] bias, int c) {
    return tree(new Leaves(a, b, bias, c));
  }

  /** Products a[j] b[j], or the a[j] alone; and a bias, which is the number 0 if it comes first. */
  private record Leaves(double[] a, double[] b, double[] bias, int column) {
    boolean hasBias() {
      return bias.length > 0;
    }
  }

  private double tree(Leaves leaves) {
    boolean first = leaves.hasBias() && how.biasFirst();
    int n = leaves.a.length;
    double sum;
    if (how.order() == Order.SEQUENTIAL || how.order() == Order.REVERSED) {
      sum = chain(leaves, first);
    } else if (how.order() == Order.BLOCKED) {
      sum = blocked(leaves, first);
    } else {
      sum = halves(leaves, 0, n, how.order() == Order.SCRAMBLED ? n / 3 : 0);
      sum = first ? arithmetic.plus(leaves.bias[leaves.column], sum) : sum;
    }
    boolean behind = leaves.hasBias() && !first;
    return behind ? arithmetic.plus(sum, leaves.bias[leaves.column]) : sum;
  }

  private double leaf(Leaves leaves, int j) {
    return leaves.b == null ? leaves.a[j] : arithmetic.times(leaves.a[j], leaves.b[j]);
  }

  private double extended(double sum, Leaves leaves, int j) {
    return leaves.b != null && how.fused()
        ? arithmetic.fma(leaves.a[j], leaves.b[j], sum)
        : arithmetic.plus(sum, leaf(leaves, j));
  }

  private double chain(Leaves leaves, boolean first) {
    int n = leaves.a.length;
    boolean reversed = how.order() == Order.REVERSED;
    int from = first ? 0 : 1;
    double sum = first ? leaves.bias[leaves.column] : leaf(leaves, reversed ? n - 1 : 0);
    for (int j = from; j < n; j++) {
      sum = extended(sum, leaves, reversed ? n - 1 - j : j);
    }
    return sum;
  }

  /** Four accumulators, as vector units have them. */
  private double blocked(Leaves leaves, boolean first) {
    int n = leaves.a.length;
    double sum = first ? leaves.bias[leaves.column] : 0;
    boolean started = first;
    for (int lane = 0; lane < Math.min(4, n); lane++) {
      double part = leaf(leaves, lane);
      for (int j = lane + 4; j < n; j += 4) {
        part = extended(part, leaves, j);
      }
      sum = started ? arithmetic.plus(sum, part) : part;
      started = true;
    }
    return sum;
  }

  /** Any binary tree: the first split at the middle or off it. */
  private double halves(Leaves leaves, int from, int to, int skew) {
    if (to - from == 1) {
      return leaf(leaves, from);
    }
    int middle = Math.max(from + 1, (from + to) / 2 - skew % (to - from));
    double left = halves(leaves, from, middle, skew);
    if (to - middle == 1) {
      return extended(left, leaves, middle);
    }
    return arithmetic.plus(left, halves(leaves, middle, to, skew));
  }
}
