// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;

/** Directions near the singular vectors, by power iteration: a stand-in for the search. */
final class GoodDirections {
  private GoodDirections() {}

  static List<BigInteger[]> of(AttentionOption option, Weights w) {
    double[][] residual = doubles(Circuits.residual(w));
    double[][] embed = centred(doubles(w.embed()));
    double[][] query = doubles(w.query().matrix());
    double[][] key = doubles(w.key().matrix());
    double[][] bias = doubles(w.query().bias());
    double[][] queries = times(residual, query);
    for (double[] row : queries) {
      Arrays.setAll(row, c -> row[c] + bias[0][c]);
    }
    double[][] scores = times(queries, transposed(times(embed, key)));
    double[] left = leftSingular(scores);
    double[] right = leftSingular(transposed(scores));
    List<double[]> all =
        switch (option.directionLengths(w.vocab(), w.dModel()).size()) {
          case 0 -> List.of();
          case 2 -> List.of(left, right);
          default ->
              List.of(
                  left,
                  right,
                  leftSingular(without(residual, left)),
                  leftSingular(without(embed, right)),
                  leftSingular(query),
                  leftSingular(key));
        };
    return all.stream().map(GoodDirections::integers).toList();
  }

  static double[][] doubles(ExactMatrix matrix) {
    double[][] result = new double[matrix.rows()][matrix.columns()];
    for (int r = 0; r < result.length; r++) {
      for (int c = 0; c < result[r].length; c++) {
        result[r][c] =
            new BigDecimal(matrix.significand(r, c)).doubleValue() * Math.pow(2, matrix.exponent());
      }
    }
    return result;
  }

  private static BigInteger[] integers(double[] vector) {
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(1);
    return Arrays.stream(vector)
        .mapToObj(x -> BigInteger.valueOf(Math.round(x / largest * 131071)))
        .toArray(BigInteger[]::new);
  }

  private static double[] leftSingular(double[][] matrix) {
    double[][] square = times(matrix, transposed(matrix));
    Random random = new Random(1);
    double[] vector = random.doubles(matrix.length, 0.5, 1).toArray();
    for (int i = 0; i < 300; i++) {
      double[] next = new double[vector.length];
      for (int r = 0; r < next.length; r++) {
        next[r] = dot(square[r], vector);
      }
      double norm = Math.sqrt(dot(next, next));
      vector = Arrays.stream(next).map(x -> norm == 0 ? 1 : x / norm).toArray();
    }
    return vector;
  }

  /** The matrix without its part along a unit vector. */
  private static double[][] without(double[][] matrix, double[] direction) {
    double[][] columns = transposed(matrix);
    for (double[] column : columns) {
      double part = dot(column, direction);
      Arrays.setAll(column, r -> column[r] - part * direction[r]);
    }
    return transposed(columns);
  }

  private static double[][] centred(double[][] matrix) {
    double[][] columns = transposed(matrix);
    for (double[] column : columns) {
      double mean = Arrays.stream(column).sum() / column.length;
      Arrays.setAll(column, r -> column[r] - mean);
    }
    return transposed(columns);
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] columns = transposed(b);
    return Arrays.stream(a)
        .map(row -> Arrays.stream(columns).mapToDouble(column -> dot(row, column)).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] transposed(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int r = 0; r < a.length; r++) {
      for (int c = 0; c < a[0].length; c++) {
        result[c][r] = a[r][c];
      }
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
