// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Arrays;

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
      for (int j = 0; j < columns; j++) {
        addRow(matrix, j, values[i * columns + j], product.values, i * n);
      }
    }
    return product;
  }

  /**
   * The product of chosen rows with a matrix.
   *
   * @param used the rows of the matrix that are not 0
   */
  Table chosenTimes(int[] rows, Table matrix, int[] used) {
    int n = matrix.columns;
    Table product = zero(rows.length, n);
    for (int i = 0; i < rows.length; i++) {
      for (int j : used) addRow(matrix, j, values[rows[i] * columns + j], product.values, i * n);
    }
    return product;
  }

  /** The rows that are not 0. */
  int[] used() {
    int[] used = new int[rows()];
    int count = 0;
    for (int row = 0; row < used.length; row++) {
      if (!isZero(row)) used[count++] = row;
    }
    return Arrays.copyOf(used, count);
  }

  private boolean isZero(int row) {
    for (int c = 0; c < columns; c++) {
      if (values[row * columns + c] != 0) return false;
    }
    return true;
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
