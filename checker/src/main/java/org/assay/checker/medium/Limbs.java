// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongUnaryOperator;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemma L-86: weights, as rows and as the factor of a product; each made when it is needed. */
@Lemma("L-86")
public final class Limbs {
  /** Bits of the low limb of a weight and of a number. */
  private static final int LOW = 26;

  private static final long HALF = 1L << LOW - 1;

  /** Bounds of the sums of products: of both high limbs, of a high and a low one. */
  private static final long MOST_HIGH = 1L << 58;

  private static final long MOST_CROSSED = 1L << 61;
  private static final long MOST_COLUMN = 1L << 35;
  private static final long MOST_OUTPUT = 1L << 60;

  /** Of a weight: its high limb has 31 bits. */
  private static final int ENTRY_BITS = 56;

  /** Of the bound of all. */
  private static final int NORM_BITS = 61;

  private final ExactMatrix exact;
  private final AtomicReferenceArray<Disc> rows;
  private volatile Factor factor;

  /** Nothing is made of it yet. */
  public Limbs(ExactMatrix exact) {
    this.exact = exact;
    this.rows = new AtomicReferenceArray<>(exact.rows());
  }

  /** A row of the matrix. */
  public Disc row(int row) { // L-86 (a)
    Disc made = rows.get(row);
    if (made == null) {
      BigInteger[] entries = exact.floorScaled(row, Disc.BITS);
      boolean isExact = isExact(exact, row);
      boolean fits = Arrays.stream(entries).allMatch(entry -> entry.bitLength() < Long.SIZE);
      made =
          fits
              ? Disc.of(
                  Arrays.stream(entries).mapToLong(BigInteger::longValueExact).toArray(),
                  isExact ? 0 : Disc.rootAbove(entries.length))
              : Disc.unknown(entries.length);
      rows.set(row, made);
    }
    return made;
  }

  /** x W + b, b a row; not known where a sum might not fit. */
  Disc times(Disc x, Disc bias) {
    Disc product = outputs(x, bias);
    return product.known() ? Disc.of(product.centre(), product.radius()) : product;
  }

  /** The same, where the centres may be up to 2^60: not to be computed with. */
  public Disc outputs(Disc x, Disc bias) { // L-86 (d)
    Factor w = factor();
    if (!x.known() || !bias.known() || top(x.largest()) > w.most) {
      return Disc.unknown(bias.width());
    }
    long[] entries = product(x.centre(), w);
    for (int k = 0; k < entries.length; k++) {
      entries[k] += bias.centre()[k];
    }
    long reach = x.reach(0, x.width()) + x.width() * ((x.radius() >> Disc.UNIT_BITS) + 1);
    long error = w.isExact ? 1 : (reach >> Disc.BITS - Disc.UNIT_BITS) + 2;
    long moved = Products.above(x.radius(), w.norm, Disc.BITS);
    long radius = moved + Disc.rootAbove(entries.length) * error + bias.radius();
    boolean fits = Arrays.stream(entries).allMatch(entry -> Math.abs(entry) <= MOST_OUTPUT);
    return fits && radius <= Disc.MOST_RADIUS
        ? new Disc(entries, radius, true)
        : Disc.unknown(entries.length);
  }

  /** At least 2^48 times the largest singular value; nothing where {@code times} knows nothing. */
  public long norm() {
    Factor w = factor();
    long cut = Disc.rootAbove(exact.rows()) * Disc.rootAbove(exact.columns());
    return w.isExact ? w.norm : w.norm + cut;
  }

  private static long top(long number) {
    return number + HALF >> LOW;
  }

  /** Sums of products of high limbs, of a high and a low one, and of low ones. */
  private record Sums(long[] high, long[] crossed, long[] low) {
    Sums(int columns) {
      this(new long[columns], new long[columns], new long[columns]);
    }

    /** In a method of its own: the compiler makes vector instructions of it. */
    void add(int f, int g, int[] d, int[] e) {
      for (int k = 0; k < high.length; k++) {
        high[k] += (long) f * d[k];
        crossed[k] += (long) f * e[k] + (long) g * d[k];
        low[k] += (long) g * e[k];
      }
    }
  }

  /** floor(sum_j c_j C_jk / 2^48), exactly. */
  private static long[] product(long[] centre, Factor w) {
    Sums sums = new Sums(w.columns);
    for (int j = 0; j < centre.length; j++) {
      long f = top(centre[j]);
      if (centre[j] != 0) {
        sums.add((int) f, (int) (centre[j] - (f << LOW)), w.high[j], w.low[j]);
      }
    }
    long[] product = new long[w.columns];
    for (int k = 0; k < product.length; k++) {
      long rest = sums.crossed[k] + (sums.low[k] >> LOW) >> Disc.BITS - LOW;
      product[k] = (sums.high[k] << 2 * LOW - Disc.BITS) + rest;
    }
    return product;
  }

  private Factor factor() {
    if (factor == null) {
      synchronized (this) {
        factor = factor == null ? Factor.of(exact) : factor;
      }
    }
    return factor;
  }

  /**
   * C = floor(2^48 W) = high 2^26 + low, -2^25 <= low < 2^25. No singular value of C is above
   * {@code norm}; {@code most} is the largest high limb of a number that fits, or negative.
   */
  private record Factor(
      int[][] high, int[][] low, int columns, long norm, long most, boolean isExact) {
    static Factor of(ExactMatrix exact) {
      long[][] whole = new long[exact.rows()][exact.columns()];
      boolean fits = true;
      boolean isExact = true;
      for (int j = 0; j < whole.length; j++) {
        BigInteger[] entries = exact.floorScaled(j, Disc.BITS);
        fits &= Arrays.stream(entries).allMatch(entry -> entry.bitLength() <= ENTRY_BITS);
        isExact &= Limbs.isExact(exact, j);
        whole[j] = Arrays.stream(entries).mapToLong(BigInteger::longValue).toArray();
      }
      int[][] high = mapped(whole, Limbs::top);
      int[][] low = mapped(whole, entry -> entry - (top(entry) << LOW));
      long most = fits ? most(sum(high, exact.columns()), sum(low, exact.columns())) : -1;
      BigInteger norm = most < 0 ? BigInteger.ZERO : Spectrum.bound(whole, exact.columns());
      return norm.bitLength() <= NORM_BITS
          ? new Factor(high, low, exact.columns(), norm.longValueExact(), most, isExact)
          : new Factor(high, low, exact.columns(), 0, -1, isExact);
    }

    /** From the largest sums of a column; negative where no number fits. */
    private static long most(long high, long low) {
      return high > MOST_COLUMN
          ? -1
          : Math.min(
              MOST_HIGH / Math.max(1, high), (MOST_CROSSED - HALF * high) / Math.max(1, low));
    }

    /** Requires: what the function gives has 32 bits, or is not used. */
    private static int[][] mapped(long[][] matrix, LongUnaryOperator function) {
      return Arrays.stream(matrix)
          .map(row -> Arrays.stream(row).map(function).mapToInt(limb -> (int) limb).toArray())
          .toArray(int[][]::new);
    }

    /** The largest sum of |entries| in a column. */
    private static long sum(int[][] matrix, int columns) {
      long[] sums = new long[columns];
      for (int[] row : matrix) {
        for (int k = 0; k < columns; k++) {
          sums[k] += Math.abs((long) row[k]);
        }
      }
      return Arrays.stream(sums).max().orElse(0);
    }
  }

  /** Whether 2^48 times the row is integers. */
  private static boolean isExact(ExactMatrix exact, int row) {
    int least = -exact.exponent() - Disc.BITS;
    return Arrays.stream(exact.significands()[row])
        .allMatch(entry -> entry.signum() == 0 || entry.getLowestSetBit() >= least);
  }
}
