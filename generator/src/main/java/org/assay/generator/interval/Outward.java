// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.interval;

import java.math.BigInteger;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/**
 * The one place where intervals are rounded: downward for lo, upward for hi, to {@code bits} bits.
 */
record Outward(long bits) {
  Outward {
    if (bits < 1) throw new IllegalArgumentException("bits is " + bits + ", want >= 1");
  }

  /**
   * Exact value of a double. {@code new Apfloat(0.1)} is 1e-1 in the default radix 10, which is not
   * the weight.
   */
  static Apfloat exact(double weight) {
    if (!Double.isFinite(weight)) throw new IllegalArgumentException("weight is " + weight);
    return new Apfloat(weight, Apfloat.INFINITE, 2);
  }

  /** Exact value of integer · 2^exponent. */
  static Apfloat exact(BigInteger integer, long exponent) {
    return ApfloatMath.scale(new Apfloat(integer, Apfloat.INFINITE, 2), exponent);
  }

  /** Encloses every real between the two. */
  Interval enclose(Apfloat lo, Apfloat hi) {
    return new Interval(down(lo), down(hi.negate()).negate());
  }

  /**
   * The largest number of {@code bits} bits that is <= x: with the binary point behind these bits,
   * the floor. An Apfloat carries its precision into the next operation, so the result needs
   * INFINITE again; {@code roundToPrecision} does the same at twice the cost.
   */
  private Apfloat down(Apfloat x) {
    if (x.size() <= bits) return x;
    long point = bits - x.scale();
    return ApfloatMath.scale(ApfloatMath.scale(x, point).floor(), -point)
        .precision(Apfloat.INFINITE);
  }

  /**
   * Encloses 1/n for n >= 1: with p = bits + length(n), floor(2^p / n) keeps at least bits bits.
   */
  Interval inverse(BigInteger n) {
    if (n.signum() <= 0) throw new IllegalArgumentException("n is " + n + ", want >= 1");
    int p = Math.toIntExact(bits + n.bitLength());
    return between(BigInteger.ONE.shiftLeft(p).divide(n), BigInteger.ONE, -p);
  }

  /**
   * Encloses 1/√d for d >= 1: r = floor(√(4^p / d)) satisfies r <= 2^p/√d < r + 1, because r² <=
   * floor(4^p/d) <= 4^p/d < floor(4^p/d) + 1 <= (r + 1)².
   */
  Interval inverseRoot(int d) {
    if (d < 1) throw new IllegalArgumentException("d is " + d + ", want >= 1");
    int p = Math.toIntExact(bits + Integer.SIZE);
    BigInteger square = BigInteger.ONE.shiftLeft(2 * p).divide(BigInteger.valueOf(d));
    return between(square.sqrt(), BigInteger.ONE, -p);
  }

  /**
   * Encloses ln 2 = Σ 1/(n 2^n). In units of 2^-p: each of the p floors loses less than 1, and so
   * does the tail behind n = p, so that the sum is at most p + 1 too small.
   */
  Interval logOfTwo() {
    int p = Math.toIntExact(bits + Long.SIZE);
    BigInteger sum = BigInteger.ZERO;
    for (int n = 1; n <= p; n++) {
      sum = sum.add(BigInteger.ONE.shiftLeft(p - n).divide(BigInteger.valueOf(n)));
    }
    return between(sum, BigInteger.valueOf(p + 1L), -p);
  }

  /** Encloses [lo, lo + width] · 2^exponent. */
  private Interval between(BigInteger lo, BigInteger width, long exponent) {
    return enclose(exact(lo, exponent), exact(lo.add(width), exponent));
  }
}
