// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.math.BigInteger;
import java.util.concurrent.ConcurrentHashMap;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/** Lemma L-89: layer norm and RMS norm, with 48 fractional bits. */
@Lemma("L-89")
final class Norms {
  private static final int BITS = Disc.BITS;

  /** The inverse root has at most 61 bits, and at most 63 fractional ones. */
  private static final int ROOT_BITS = 23;

  private static final int MOST_SHIFT = 63;

  /** Sums of squares; more would make a length of more than 2^61. */
  private static final int SQUARE_BITS = 122;

  private final ConcurrentHashMap<Job, Epsilon> epsilons = new ConcurrentHashMap<>();

  private record Job(Norming norming, int width) {}

  /** 4^48 w epsilon, rounded down and up; w is the width. */
  private record Epsilon(BigInteger least, BigInteger most) {
    static Epsilon of(Job job) {
      Rational epsilon = job.norming.epsilon();
      BigInteger times = epsilon.numerator().multiply(BigInteger.valueOf(job.width));
      Rational number = new Rational(times, epsilon.denominator());
      Rational negated = new Rational(times.negate(), epsilon.denominator());
      return new Epsilon(negated.ceilScaled(2 * BITS).negate(), number.ceilScaled(2 * BITS));
    }
  }

  /** The vector divided by its root; not known where the root may be zero, or is loose. */
  Disc of(Disc x, Norming norming) {
    Epsilon epsilon = epsilons.computeIfAbsent(new Job(norming, x.width()), Epsilon::of);
    long[] y = norming.centred() ? centred(x) : x.centre();
    long floors = norming.centred() ? Disc.rootAbove(y.length) : 0;
    Root root = root(new Disc(y, x.radius() + floors, true), epsilon);
    return root.known ? divided(y, root) : Disc.unknown(y.length);
  }

  /** x - floor(mean x): L-89 (a). */
  private static long[] centred(Disc x) {
    Products sum = new Products();
    for (long entry : x.centre()) {
      sum.add(entry, 1);
    }
    long mean = down(sum.exact(), x.width()).longValueExact();
    long[] y = new long[x.width()];
    for (int j = 0; j < y.length; j++) {
      y[j] = x.centre()[j] - mean;
    }
    return y;
  }

  /** 2^(shift + 48) √w over the root of the centre is between both; and what errors amount to. */
  private record Root(long least, int shift, long error, boolean known) {
    static final Root UNKNOWN = new Root(0, 1, 0, false);
  }

  private static Root root(Disc y, Epsilon epsilon) { // L-89 (b), (c)
    Products sum = new Products();
    for (long entry : y.centre()) {
      sum.add(entry, entry);
    }
    BigInteger squares = sum.exact();
    BigInteger length = squares.sqrt();
    BigInteger radius = BigInteger.valueOf(y.radius());
    BigInteger rest = length.subtract(radius).max(BigInteger.ZERO);
    BigInteger near = rest.multiply(rest).add(epsilon.least); // nowhere in the disc less
    BigInteger least = squares.add(epsilon.least);
    boolean loose =
        near.signum() <= 0
            || near.compareTo(radius.multiply(radius)) < 0
            || near.compareTo(least.shiftRight(2)) < 0;
    if (loose || squares.bitLength() > SQUARE_BITS) {
      return Root.UNKNOWN;
    }
    int width = y.width();
    int bits = least.bitLength() + ROOT_BITS - (Integer.SIZE - Integer.numberOfLeadingZeros(width));
    int shift = Math.min(MOST_SHIFT, bits >> 1);
    BigInteger one = BigInteger.valueOf(width).shiftLeft(2 * (shift + BITS));
    long down = one.divide(squares.add(epsilon.most)).sqrt().longValueExact();
    long up = one.divide(least).sqrt().longValueExact() + 1;
    long steepest = one.divide(near).sqrt().longValueExact() + 1;
    long error =
        Products.above(length.longValueExact() + 1, up - down, shift)
            + Products.above(y.radius(), steepest, shift);
    return new Root(down, shift, error, true);
  }

  private static BigInteger down(BigInteger number, int width) {
    BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(width));
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  private static Disc divided(long[] y, Root root) {
    long[] entries = new long[y.length];
    for (int j = 0; j < y.length; j++) {
      entries[j] = Products.floor(y[j], root.least, root.shift);
    }
    return Disc.of(entries, root.error + Disc.rootAbove(y.length));
  }

  /** Entry by entry times a weight, plus a bias. */
  static Disc affine(Disc z, Disc weight, Disc bias) { // L-89 (d)
    boolean known = z.known() && weight.known() && bias.known();
    if (!known || Math.multiplyHigh(z.largest(), weight.largest()) >= 1L << 42) {
      return Disc.unknown(z.width());
    }
    long[] entries = new long[z.width()];
    for (int j = 0; j < entries.length; j++) {
      entries[j] = Products.floor(z.centre()[j], weight.centre()[j], BITS) + bias.centre()[j];
    }
    long error =
        Products.above(z.radius(), weight.largest(), BITS)
            + weight.radius() * ((z.largest() + z.radius() >> BITS) + 1)
            + Disc.rootAbove(entries.length)
            + bias.radius();
    return Disc.of(entries, error);
  }
}
