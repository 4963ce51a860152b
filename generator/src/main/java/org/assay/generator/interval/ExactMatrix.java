// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/** A matrix of dyadic rationals. Sums and products are exact; nothing here rounds unasked. */
public final class ExactMatrix {
  /** Below the scale of everything but zero. */
  public static final long NO_SCALE = Long.MIN_VALUE;

  private static final Apfloat ZERO = Outward.exact(0);

  private final Apfloat[][] entries;
  private final int columns;

  private ExactMatrix(Apfloat[][] entries, int columns) {
    this.entries = entries;
    this.columns = columns;
  }

  /** The exact values of finite doubles. */
  public static ExactMatrix of(double[][] values) {
    Apfloat[][] entries =
        Arrays.stream(values)
            .map(row -> Arrays.stream(row).mapToObj(Outward::exact).toArray(Apfloat[]::new))
            .toArray(Apfloat[][]::new);
    return new ExactMatrix(entries, values[0].length);
  }

  public int rows() {
    return entries.length;
  }

  public int columns() {
    return columns;
  }

  Apfloat entry(int row, int column) {
    return entries[row][column];
  }

  public ExactMatrix transposed() {
    Apfloat[][] result = new Apfloat[columns][rows()];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns; j++) result[j][i] = entries[i][j];
    }
    return new ExactMatrix(result, rows());
  }

  public ExactMatrix row(int index) {
    return new ExactMatrix(new Apfloat[][] {entries[index]}, columns);
  }

  /** Adds the one row of {@code other} to each row. */
  public ExactMatrix plusRow(ExactMatrix other) {
    require(other.rows() == 1 && other.columns == columns, other);
    Apfloat[][] result = new Apfloat[rows()][columns];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns; j++) result[i][j] = entries[i][j].add(other.entries[0][j]);
    }
    return new ExactMatrix(result, columns);
  }

  public ExactMatrix times(ExactMatrix right) {
    require(columns == right.rows(), right);
    Apfloat[][] transposed = right.transposed().entries;
    Apfloat[][] result = new Apfloat[rows()][right.columns];
    IntStream.range(0, rows())
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < right.columns; j++) {
                result[i][j] = scalarProduct(entries[i], transposed[j]);
              }
            });
    return new ExactMatrix(result, right.columns);
  }

  private static Apfloat scalarProduct(Apfloat[] left, Apfloat[] right) {
    Apfloat sum = ZERO;
    for (int i = 0; i < left.length; i++) {
      if (left[i].signum() != 0 && right[i].signum() != 0) {
        sum = sum.add(left[i].multiply(right[i]));
      }
    }
    return sum;
  }

  /** The smallest s with |x| < 2^s for every entry x; {@link #NO_SCALE} if every entry is 0. */
  public long scale() {
    return Arrays.stream(entries)
        .flatMap(Arrays::stream)
        .filter(x -> x.signum() != 0)
        .mapToLong(Apfloat::scale)
        .max()
        .orElse(NO_SCALE);
  }

  /** Lower bounds of (x[row, column] - x[row, o]) · 2^shift for every column o. */
  public double[] differencesBelow(int row, int column, long shift) {
    double[] below = new double[columns];
    for (int o = 0; o < columns; o++) {
      Apfloat difference = entries[row][column].subtract(entries[row][o]);
      below[o] = difference.signum() == 0 ? 0 : DoubleBound.below(scaled(difference, shift));
    }
    return below;
  }

  /**
   * The floor of x · 2^shift for every entry x.
   *
   * @throws ArithmeticException if one is not a long
   */
  public long[][] floors(long shift) {
    return Arrays.stream(entries)
        .map(row -> Arrays.stream(row).mapToLong(x -> floor(scaled(x, shift))).toArray())
        .toArray(long[][]::new);
  }

  private static long floor(Apfloat x) {
    return x.floor().toBigInteger().longValueExact();
  }

  private static Apfloat scaled(Apfloat x, long shift) {
    return shift == 0 ? x : ApfloatMath.scale(x, shift);
  }

  /** Encloses exp(x/√d) for every entry x. */
  public Scaled[][] exponentials(int d) {
    return Exponential.of(this, d);
  }

  private void require(boolean fits, ExactMatrix other) {
    if (!fits) {
      throw new IllegalArgumentException(
          "shapes do not fit: ["
              + rows()
              + ", "
              + columns
              + "] and ["
              + other.rows()
              + ", "
              + other.columns
              + "]");
    }
  }
}
