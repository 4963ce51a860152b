// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;

/** A matrix of doubles, rounded to the nearest: for searches, not for bounds. */
public record Matrix(double[][] entries) {
  /** A number for a place. */
  interface Entry {
    public double at(int row, int column);
  }

  static Matrix of(int rows, int columns, Entry entry) {
    double[][] entries = new double[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) entries[r][c] = entry.at(r, c);
    }
    return new Matrix(entries);
  }

  public int rows() {
    return entries.length;
  }

  int columns() {
    return entries[0].length;
  }

  public double at(int row, int column) {
    return entries[row][column];
  }

  Matrix transposed() {
    return of(columns(), rows(), (r, c) -> entries[c][r]);
  }

  Matrix times(Matrix right) {
    double[][] columns = right.transposed().entries;
    return of(rows(), right.columns(), (r, c) -> dot(entries[r], columns[c]));
  }

  Matrix minus(Matrix other) {
    return of(rows(), columns(), (r, c) -> entries[r][c] - other.entries[r][c]);
  }

  Matrix plusRow(double[] row) {
    return of(rows(), columns(), (r, c) -> entries[r][c] + row[c]);
  }

  Matrix minusRow(double[] row) {
    return of(rows(), columns(), (r, c) -> entries[r][c] - row[c]);
  }

  /** The mean of the rows. */
  double[] mean() {
    double[] mean = new double[columns()];
    for (double[] row : entries) {
      for (int c = 0; c < mean.length; c++) mean[c] += row[c] / rows();
    }
    return mean;
  }

  /** The largest minus the smallest entry of each row. */
  double[] ranges() {
    return Arrays.stream(entries)
        .mapToDouble(row -> Arrays.stream(row).max().orElse(0) - Arrays.stream(row).min().orElse(0))
        .toArray();
  }

  /** Of each row, the sum of its entries' sizes, weighted. */
  double[] weightedSizes(double[] weights) {
    return Arrays.stream(entries)
        .mapToDouble(
            row -> {
              double sum = 0;
              for (int c = 0; c < row.length; c++) sum += Math.abs(row[c]) * weights[c];
              return sum;
            })
        .toArray();
  }

  /** The largest size of an entry. */
  public double magnitude() {
    return Arrays.stream(entries).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
  }

  /** direction^T · this. */
  double[] combination(double[] direction) {
    double[] sum = new double[columns()];
    for (int r = 0; r < rows(); r++) {
      for (int c = 0; c < sum.length; c++) sum[c] += direction[r] * entries[r][c];
    }
    return sum;
  }

  /** What is left without the part along a direction: nothing of the shape direction · row. */
  Matrix without(int[] direction) {
    double[] column = Arrays.stream(direction).asDoubleStream().toArray();
    double square = dot(column, column);
    if (square == 0) return this;
    double[] row = combination(column);
    return of(rows(), columns(), (r, c) -> entries[r][c] - column[r] * (row[c] / square));
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  }
}
