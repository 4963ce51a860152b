// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import java.util.Arrays;
import java.util.List;

/** A tensor in row-major order; every stored number widened to a double, which is exact. */
record Tensor(List<Integer> shape, double[] values) {
  static Tensor of(double[][] matrix) {
    double[] values = Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    return new Tensor(List.of(matrix.length, matrix[0].length), values);
  }

  /** The last two dimensions as a matrix. Requires: all dimensions before these are 1. */
  double[][] matrix() {
    int columns = shape.get(shape.size() - 1);
    double[][] rows = new double[values.length / columns][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
    }
    return rows;
  }

  /** The same shape, each row the mean of all rows. */
  Tensor withRowsAlike() {
    int columns = shape.get(shape.size() - 1);
    int rows = values.length / columns;
    double[] alike = new double[values.length];
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      for (int r = 0; r < rows; r++) sum += values[r * columns + c];
      for (int r = 0; r < rows; r++) alike[r * columns + c] = sum / rows;
    }
    return new Tensor(shape, alike);
  }
}
