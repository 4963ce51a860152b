// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** By how much entries of one row of a product can differ, as lemmas L-25 and L-30 bound it. */
final class RowErrors {
  /** The power of L-28 is 2^SQUARINGS. */
  private static final int SQUARINGS = 7;

  private RowErrors() {}

  static double[] byMultiplyingOut(List<Matrix> factors) {
    return product(factors).ranges();
  }

  private static Matrix product(List<Matrix> factors) {
    return factors.stream().reduce(Matrix::times).orElseThrow();
  }

  /** Factor by factor; the rows of the first {@code means} factors are taken about their mean. */
  static double[] nested(List<Matrix> factors, int means) {
    Matrix first = factors.get(0);
    if (factors.size() == 1) return first.ranges();
    List<Matrix> others = factors.subList(1, factors.size());
    double[] ranges = nested(others, Math.max(0, means - 1));
    if (means == 0) return first.weightedSizes(ranges);
    double[] mean = first.mean();
    double common = new Matrix(new double[][] {mean}).times(product(others)).ranges()[0];
    double[] about = first.minusRow(mean).weightedSizes(ranges);
    return Arrays.stream(about).map(range -> range + common).toArray();
  }

  /** The best of the three places where a product of four factors can be broken. */
  static double[] bySubproducts(List<Matrix> factors, int means) {
    double[] best = new double[factors.get(0).rows()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int at = 1; at < factors.size(); at++) {
      Matrix left = product(factors.subList(0, at));
      Matrix right = product(factors.subList(at, factors.size()));
      double[] ranges = nested(List.of(left, right), means);
      for (int r = 0; r < best.length; r++) best[r] = Math.min(best[r], ranges[r]);
    }
    return best;
  }

  static double[] bySpectralNorm(List<Matrix> factors) {
    double[] all = new double[factors.get(0).rows()];
    Arrays.fill(all, Math.sqrt(2) * spectralNorm(factors.get(0), factors.get(1)));
    return all;
  }

  static double[] byInnerSpectralNorm(List<Matrix> factors) {
    Matrix columns = factors.get(3).transposed();
    double radius = Arrays.stream(norms(columns.minusRow(columns.mean()))).max().orElse(0);
    double inner = spectralNorm(factors.get(1), factors.get(2));
    return Arrays.stream(norms(factors.get(0))).map(norm -> norm * inner * 2 * radius).toArray();
  }

  private static double[] norms(Matrix matrix) {
    return Arrays.stream(matrix.entries())
        .mapToDouble(row -> Math.sqrt(Matrix.dot(row, row)))
        .toArray();
  }

  /** A little more than the norm of left · right, by the trace of a high power. */
  private static double spectralNorm(Matrix left, Matrix right) {
    Matrix power = left.transposed().times(left).times(right.times(right.transposed()));
    double logarithm = 0; // of what was divided out, of the square of the norm
    double share = 1;
    for (int i = 0; i < SQUARINGS; i++) {
      double magnitude = power.magnitude();
      if (!(magnitude > 0)) return magnitude;
      logarithm += share * Math.log(magnitude);
      share /= 2;
      power = scaled(power, magnitude).times(scaled(power, magnitude));
    }
    Matrix last = power;
    double trace = IntStream.range(0, last.rows()).mapToDouble(r -> last.at(r, r)).sum();
    return Math.exp((logarithm + share * Math.log(trace)) / 2);
  }

  private static Matrix scaled(Matrix matrix, double divisor) {
    return Matrix.of(matrix.rows(), matrix.columns(), (r, c) -> matrix.at(r, c) / divisor);
  }
}
