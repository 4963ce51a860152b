// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.evaluate;

/** Layer norm, or division by the root mean square: centred, one reciprocal root a row. */
final class Normed extends Node {
  private final boolean isCentred;
  private final double epsilon;
  private final double[] weight;
  private final double[] bias;

  Normed(Node of, boolean isCentred, double epsilon, double[] weight, double[] bias) {
    super(of.positions(), of.width, of);
    this.isCentred = isCentred;
    this.epsilon = epsilon;
    this.weight = weight;
    this.bias = bias;
  }

  @Override
  void row(int i) {
    double[] x = of.get(0).value[i];
    double[] rx = of.get(0).radius[i];
    double mean = 0;
    double meanOff = 0;
    if (isCentred) {
      for (int n = 0; n < width; n++) {
        mean += x[n] / width;
        meanOff += (rx[n] + (width + 4) * U * Math.abs(x[n])) / width;
      }
    }
    double square = 0;
    double squareOff = 0;
    for (int n = 0; n < width; n++) {
      double d = x[n] - mean;
      double rd = rx[n] + meanOff + 2 * U * Math.abs(d);
      value[i][n] = d;
      radius[i][n] = rd;
      square += d * d / width;
      squareOff += ((2 * Math.abs(d) + rd) * rd + (width + 6) * U * d * d) / width;
    }
    scale(i, square + epsilon, upward(squareOff + 4 * U * (square + epsilon), width));
  }

  private void scale(int i, double variance, double off) {
    double least = 1 / Math.sqrt(variance + off);
    double most = variance > off ? 1 / Math.sqrt(variance - off) : Double.POSITIVE_INFINITY;
    double factor = (least + most) / 2;
    double factorOff = (most - least) / 2 + 8 * U * most;
    for (int n = 0; n < width; n++) {
      double d = value[i][n];
      double rd = radius[i][n];
      double y = d * factor * weight[n];
      double wide = (Math.abs(d) * factorOff + rd * (factor + factorOff)) * Math.abs(weight[n]);
      value[i][n] = y + bias[n];
      radius[i][n] = upward(wide + 8 * U * (Math.abs(y) + Math.abs(bias[n])), 8);
    }
  }
}
