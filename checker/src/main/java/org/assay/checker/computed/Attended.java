// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.computed;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.medium.Disc;
import org.assay.checker.medium.Medium;
import org.assay.checker.medium.Share;

/** Lemma L-96: attention of one query in every execution. */
@Lemma("L-96")
final class Attended {
  /** Of an exponential: (EXP + SLOPE |a|) u; e0 and e1 of the profile. */
  private static final int EXP = 48;

  private static final int SLOPE = 4;

  /** RoundingErrors of a division by the sum of the weights. */
  private static final int NORMALISATION = 8;

  /** RoundingErrors of a score beside those of its product, and of a score that is a number. */
  private static final int SCALE = 7;

  private static final int NUMBER = 8;

  /** The logarithms of weights are off by at most 1/4. */
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(Disc.BITS - 2);

  private final Medium medium;
  private final ConcurrentHashMap<Softmax, BigInteger> scales = new ConcurrentHashMap<>();

  Attended(Medium medium) {
    this.medium = medium;
  }

  /** How many keys are seen as they are, the heads, and at least 2^48 |scale|. */
  private record Job(int visible, int heads, BigInteger scale) {}

  /** Some columns of a row. */
  private record Part(int from, int count) {
    static Part of(int head, int heads, int width) {
      return new Part(head * (width / heads), width / heads);
    }

    long reach(Carried row) {
      return row.reach(from, count);
    }
  }

  Carried of(
      Carried query, List<Carried> keys, List<Carried> values, int visible, Softmax softmax) {
    Disc exact =
        medium.attention(
            query.exact(), Carried.exact(keys), Carried.exact(values), visible, softmax);
    if (!exact.known()) {
      return Carried.unknown(exact.width());
    }
    Job job = new Job(visible, softmax.heads(), scales.computeIfAbsent(softmax, Attended::scale));
    BigInteger squares = BigInteger.ZERO;
    for (int head = 0; head < job.heads; head++) {
      Share[] shares = medium.shares(query.exact(), Carried.exact(keys), visible, softmax, head);
      BigInteger shift = shift(query, keys, shares, head, job);
      if (shift.compareTo(MOST) > 0) {
        return Carried.unknown(exact.width());
      }
      Part part = Part.of(head, job.heads, exact.width());
      squares = squares.add(turned(shift, shares, values, exact, part).pow(2));
    }
    return Carried.of(exact, root(squares).add(rounded(values, job)));
  }

  /** At least 2^48 |factor / √root|. */
  private static BigInteger scale(Softmax softmax) {
    Rational factor = softmax.factor();
    int fine = Disc.BITS + factor.numerator().bitLength();
    BigInteger root = InverseSquareRoot.of(softmax.root(), fine).hi();
    Rational scale = new Rational(factor.numerator().abs().multiply(root), factor.denominator());
    return scale.ceilScaled(Disc.BITS - fine);
  }

  /** By how much the logarithms of a head's weights may be off (L-96 (a), (b)). */
  private static BigInteger shift(
      Carried query, List<Carried> keys, Share[] shares, int head, Job job) {
    BigInteger most = BigInteger.ZERO;
    BigInteger largest = BigInteger.ZERO;
    for (int j = 0; j < shares.length; j++) {
      BigInteger score = BigInteger.valueOf(shares[j].score());
      BigInteger moved =
          j < job.visible
              ? moved(query, keys.get(j), Part.of(head, job.heads, query.width()), job)
              : RoundingErrors.of(NUMBER, score).add(BigInteger.ONE);
      most = most.max(moved);
      largest = largest.max(score.add(moved));
    }
    BigInteger spread = largest.shiftLeft(1).multiply(BigInteger.valueOf(2 + 2 * SLOPE));
    long steps = 2L * (EXP * (shares.length + 1) + SLOPE);
    return most.add(spread.shiftRight(RoundingErrors.UNIT_BITS))
        .add(BigInteger.valueOf(steps).shiftLeft(Disc.BITS - RoundingErrors.UNIT_BITS))
        .add(BigInteger.TWO);
  }

  /** By how much a score may be off. */
  private static BigInteger moved(Carried query, Carried key, Part part, Job job) {
    BigInteger ofQuery = BigInteger.valueOf(part.reach(query));
    long ofKey = part.reach(key);
    BigInteger product = Computed.scaled(ofKey, ofQuery);
    BigInteger far =
        ofQuery
            .multiply(BigInteger.valueOf(key.far()))
            .add(BigInteger.valueOf(ofKey).multiply(BigInteger.valueOf(query.far())))
            .shiftRight(Disc.BITS)
            .add(BigInteger.ONE)
            .add(RoundingErrors.of(part.count + SCALE, product));
    return far.multiply(job.scale).shiftRight(Disc.BITS).add(BigInteger.TWO);
  }

  /** By how much other weights may turn the part of a head (L-96 (c)). */
  private static BigInteger turned(
      BigInteger shift, Share[] shares, List<Carried> values, Disc exact, Part part) {
    BigInteger squares = BigInteger.ZERO;
    for (int j = 0; j < shares.length; j++) {
      Disc value = values.get(j).exact();
      BigInteger apart =
          BigInteger.valueOf(apart(value, exact, part))
              .shiftLeft(Disc.LENGTH_BITS)
              .add(BigInteger.valueOf(value.radius() + exact.radius()));
      squares = squares.add(apart.pow(2).multiply(BigInteger.valueOf(shares[j].weight())));
    }
    BigInteger spread = root(squares.shiftRight(Disc.BITS).add(BigInteger.ONE));
    BigInteger more = spread.multiply(shift).shiftRight(Disc.BITS).add(BigInteger.ONE);
    return shift.multiply(spread.add(more)).shiftRight(Disc.BITS).add(BigInteger.ONE);
  }

  /** At least the length of the difference of two centres, over 2^32. */
  private static long apart(Disc a, Disc b, Part part) {
    long[] difference = new long[part.count];
    for (int k = 0; k < part.count; k++) {
      difference[k] = a.centre()[part.from + k] - b.centre()[part.from + k];
    }
    return new Disc(difference, 0, true).length(0, part.count);
  }

  /** What the values are off by, and the roundings of the weighted sum (L-96 (d)). */
  private static BigInteger rounded(List<Carried> values, Job job) {
    BigInteger times = BigInteger.valueOf(Disc.rootAbove(Math.min(job.heads, values.size())));
    long far = values.stream().mapToLong(Carried::far).max().orElseThrow();
    long reach = values.stream().mapToLong(Carried::reach).max().orElseThrow();
    int roundings = 4 * values.size() + NORMALISATION + 2;
    return times
        .multiply(BigInteger.valueOf(far))
        .add(RoundingErrors.of(roundings, times.multiply(BigInteger.valueOf(reach))))
        .add(BigInteger.valueOf(Disc.rootAbove(values.get(0).width()) + 1));
  }

  /** The least integer that is not below the root. */
  private static BigInteger root(BigInteger square) {
    BigInteger root = square.sqrt();
    return root.multiply(root).equals(square) ? root : root.add(BigInteger.ONE);
  }
}
