// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/** A matrix of doubles, row after row. Nothing here is rounded outward: the checker decides. */
record Table(int columns, double[] values) {
  static Table zero(int rows, int columns) {
    return new Table(columns, new double[rows * columns]);
  }

  int rows() {
    return values.length / columns;
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  /** The product with a matrix [columns, n], and to each row a bias [n]. */
  Table times(Table matrix, double[] bias) {
    int n = matrix.columns;
    Table product = zero(rows(), n);
    for (int i = 0; i < rows(); i++) {
      System.arraycopy(bias, 0, product.values, i * n, n);
      for (int j = 0; j < columns; j++) addRow(matrix, j, at(i, j), product.values, i * n);
    }
    return product;
  }

  private static void addRow(Table from, int row, double factor, double[] to, int at) {
    int n = from.columns;
    for (int c = 0; c < n; c++) to[at + c] += factor * from.values[row * n + c];
  }

  Table times(Table matrix) {
    return times(matrix, new double[matrix.columns]);
  }

  /** Some of the columns. */
  Table columns(int from, int count) {
    Table some = zero(rows(), count);
    for (int i = 0; i < rows(); i++) {
      System.arraycopy(values, i * columns + from, some.values, i * count, count);
    }
    return some;
  }

  /** Some of the rows. */
  Table rows(int from, int count) {
    Table some = zero(count, columns);
    System.arraycopy(values, from * columns, some.values, 0, some.values.length);
    return some;
  }

  /** Rows by their numbers. */
  Table chosen(int[] rows) {
    Table chosen = zero(rows.length, columns);
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * columns, chosen.values, i * columns, columns);
    }
    return chosen;
  }

  Table transposed() {
    Table turned = zero(columns, rows());
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns; j++) turned.values[j * rows() + i] = at(i, j);
    }
    return turned;
  }
}
