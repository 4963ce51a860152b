// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/**
 * A norm step: (x - mean) / sigma(x) * weight + bias, sigma the root of the mean square of x - mean
 * plus epsilon; without the mean where it is not centred.
 */
record LayerNorm(boolean isCentred, double epsilon, double[] weight, double[] bias) {
  /** What a row becomes. */
  Table of(Table x) {
    Table normed = Table.zero(x.rows(), x.columns());
    int d = x.columns();
    for (int i = 0; i < x.rows(); i++) {
      double mean = 0;
      for (int j = 0; isCentred && j < d; j++) mean += x.at(i, j) / d;
      double square = 0;
      for (int j = 0; j < d; j++) square += Math.pow(x.at(i, j) - mean, 2) / d;
      double sigma = Math.sqrt(square + epsilon);
      for (int j = 0; j < d; j++) {
        normed.values()[i * d + j] = (x.at(i, j) - mean) / sigma * weight[j] + bias[j];
      }
    }
    return normed;
  }

  /** The matrix [d, n] that x sigma is to be multiplied with, for one that the norm is. */
  Table directions(Table matrix) {
    int n = matrix.columns();
    Table directions = Table.zero(matrix.rows(), n);
    for (int c = 0; c < n; c++) {
      double mean = 0;
      for (int j = 0; isCentred && j < matrix.rows(); j++) {
        mean += weight[j] * matrix.at(j, c) / matrix.rows();
      }
      for (int j = 0; j < matrix.rows(); j++) {
        directions.values()[j * n + c] = weight[j] * matrix.at(j, c) - mean;
      }
    }
    return directions;
  }

  /** What the bias adds behind a matrix [d, n]. */
  double[] constants(Table matrix, double[] more) {
    double[] sums = more.clone();
    for (int j = 0; j < matrix.rows(); j++) {
      for (int c = 0; c < sums.length; c++) sums[c] += bias[j] * matrix.at(j, c);
    }
    return sums;
  }
}
