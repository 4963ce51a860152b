// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.medium;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.InverseSquareRoot;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;

/** Lemma L-88: attention of one query, with 48 fractional bits. */
@Lemma("L-88")
final class Heads {
  private static final int BITS = Disc.BITS;

  /** Products of query and key are below 2^59, their errors below 2^57, and the scale 2^50. */
  private static final int PRODUCT_BITS = 59;

  private static final long LOOSE = 1L << 57;
  private static final int SCALE_BITS = 50;

  /** A softmax is not computed where no weight is sure to be half of the largest. */
  private static final long LEAST_SUM = 1L << BITS - 1;

  private static final int INVERSE_BITS = 61;

  /** Weights that may be larger by more are too loose. */
  private static final long MOST_WIDTH = 1L << 46;

  private final LongPowers powers = new LongPowers();
  private final ConcurrentHashMap<Softmax, Scale> scales = new ConcurrentHashMap<>();

  /** The scale within 2, and the score of a masked position within 1, where there is one. */
  private record Scale(long centre, Optional<Score> masked, boolean known) {
    static Scale of(Softmax softmax) {
      Rational factor = softmax.factor();
      int fine = BITS + factor.numerator().bitLength();
      BigInteger root = InverseSquareRoot.of(softmax.root(), fine).lo();
      Rational scale = new Rational(factor.numerator().multiply(root), factor.denominator());
      BigInteger centre = floor(scale, BITS - fine);
      BigInteger masked = floor(softmax.masked().orElse(Rational.ZERO), BITS);
      if (centre.bitLength() > SCALE_BITS || masked.bitLength() > PRODUCT_BITS) {
        return new Scale(0, Optional.empty(), false);
      }
      long whole = centre.longValueExact();
      Score plain = new Score(masked.longValueExact(), 1);
      Score score = softmax.scaled() ? scaled(plain, whole) : plain;
      return new Scale(whole, softmax.masked().map(any -> score), true);
    }

    private static BigInteger floor(Rational number, int bits) {
      return new Rational(number.numerator().negate(), number.denominator())
          .ceilScaled(bits)
          .negate();
    }
  }

  /** How many keys are seen as they are, and how scores are scaled. */
  private record Job(int visible, Scale scale, int heads) {}

  private record Part(int from, int count) {}

  private record Score(long centre, long error) {
    static final Score UNKNOWN = new Score(0, -1);

    long reach() {
      return Math.abs(centre) + error;
    }
  }

  /** A lower bound of a weight, and how much larger it may be, in units of 2^-48. */
  private record Weight(long least, long width) {}

  Disc of(Disc query, List<Disc> keys, List<Disc> values, int visible, Softmax softmax) {
    Job job = new Job(visible, scales.computeIfAbsent(softmax, Scale::of), softmax.heads());
    int deep = values.get(0).width() / job.heads;
    long[] entries = new long[values.get(0).width()];
    long error = Disc.rootAbove(entries.length);
    for (int head = 0; head < job.heads; head++) {
      Weight[] weights = weights(scores(query, keys, head, job));
      if (weights.length == 0 || error > Disc.MOST_RADIUS) {
        return Disc.unknown(entries.length);
      }
      Part part = new Part(head * deep, deep);
      error += error(weights, values, part);
      weigh(weights, values, part, entries);
    }
    long radius = values.stream().mapToLong(Disc::radius).max().orElse(0);
    long times = Disc.rootAbove(Math.min(job.heads, values.size()));
    return Disc.of(entries, error + times * radius);
  }

  /** By key; none where they are not known. */
  Share[] shares(Disc query, List<Disc> keys, int visible, Softmax softmax, int head) {
    Job job = new Job(visible, scales.computeIfAbsent(softmax, Scale::of), softmax.heads());
    Score[] scores = scores(query, keys, head, job);
    Weight[] weights = scores.length == 0 ? new Weight[0] : weights(scores);
    Share[] shares = new Share[weights.length];
    Arrays.setAll(shares, j -> new Share(weights[j].least + weights[j].width, scores[j].reach()));
    return shares;
  }

  /** None if one of them is not known. */
  private static Score[] scores(Disc query, List<Disc> keys, int head, Job job) {
    int count = job.scale.masked.isPresent() ? keys.size() : job.visible;
    Part part = new Part(head * (query.width() / job.heads), query.width() / job.heads);
    Score[] scores = new Score[count];
    for (int j = 0; j < count; j++) {
      scores[j] = j < job.visible ? score(query, keys.get(j), part, job) : job.scale.masked.get();
      if (!job.scale.known || scores[j].error < 0) {
        return new Score[0];
      }
    }
    return scores;
  }

  /** L-88 (b), (c). */
  private static Score score(Disc query, Disc key, Part part, Job job) {
    Products sum = new Products();
    for (int j = part.from; j < part.from + part.count; j++) {
      sum.add(query.centre()[j], key.centre()[j]);
    }
    int down = BITS - Disc.LENGTH_BITS;
    long error =
        Products.above(query.radius(), key.length(part.from, part.count), down)
            + Products.above(key.radius(), query.length(part.from, part.count), down)
            + Products.above(query.radius(), key.radius(), BITS)
            + 1;
    boolean known = sum.isBelow(PRODUCT_BITS) && error <= LOOSE;
    return known ? scaled(new Score(sum.floor(), error), job.scale.centre) : Score.UNKNOWN;
  }

  private static Score scaled(Score product, long scale) {
    long more = (2 * product.reach() >> BITS) + 2;
    long error = Products.above(product.error, Math.abs(scale), BITS) + more;
    return new Score(Products.floor(product.centre, scale, BITS), error);
  }

  /** None if they are too loose. */
  private Weight[] weights(Score[] scores) { // L-88 (d)
    int count = scores.length;
    long top = Long.MIN_VALUE; // no score is above it
    for (Score score : scores) {
      top = Math.max(top, score.centre + score.error);
    }
    long[] least = new long[count];
    long[] most = new long[count];
    for (int j = 0; j < count; j++) {
      least[j] = powers.down(top - scores[j].centre + scores[j].error);
      most[j] = powers.up(top - scores[j].centre - scores[j].error);
    }
    long sumLeast = Arrays.stream(least).sum();
    if (sumLeast < LEAST_SUM) {
      return new Weight[0];
    }
    long small = inverse(Arrays.stream(most).sum());
    long large = inverse(sumLeast) + 1;
    Weight[] weights = new Weight[count];
    for (int j = 0; j < count; j++) {
      long lo = Products.floor(least[j], small, INVERSE_BITS);
      long hi = Math.min(1L << BITS, Products.above(most[j], large, INVERSE_BITS));
      weights[j] = new Weight(lo, hi - lo);
      if (hi - lo > MOST_WIDTH) {
        return new Weight[0];
      }
    }
    return weights;
  }

  /** floor(2^109 / sum). */
  private static long inverse(long sum) {
    return BigInteger.ONE
        .shiftLeft(BITS + INVERSE_BITS)
        .divide(BigInteger.valueOf(sum))
        .longValueExact();
  }

  /** L-88 (e): of one head, by its weights; more than 2^40 where it is too large. */
  private static long error(Weight[] weights, List<Disc> values, Part part) {
    long error = 0;
    for (int j = 0; j < weights.length && error <= Disc.MOST_RADIUS; j++) {
      long length = values.get(j).length(part.from, part.count);
      error += Products.above(weights[j].width, length, BITS - Disc.LENGTH_BITS);
    }
    return error;
  }

  private static void weigh(Weight[] weights, List<Disc> values, Part part, long[] entries) {
    for (int k = part.from; k < part.from + part.count; k++) {
      Products sum = new Products();
      for (int j = 0; j < weights.length; j++) {
        sum.add(weights[j].least, values.get(j).centre()[k]);
      }
      entries[k] = sum.floor();
    }
  }
}
