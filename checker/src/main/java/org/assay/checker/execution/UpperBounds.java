// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.execution;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;

/**
 * Lemma L-41. A matrix of upper bounds of numbers that are not negative: {@code significands[r][c]
 * · 2^exponent}, 0 <= significand <= 2^24. Every operation rounds up to 24 bits of its largest
 * entry; so a product with up to 2^14 terms fits 64 bits.
 */
@Lemma("L-41")
public final class UpperBounds {
  private static final int BITS = 24;

  /** The exponent of zeros: sums take that of the other operand. */
  private static final int NO_EXPONENT = -1 << 20;

  private final long[][] significands;
  private final int columns;
  private final int exponent;
  private final Meter meter; // that of the matrix these are bounds of

  /** Requires: entries are at most 2^62. */
  private UpperBounds(long[][] entries, int columns, int exponent, Meter meter) {
    this.meter = meter;
    long largest = Arrays.stream(entries).flatMapToLong(Arrays::stream).max().orElse(0);
    int excess = Long.SIZE - Long.numberOfLeadingZeros(largest) - BITS;
    this.significands = LongEntries.mapped(entries, entry -> LongEntries.shiftedUp(entry, excess));
    this.columns = columns;
    this.exponent = largest == 0 ? NO_EXPONENT : exponent + excess;
  }

  /** Of the absolute values. */
  public static UpperBounds of(ExactMatrix matrix) {
    int excess = matrix.significandBits() - BITS;
    long[][] entries = new long[matrix.rows()][matrix.columns()];
    for (int r = 0; r < entries.length; r++) {
      for (int c = 0; c < entries[r].length; c++) {
        BigInteger entry = matrix.significand(r, c);
        entries[r][c] = -entry.min(entry.negate()).shiftRight(excess).longValueExact();
      }
    }
    return new UpperBounds(entries, matrix.columns(), matrix.exponent() + excess, matrix.meter());
  }

  /** The same number everywhere, {@code factor · 2^-bits}. */
  UpperBounds constant(int rows, int columns, long factor, int bits) {
    long[][] entries = new long[rows][columns];
    for (long[] row : entries) {
      Arrays.fill(row, factor);
    }
    return new UpperBounds(entries, columns, -bits, meter);
  }

  public ExactMatrix values() {
    BigInteger[][] entries =
        Arrays.stream(significands)
            .map(row -> Arrays.stream(row).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new))
            .toArray(BigInteger[][]::new);
    return ExactMatrix.of(entries, columns, exponent == NO_EXPONENT ? 0 : exponent).on(meter);
  }

  Meter meter() {
    return meter;
  }

  public int rows() {
    return significands.length;
  }

  int columns() {
    return columns;
  }

  public UpperBounds plus(UpperBounds other) {
    return plus(other, other.rows());
  }

  /** Adds one row to every row. */
  public UpperBounds plusRow(UpperBounds row) {
    return plus(row, 1);
  }

  /** Adds one column to every column. */
  UpperBounds plusColumn(UpperBounds column) {
    return plus(column.times(constant(1, columns, 1, 0)));
  }

  /** Adds one number, {@code factor · 2^-bits}, to every entry. */
  UpperBounds plusAll(long factor, int bits) {
    return plusRow(constant(1, columns, factor, bits));
  }

  private UpperBounds plus(UpperBounds other, int otherRows) {
    requireShape(other.rows() == otherRows && other.columns == columns, other);
    meter.add((long) rows() * columns);
    int common = Math.max(exponent, other.exponent);
    long[][] a =
        LongEntries.mapped(significands, entry -> LongEntries.shiftedUp(entry, common - exponent));
    long[][] b =
        LongEntries.mapped(
            other.significands, entry -> LongEntries.shiftedUp(entry, common - other.exponent));
    long[][] sums = new long[rows()][columns];
    for (int r = 0; r < sums.length; r++) {
      for (int c = 0; c < columns; c++) {
        sums[r][c] = a[r][c] + b[r % otherRows][c];
      }
    }
    return new UpperBounds(sums, columns, common, meter);
  }

  public UpperBounds times(UpperBounds other) {
    return timesTransposed(other.transposed());
  }

  /** This times the transpose of {@code other}: scalar products of rows with rows. */
  UpperBounds timesTransposed(UpperBounds other) {
    requireShape(other.columns == columns && columns <= 1 << 14, other);
    meter.add((long) rows() * other.rows() * (2L * columns - 1));
    long[][] products = new long[rows()][other.rows()];
    for (int r = 0; r < products.length; r++) {
      for (int c = 0; c < products[r].length; c++) {
        products[r][c] = LongEntries.dot(significands[r], other.significands[c]);
      }
    }
    return new UpperBounds(products, other.rows(), exponent + other.exponent, meter);
  }

  /** Times {@code factor · 2^-Roundings.BITS}. */
  UpperBounds scaled(BigInteger factor) {
    UpperBounds one = of(ExactMatrix.of(new BigInteger[][] {{factor}}, 1, -Roundings.BITS));
    meter.add((long) rows() * columns);
    long[][] products = LongEntries.mapped(significands, entry -> entry * one.significands[0][0]);
    return new UpperBounds(products, columns, exponent + one.exponent, meter);
  }

  /** Times 2^bits. */
  public UpperBounds shifted(int bits) {
    return new UpperBounds(significands, columns, exponent + bits, meter);
  }

  /** The sum of each column, [1, columns]. */
  UpperBounds columnSums() {
    return constant(1, rows(), 1, 0).times(this);
  }

  /** The largest entry of each row, [rows, 1]. */
  public UpperBounds rowMaxima() {
    meter.add((long) rows() * (columns - 1));
    long[][] largest =
        Arrays.stream(significands)
            .map(row -> new long[] {Arrays.stream(row).max().orElseThrow()})
            .toArray(long[][]::new);
    return new UpperBounds(largest, 1, exponent, meter);
  }

  /** The largest entry of each column, [1, columns]. */
  public UpperBounds columnMaxima() {
    return transposed().rowMaxima().transposed();
  }

  /** The largest entry, [1, 1]. */
  UpperBounds largest() {
    return rowMaxima().columnMaxima();
  }

  /** The least e such that every entry is below 2^e; less than any other for zeros. */
  public int magnitudeBits() {
    long largest = Arrays.stream(significands).flatMapToLong(Arrays::stream).max().orElse(0);
    return exponent + Long.SIZE - Long.numberOfLeadingZeros(largest);
  }

  /** 2^bits times each entry of a row, rounded up. */
  public BigInteger[] ceilScaled(int row, int bits) {
    return Arrays.stream(significands[row])
        .mapToObj(entry -> BigInteger.valueOf(-entry).shiftLeft(exponent + bits).negate())
        .toArray(BigInteger[]::new);
  }

  private UpperBounds transposed() {
    long[][] entries =
        IntStream.range(0, columns)
            .mapToObj(c -> Arrays.stream(significands).mapToLong(row -> row[c]).toArray())
            .toArray(long[][]::new);
    return new UpperBounds(entries, rows(), exponent, meter);
  }

  private static void requireShape(boolean fits, UpperBounds other) {
    if (!fits) {
      throw new IllegalArgumentException("does not fit: " + other.rows() + ", " + other.columns);
    }
  }
}
