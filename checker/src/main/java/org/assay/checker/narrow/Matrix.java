// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemma L-81: weights, as rows and as the factor of a product; each made when it is needed. */
@Lemma("L-81")
final class Matrix {
  private static final int ENTRY_BITS = 30;
  private static final int COLUMN_BITS = 32;

  private final ExactMatrix exact;
  private final AtomicReferenceArray<Vector> rows;
  private volatile Factor factor;

  Matrix(ExactMatrix exact) {
    this.exact = exact;
    this.rows = new AtomicReferenceArray<>(exact.rows());
  }

  /**
   * |2^scale W - entries| <= 1/2, or 0 where exact. {@code columnSum}, at most 2^33, is the largest
   * sum of |entries| in a column.
   */
  private record Factor(long[][] entries, long columnSum, int scale, boolean isExact) {}

  Vector row(int row) {
    Vector made = rows.get(row);
    if (made == null) {
      made = Vector.of(exact, row);
      rows.set(row, made);
    }
    return made;
  }

  /** x W, not rounded. */
  Sum times(Vector x) {
    Factor w = factor();
    long[] product = new long[exact.columns()];
    int j = 0;
    for (; j + 1 < x.width(); j += 2) {
      add(x.centre()[j], w.entries[j], x.centre()[j + 1], w.entries[j + 1], product);
    }
    if (j < x.width()) {
      add(x.centre()[j], w.entries[j], 0, w.entries[j], product);
    }
    long error = w.isExact ? 0 : (x.sum(0, x.width()) + x.width() * x.radius() + 1) / 2;
    return new Sum(product, x.radius() * w.columnSum + error, x.scale() + w.scale);
  }

  /** Two rows at once, and in a method of its own: the compiler makes vector instructions of it. */
  private static void add(long a, long[] v, long b, long[] w, long[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += a * v[k] + b * w[k];
    }
  }

  private Factor factor() {
    if (factor == null) {
      synchronized (this) {
        factor = factor == null ? made() : factor;
      }
    }
    return factor;
  }

  private Factor made() {
    int down = down();
    BigInteger half = down > 0 ? BigInteger.ONE.shiftLeft(down - 1) : BigInteger.ZERO;
    long[][] entries = new long[exact.rows()][exact.columns()];
    long[] sums = new long[exact.columns()];
    boolean isExact = true;
    for (int j = 0; j < entries.length; j++) {
      for (int k = 0; k < sums.length; k++) {
        BigInteger entry = exact.significand(j, k);
        entries[j][k] = entry.add(half).shiftRight(down).longValueExact();
        sums[k] += Math.abs(entries[j][k]);
        isExact &= entry.signum() == 0 || entry.getLowestSetBit() >= down;
      }
    }
    long most = 0;
    for (long sum : sums) {
      most = Math.max(most, sum);
    }
    return new Factor(entries, most, -exact.exponent() - down, isExact);
  }

  /** By how many bits the entries are made shorter. */
  private int down() {
    int longest = 0;
    BigInteger most = BigInteger.ZERO;
    for (int k = 0; k < exact.columns(); k++) {
      BigInteger sum = BigInteger.ZERO;
      for (int j = 0; j < exact.rows(); j++) {
        BigInteger entry = exact.significand(j, k);
        longest = Math.max(longest, entry.bitLength());
        sum = sum.add(entry.abs());
      }
      most = most.max(sum);
    }
    return Math.max(0, Math.max(longest - ENTRY_BITS, most.bitLength() - COLUMN_BITS));
  }
}
