// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.math.BigInteger;
import java.util.concurrent.ConcurrentHashMap;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/** Lemma L-84: layer norm and RMS norm, in words of 64 bits. */
@Lemma("L-84")
final class NormWords {
  /** Squares of 2^4 columns are summed as they are: 2^4 2^56 = 2^60. */
  private static final int SUMMED_BITS = 4;

  private static final int EPSILON_BITS = 59;
  private static final int ROOT_BITS = 61;

  private final ConcurrentHashMap<Job, Fixed> jobs = new ConcurrentHashMap<>();

  record Job(Norming norming, int width) {}

  /**
   * Of a width w: w^3 epsilon (w epsilon of an RMS norm) as 2^-scale times a number between {@code
   * epsilon} and one more, both at most 2^59; and 2^rootScale √w likewise, between 2^60 and 2^61.
   */
  record Fixed(long epsilon, boolean isExact, int scale, long root, int rootScale, boolean known) {
    static Fixed of(Job job) {
      int power = job.norming.centred() ? 3 : 1;
      BigInteger times = BigInteger.valueOf(job.width).pow(power);
      Rational number = job.norming.epsilon();
      Rational whole = new Rational(number.numerator().multiply(times), number.denominator());
      int scale = whole.signum() == 0 ? Vector.MOST_SCALE : EPSILON_BITS - whole.magnitudeBits();
      BigInteger epsilon = whole.ceilScaled(scale);
      int root = ROOT_BITS - (Integer.SIZE + 1 - Integer.numberOfLeadingZeros(job.width)) / 2;
      long floor = BigInteger.valueOf(job.width).shiftLeft(2 * root).sqrt().longValueExact();
      return new Fixed(
          whole.signum() == 0 ? 0 : epsilon.longValueExact() - 1,
          whole.signum() == 0,
          scale,
          floor,
          root,
          Math.abs(scale) <= Vector.MOST_SCALE);
    }
  }

  /** The vector divided by its root; not known where the root may be zero, or is loose. */
  Vector of(Vector x, Norming norming) {
    Fixed fixed = jobs.computeIfAbsent(new Job(norming, x.width()), Fixed::of);
    Vector y = norming.centred() ? centred(x) : x;
    Root root = fixed.known && y.known() ? root(y, fixed) : Root.UNKNOWN;
    if (!root.known) {
      return Vector.unknown(x.width());
    }
    long[] entries = new long[y.width()];
    for (int j = 0; j < entries.length; j++) {
      entries[j] = y.centre()[j] * root.least;
    }
    long error = y.largest() * (root.most - root.least) + y.radius() * root.most;
    return new Sum(entries, error, y.scale() + root.scale).rounded();
  }

  static Vector centred(Vector x) { // L-84 (a): w (x - mean), exactly
    long sum = 0;
    for (long entry : x.centre()) {
      sum += entry;
    }
    long[] entries = new long[x.width()];
    for (int j = 0; j < entries.length; j++) {
      entries[j] = x.width() * x.centre()[j] - sum;
    }
    return new Sum(entries, 2L * x.width() * x.radius(), x.scale()).rounded();
  }

  /** The inverse root, times 2^scale, is between both. */
  record Root(long least, long most, int scale, boolean known) {
    static final Root UNKNOWN = new Root(0, 0, 0, false);
  }

  static Root root(Vector y, Fixed fixed) { // L-84 (b), (c)
    int down = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(y.width()) - SUMMED_BITS);
    long squares = 0;
    for (long entry : y.centre()) {
      squares += entry * entry >> down;
    }
    long error =
        (2 * y.radius() * y.sum(0, y.width()) + y.width() * y.radius() * y.radius() >> down) + 1;
    long floors = down == 0 ? 0 : y.width();
    long least = Math.max(0, squares - error);
    long most = squares + error + floors;
    int scale = 2 * y.scale() - down;
    if (fixed.isExact) {
      return inverse(least, most, scale, fixed);
    }
    int coarser = Math.max(0, Math.min(scale - fixed.scale, Long.SIZE - 1)); // of the squares
    int finer = Math.max(0, Math.min(fixed.scale - scale, Long.SIZE - 1)); // of epsilon
    return inverse(
        (least >> coarser) + (fixed.epsilon >> finer),
        (most >> coarser) + (fixed.epsilon >> finer) + 3,
        Math.min(scale, fixed.scale),
        fixed);
  }

  /** √w over the root of a number between two. */
  private static Root inverse(long least, long most, int scale, Fixed fixed) {
    int up = Math.max(0, Long.numberOfLeadingZeros(most) - 2);
    up -= up + scale & 1; // so that up + scale is even
    if (least <= 0 || up < 0 || least < most >> 2) { // L-84 (c)
      return Root.UNKNOWN;
    }
    long rootLeast = root(least << up);
    long rootMost = root(most << up) + 1;
    return new Root(
        fixed.root / rootMost,
        (fixed.root + 1) / rootLeast + 1,
        fixed.rootScale - (up + scale) / 2,
        true);
  }

  /** floor(√number), bit by bit. Requires: 0 <= number < 2^62. */
  static long root(long number) {
    long root = 0;
    long rest = number;
    for (int bit = 30; bit >= 0; bit--) {
      long more = (root << 1) + (1L << bit) << bit;
      if (rest >= more) {
        rest -= more;
        root += 1L << bit;
      }
    }
    return root;
  }

  /** Entry by entry times a weight, plus a bias. */
  static Vector affine(Vector z, Vector weight, Vector bias) { // L-84 (d)
    if (!weight.known() || !bias.known()) {
      return Vector.unknown(z.width());
    }
    long[] entries = new long[z.width()];
    for (int j = 0; j < entries.length; j++) {
      entries[j] = z.centre()[j] * weight.centre()[j];
    }
    long error =
        z.radius() * weight.largest()
            + weight.radius() * z.largest()
            + z.radius() * weight.radius();
    Sum product = new Sum(entries, error, z.scale() + weight.scale());
    product.addAtAnyScale(bias);
    return product.rounded();
  }
}
