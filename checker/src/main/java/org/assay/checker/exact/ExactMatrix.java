// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.exact;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A matrix of dyadic rationals: entry (r, c) is {@code significand(r, c) · 2^exponent}, with one
 * exponent for the whole matrix, so sums and products of matrices are sums and products of
 * integers. No operation rounds. Operations are counted by the meter of the matrix they start from,
 * which is that of their result.
 */
public record ExactMatrix(BigInteger[][] significands, int columns, int exponent, Meter meter) {
  /** The magnitude of zero: smaller than any product of weights (each at least 2^-1074). */
  public static final int NO_MAGNITUDE = -8192;

  /** Entries of a product's right side whose digits are kept at a time. */
  private static final int ENTRIES = 1 << 17;

  /**
   * With a meter of its own; entry (r, c) is {@code significands[i] · 2^exponents[i]} with {@code i
   * = r · columns + c}.
   */
  public static ExactMatrix of(int rows, int columns, long[] significands, int[] exponents) {
    int least =
        IntStream.range(0, significands.length)
            .filter(i -> significands[i] != 0)
            .map(i -> exponents[i])
            .min()
            .orElse(0);
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (int i = 0; i < significands.length; i++) {
      // a zero may have any exponent, also one below the least
      int shift = significands[i] == 0 ? 0 : exponents[i] - least;
      entries[i / columns][i % columns] = BigInteger.valueOf(significands[i]).shiftLeft(shift);
    }
    return of(entries, columns, least);
  }

  /** With a meter of its own; entry (r, c) is {@code significands[r][c] · 2^exponent}. */
  public static ExactMatrix of(BigInteger[][] significands, int columns, int exponent) {
    return new ExactMatrix(significands, columns, exponent, new Meter());
  }

  public static ExactMatrix zero(int rows, int columns) {
    return of(rows, columns, new long[rows * columns], new int[rows * columns]);
  }

  /** Another matrix with the meter of this one. */
  public ExactMatrix with(BigInteger[][] significands, int columns, int exponent) {
    return new ExactMatrix(significands, columns, exponent, meter);
  }

  /** The same matrix with another meter. */
  public ExactMatrix on(Meter meter) {
    return new ExactMatrix(significands, columns, exponent, meter);
  }

  public int rows() {
    return significands.length;
  }

  public BigInteger significand(int row, int column) {
    return significands[row][column];
  }

  /** Bits of the longest significand. */
  public int significandBits() {
    Stream<BigInteger> entries = Arrays.stream(significands).flatMap(Arrays::stream);
    return entries.mapToInt(entry -> entry.abs().bitLength()).max().orElse(0);
  }

  /** The least e with |entry| < 2^e for every entry, but never below {@link #NO_MAGNITUDE}. */
  public int magnitudeBits() {
    int bits = significandBits();
    return bits == 0 ? NO_MAGNITUDE : bits + exponent;
  }

  /** One row as a matrix. */
  public ExactMatrix row(int row) {
    return with(new BigInteger[][] {significands[row]}, columns, exponent);
  }

  /** Adds one row vector to every row. */
  public ExactMatrix plusRow(ExactMatrix vector) {
    return combined(vector, 1, BigInteger::add);
  }

  /** Subtracts one row vector from every row. */
  public ExactMatrix minusRow(ExactMatrix vector) {
    return combined(vector, 1, BigInteger::subtract);
  }

  public ExactMatrix plus(ExactMatrix other) {
    return combined(other, rows(), BigInteger::add);
  }

  public ExactMatrix minus(ExactMatrix other) {
    return combined(other, rows(), BigInteger::subtract);
  }

  private ExactMatrix combined(
      ExactMatrix other, int otherRows, BinaryOperator<BigInteger> operation) {
    requireShape(other.rows() == otherRows && other.columns == columns, other);
    meter.add((long) rows() * columns);
    int least = Math.min(exponent, other.exponent);
    return byRows(
        rows(),
        columns,
        least,
        r -> {
          BigInteger[] result = shifted(r, least);
          BigInteger[] operand = other.shifted(r % otherRows, least);
          Arrays.setAll(result, c -> operation.apply(result[c], operand[c]));
          return result;
        });
  }

  /** This times {@code other}. */
  public ExactMatrix times(ExactMatrix other) {
    return timesTransposed(other.transposed());
  }

  /** This times the transpose of {@code other}: scalar products of rows with rows. */
  public ExactMatrix timesTransposed(ExactMatrix other) {
    requireShape(other.columns == columns, other);
    meter.add((long) rows() * other.rows() * (2L * columns - 1));
    BigInteger[][] products = new BigInteger[rows()][other.rows()];
    int block = Math.max(1, ENTRIES / columns);
    for (int from = 0; from < other.rows(); from += block) {
      int first = from;
      BigInteger[][] rows =
          Arrays.copyOfRange(other.significands, first, Math.min(first + block, other.rows()));
      Digits[] right = Arrays.stream(rows).parallel().map(Digits::of).toArray(Digits[]::new);
      IntStream.range(0, rows())
          .parallel()
          .forEach(
              r -> {
                Digits left = Digits.of(significands[r]);
                for (int c = 0; c < right.length; c++) {
                  products[r][first + c] = left.dot(right[c]);
                }
              });
    }
    return with(products, other.rows(), Math.addExact(exponent, other.exponent));
  }

  /** floor(2^bits · entry) for every entry of a row. */
  public BigInteger[] floorScaled(int row, int bits) {
    return shifted(row, -bits);
  }

  /** The same of every row. */
  public BigInteger[][] floorScaled(int bits) {
    return IntStream.range(0, rows())
        .mapToObj(row -> floorScaled(row, bits))
        .toArray(BigInteger[][]::new);
  }

  public ExactMatrix transposed() {
    return byRows(
        columns,
        rows(),
        exponent,
        c -> Arrays.stream(significands).map(row -> row[c]).toArray(BigInteger[]::new));
  }

  /** The row in units of 2^least: exact if least <= exponent, else rounded down. */
  private BigInteger[] shifted(int row, int least) {
    BigInteger[] result = new BigInteger[columns];
    for (int c = 0; c < columns; c++) {
      result[c] = significands[row][c].shiftLeft(exponent - least); // a right shift rounds down
    }
    return result;
  }

  private ExactMatrix byRows(int rows, int columns, int exponent, IntFunction<BigInteger[]> row) {
    return with(
        IntStream.range(0, rows).parallel().mapToObj(row).toArray(BigInteger[][]::new),
        columns,
        exponent);
  }

  private void requireShape(boolean fits, ExactMatrix other) { // L-01 (a)
    if (!fits) {
      String shape = "[" + other.rows() + ", " + other.columns + "]";
      throw new IllegalArgumentException("got " + shape + ", to fit " + rows() + ", " + columns);
    }
  }
}
