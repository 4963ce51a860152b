// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.math.BigInteger;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Exponential;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rounding;

/** Lemma L-85 (d): Phi of numbers from 0 to 8, by its third Taylor polynomial at a node. */
@Lemma("L-85")
final class NormalTable {
  /** Nodes are i / 2^6, below 8. */
  private static final int STEP = 6;

  private static final int NODES = 8 << STEP;
  private static final int ERROR = 8;

  private static final int FINE = Powers.FINE;
  private static final int BITS = Powers.BITS;

  /** Bits of the terms of the series. */
  private static final int SERIES = 128;

  /** floor(2^62 / √(2π)). */
  static final long DENSITY = 1_839_796_536_686_825_613L;

  private static final NormalTable TABLE = new NormalTable();

  private final long[] values = new long[NODES]; // 2^31 Phi, less by at most 1
  private final long[] slopes = new long[NODES]; // 2^31 phi, less by at most 1

  private NormalTable() {
    Exponential exponential = Exponential.forArguments(Exponential.BITS + STEP);
    for (int i = 0; i < NODES; i++) {
      BigInteger half = BigInteger.valueOf((long) -i * i);
      BigInteger argument = half.shiftLeft(Exponential.BITS - 2 * STEP - 1);
      Enclosure e = exponential.of(argument, argument);
      BigInteger[] series = series(i);
      int down = -e.exponent().intValueExact() + 2 * BITS - BITS;
      slopes[i] = below(e.lo().multiply(density(0)), e.hi().multiply(density(1)), down);
      values[i] =
          (1L << BITS - 1)
              + below(
                  e.lo().multiply(density(0)).multiply(series[0]),
                  e.hi().multiply(density(1)).multiply(series[1]),
                  down + SERIES);
    }
  }

  private static BigInteger density(int more) {
    return BigInteger.valueOf(DENSITY + more);
  }

  /** The lower end over 2^down, rounded down; the upper one is at most one more. */
  private static long below(BigInteger lo, BigInteger hi, int down) {
    long floor = lo.shiftRight(down).longValueExact();
    if (Rounding.up(hi, down).longValueExact() > floor + 1) { // L-85 (d)
      throw new IllegalStateException("a value of the table is not known to 31 bits");
    }
    return floor;
  }

  /** 2^128 (x + x^3/3 + x^5/(3·5) + ...) at x = i / 2^6, from below and from above. */
  private static BigInteger[] series(int i) {
    BigInteger square = BigInteger.valueOf((long) i * i);
    BigInteger down = BigInteger.valueOf(i).shiftLeft(SERIES - STEP);
    BigInteger up = down;
    BigInteger lo = down;
    BigInteger hi = up;
    boolean ends = false;
    for (long k = 1; !ends; k++) {
      BigInteger divisor = BigInteger.valueOf(2 * k + 1);
      down = down.multiply(square).shiftRight(2 * STEP).divide(divisor);
      up = Rounding.up(up.multiply(square), 2 * STEP).divide(divisor).add(BigInteger.ONE);
      lo = lo.add(down);
      hi = hi.add(up);
      ends = 2 * k + 3 > 2L * i * i >> 2 * STEP && up.bitLength() <= 2; // they fall by half
    }
    return new BigInteger[] {lo, hi.add(BigInteger.valueOf(3))};
  }

  /** Encloses Phi(u / 2^30). Requires: 0 <= u < 8 · 2^30. */
  static FunctionWords.Share share(long u) {
    int i = (int) (u >> FINE - STEP);
    long h = u & (1L << FINE - STEP) - 1;
    long square = h * h >> FINE;
    long second = i * h >> STEP + 1; // x h / 2
    long third = Math.floorDiv(((long) i * i - (1L << 2 * STEP)) * square, 6L << 2 * STEP);
    long moved = h * ((1L << FINE) - second + third) >> FINE;
    long value = TABLE.values[i] + (TABLE.slopes[i] * moved >> FINE);
    return new FunctionWords.Share(Math.max(0, value - ERROR), Math.min(1L << BITS, value + ERROR));
  }
}
