// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.Arrays;
import org.assay.checker.exact.Entries;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;

/**
 * A matrix of upper bounds of numbers that are not negative. Every operation rounds up, to about 40
 * bits of the largest entry.
 */
record UpperBounds(ExactMatrix values) {
  private static final int BITS = 40;

  UpperBounds {
    values = trimmed(values);
  }

  /** Of the absolute values. */
  static UpperBounds of(ExactMatrix matrix) {
    return new UpperBounds(Entries.absolute(matrix));
  }

  /** The same number everywhere, {@code factor · 2^-bits}. */
  static UpperBounds constant(int rows, int columns, BigInteger factor, int bits) {
    BigInteger[][] entries = new BigInteger[rows][columns];
    for (BigInteger[] row : entries) {
      Arrays.fill(row, factor);
    }
    return new UpperBounds(ExactMatrix.of(entries, columns, -bits));
  }

  int rows() {
    return values.rows();
  }

  int columns() {
    return values.columns();
  }

  UpperBounds plus(UpperBounds other, Meter meter) {
    return new UpperBounds(values.plus(other.values, meter));
  }

  /** Adds one row to every row. */
  UpperBounds plusRow(UpperBounds row, Meter meter) {
    return new UpperBounds(values.plusRow(row.values, meter));
  }

  /** Adds one column to every column. */
  UpperBounds plusColumn(UpperBounds column, Meter meter) {
    return plus(column.times(constant(1, columns(), BigInteger.ONE, 0), meter), meter);
  }

  /** Adds one number, {@code factor · 2^-bits}, to every entry. */
  UpperBounds plusAll(BigInteger factor, int bits, Meter meter) {
    return plusRow(constant(1, columns(), factor, bits), meter);
  }

  UpperBounds times(UpperBounds other, Meter meter) {
    return new UpperBounds(values.times(other.values, meter));
  }

  UpperBounds timesTransposed(UpperBounds other, Meter meter) {
    return new UpperBounds(values.timesTransposed(other.values, meter));
  }

  /** Times {@code factor · 2^-Profile.BITS}. */
  UpperBounds scaled(BigInteger factor, Meter meter) {
    meter.add((long) rows() * columns());
    BigInteger[][] entries = new BigInteger[rows()][columns()];
    for (int r = 0; r < entries.length; r++) {
      for (int c = 0; c < columns(); c++) {
        entries[r][c] = values.significand(r, c).multiply(factor);
      }
    }
    return new UpperBounds(ExactMatrix.of(entries, columns(), values.exponent() - Profile.BITS));
  }

  /** Times 2^bits. */
  UpperBounds shifted(int bits) {
    return new UpperBounds(Entries.shifted(values, bits));
  }

  /** The sum of each column, [1, columns]. */
  UpperBounds columnSums(Meter meter) {
    return constant(1, rows(), BigInteger.ONE, 0).times(this, meter);
  }

  /** The largest entry of each row, [rows, 1]. */
  UpperBounds rowMaxima(Meter meter) {
    meter.add((long) rows() * (columns() - 1));
    BigInteger[][] largest = new BigInteger[rows()][1];
    for (int r = 0; r < largest.length; r++) {
      largest[r][0] = values.significand(r, 0);
      for (int c = 1; c < columns(); c++) {
        largest[r][0] = largest[r][0].max(values.significand(r, c));
      }
    }
    return new UpperBounds(ExactMatrix.of(largest, 1, values.exponent()));
  }

  /** The largest entry, [1, 1]. */
  UpperBounds largest(Meter meter) {
    return new UpperBounds(rowMaxima(meter).values.transposed()).rowMaxima(meter);
  }

  /** 2^bits times each entry of a row, rounded up. */
  BigInteger[] ceilScaled(int row, int bits) {
    return Arrays.stream(values.floorScaled(row, -values.exponent()))
        .map(entry -> entry.negate().shiftLeft(values.exponent() + bits).negate())
        .toArray(BigInteger[]::new);
  }

  /** Whether every entry is at most 2^bits. */
  boolean isAtMost(int bits) {
    BigInteger most = BigInteger.ONE.shiftLeft(Math.max(0, bits - values.exponent()));
    for (int r = 0; r < rows(); r++) {
      for (int c = 0; c < columns(); c++) {
        BigInteger scaled =
            values.significand(r, c).shiftLeft(Math.max(0, values.exponent() - bits));
        if (scaled.compareTo(most) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static ExactMatrix trimmed(ExactMatrix matrix) {
    int excess = matrix.significandBits() - BITS;
    return excess > 0 ? Entries.ceil(matrix, excess) : matrix;
  }
}
