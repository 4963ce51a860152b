// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.margin.TinyModel;

/** The stored weights of a transformer as an execution reads them; shapes as in {@link Weights}. */
public final class Network {
  public final int vocab;
  public final int k;
  final int dModel;
  final int dHead;
  double[][] embed;
  double[][] position;
  double[][] wQ;
  double[][] wK;
  double[][] wV;
  double[][] wO;
  double[][] unembed;
  double[] bQ;
  double[] bK;
  double[] bV;
  double[] bO;
  double[] bU;

  private Network(int vocab, int k, int dModel, int dHead) {
    this.vocab = vocab;
    this.k = k;
    this.dModel = dModel;
    this.dHead = dHead;
  }

  /** Requires every weight to be a double. */
  static Network of(Weights weights) {
    Network net = new Network(weights.vocab(), weights.k(), weights.dModel(), weights.dHead());
    net.embed = doubles(weights.embed());
    net.position = doubles(weights.position());
    net.wQ = doubles(weights.query().matrix());
    net.wK = doubles(weights.key().matrix());
    net.wV = doubles(weights.value().matrix());
    net.wO = doubles(weights.output().matrix());
    net.unembed = doubles(weights.unembed().matrix());
    net.bQ = doubles(weights.query().bias())[0];
    net.bK = doubles(weights.key().bias())[0];
    net.bV = doubles(weights.value().bias())[0];
    net.bO = doubles(weights.output().bias())[0];
    net.bU = doubles(weights.unembed().bias())[0];
    return net;
  }

  /** Normally distributed weights of binary32, with a deviation for each kind of tensor. */
  public static Network random(int[] sizes, Random random, Deviations deviations) {
    Network net = new Network(sizes[0], sizes[1], sizes[2], sizes[3]);
    net.embed = draw(net.vocab, net.dModel, deviations.residual, random);
    net.position = draw(net.k, net.dModel, deviations.residual, random);
    net.wQ = draw(net.dModel, net.dHead, deviations.score, random);
    net.wK = draw(net.dModel, net.dHead, deviations.score, random);
    net.wV = draw(net.dModel, net.dHead, deviations.value, random);
    net.wO = draw(net.dHead, net.dModel, deviations.value, random);
    net.unembed = draw(net.dModel, net.vocab, deviations.logit, random);
    net.bQ = draw(1, net.dHead, deviations.bias * deviations.score, random)[0];
    net.bK = draw(1, net.dHead, deviations.bias * deviations.score, random)[0];
    net.bV = draw(1, net.dHead, deviations.bias * deviations.value, random)[0];
    net.bO = draw(1, net.dModel, deviations.bias * deviations.value, random)[0];
    net.bU = draw(1, net.vocab, deviations.bias * deviations.logit, random)[0];
    return net;
  }

  /**
   * Standard deviations of embeddings; of W_Q and W_K; of W_V and W_O; of the unembedding; and how
   * much larger or smaller biases are than the matrix before them.
   */
  public record Deviations(
      double residual, double score, double value, double logit, double bias) {}

  private static double[][] draw(int rows, int columns, double deviation, Random random) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, c -> (float) (deviation * random.nextGaussian()));
    }
    return matrix;
  }

  /** Adds to the weights a head that attends to large tokens and copies what it sees. */
  public Network working(int attention) {
    Network net = map(weight -> weight);
    for (int t = 0; t < vocab; t++) {
      net.embed[t][0] += t;
      net.unembed[0][t] += 2 * t;
      net.bU[t] -= 16 * t * t;
    }
    net.wK[0][0] += attention;
    net.bQ[0] += attention;
    net.wV[0][0] += 4;
    net.wO[0][0] += 4;
    return net.map(weight -> (float) weight);
  }

  /** Every weight replaced. */
  Network map(DoubleUnaryOperator change) {
    Network net = new Network(vocab, k, dModel, dHead);
    net.embed = map(embed, change);
    net.position = map(position, change);
    net.wQ = map(wQ, change);
    net.wK = map(wK, change);
    net.wV = map(wV, change);
    net.wO = map(wO, change);
    net.unembed = map(unembed, change);
    net.bQ = map(bQ, change);
    net.bK = map(bK, change);
    net.bV = map(bV, change);
    net.bO = map(bO, change);
    net.bU = map(bU, change);
    return net;
  }

  private static double[] map(double[] row, DoubleUnaryOperator change) {
    return Arrays.stream(row).map(change).toArray();
  }

  private static double[][] map(double[][] matrix, DoubleUnaryOperator change) {
    return Arrays.stream(matrix).map(row -> map(row, change)).toArray(double[][]::new);
  }

  public Weights weights() {
    return new Weights(
        TinyModel.exact(embed),
        TinyModel.exact(position),
        new Weights.Projection(TinyModel.exact(wQ), TinyModel.exact(bQ)),
        new Weights.Projection(TinyModel.exact(wK), TinyModel.exact(bK)),
        new Weights.Projection(TinyModel.exact(wV), TinyModel.exact(bV)),
        new Weights.Projection(TinyModel.exact(wO), TinyModel.exact(bO)),
        new Weights.Projection(TinyModel.exact(unembed), TinyModel.exact(bU)));
  }

  public static double[][] doubles(ExactMatrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < rows[r].length; c++) {
        BigDecimal power =
            matrix.exponent() >= 0
                ? new BigDecimal(2).pow(matrix.exponent())
                : new BigDecimal(0.5).pow(-matrix.exponent());
        rows[r][c] = new BigDecimal(matrix.significand(r, c)).multiply(power).doubleValue();
      }
    }
    return rows;
  }
}
