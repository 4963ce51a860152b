// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.narrow;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Lemma;

/** Lemma L-83: attention of one query, in words of 64 bits. */
@Lemma("L-83")
final class AttentionWords {
  /** Scores are below 2^SCORE_BITS, in units of 2^-30. */
  static final int SCORE_BITS = 60;

  /** Products of so many columns are summed as they are: 2^5 2^56 = 2^61. */
  private static final int SUMMED_BITS = 5;

  private static final int WEIGHT_BITS = 30;
  private static final long LOOSE = 1L << 32;

  private final Powers powers;
  private final ConcurrentHashMap<Softmax, Scale> scales = new ConcurrentHashMap<>();

  AttentionWords(Powers powers) {
    this.powers = powers;
  }

  /** How many keys are seen as they are, and how scores are scaled. */
  private record Job(int visible, Scale scale, int heads) {}

  record Score(long centre, long error, boolean known) {}

  /** A head: its scores within {@code errors}, in units of 2^-30. */
  private record Scores(long[] centres, long[] errors, boolean known) {}

  /** Lower bounds of the weights, and how much larger they may be, in units of 2^-30. */
  private record Weights(long[] least, long[] widths) {
    static final Weights UNKNOWN = new Weights(new long[0], new long[0]);
  }

  /** Columns of the values, and the scale of the coarsest of them. */
  private record Part(int from, int count, int coarsest) {}

  Vector of(Vector query, List<Vector> keys, List<Vector> values, int visible, Softmax softmax) {
    Job job = new Job(visible, scales.computeIfAbsent(softmax, Scale::of), softmax.heads());
    int width = values.get(0).width();
    int deep = width / job.heads;
    int coarsest = Vector.MOST_SCALE;
    for (Vector value : values) {
      coarsest = Math.min(coarsest, value.scale());
    }
    long[] entries = new long[width];
    long radius = 0;
    for (int head = 0; head < job.heads; head++) {
      Scores scores = scores(query, keys, head, job);
      Part part = new Part(head * deep, deep, coarsest);
      Weights weights = scores.known ? weights(scores) : Weights.UNKNOWN;
      long error = error(weights, values, part);
      if (!scores.known || error < 0) {
        return Vector.unknown(width);
      }
      for (int j = 0; j < weights.least.length; j++) {
        add(weights.least[j], values.get(j), part, entries);
      }
      radius = Math.max(radius, error);
    }
    return new Sum(entries, radius, coarsest + WEIGHT_BITS).rounded();
  }

  private static Scores scores(Vector query, List<Vector> keys, int head, Job job) {
    int count = job.scale.masked().isPresent() ? keys.size() : job.visible;
    int wide = query.width() / job.heads;
    long[] centres = new long[count];
    long[] errors = new long[count];
    Arrays.fill(centres, job.scale.masked().orElse(0L));
    Arrays.fill(errors, 2);
    boolean known = job.scale.known();
    for (int j = 0; j < job.visible && known; j++) {
      Score score = scored(product(query, keys.get(j), head * wide, wide), job.scale);
      centres[j] = score.centre;
      errors[j] = score.error;
      known = score.known;
    }
    return new Scores(centres, errors, known);
  }

  /** L-83 (b): q · k as a sum of one entry. */
  static Sum product(Vector query, Vector key, int from, int wide) {
    int down = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(wide - 1) - SUMMED_BITS);
    long sum = 0;
    for (int j = from; j < from + wide; j++) {
      sum += query.centre()[j] * key.centre()[j] >> down;
    }
    long error =
        query.radius() * key.sum(from, wide)
            + key.radius() * query.sum(from, wide)
            + wide * query.radius() * key.radius();
    long floors = down == 0 ? 0 : wide + 1;
    return new Sum(new long[] {sum}, (error >> down) + floors, query.scale() + key.scale() - down);
  }

  /** L-83 (c). */
  static Score scored(Sum product, Scale scale) {
    long score = Math.multiplyHigh(product.entry(0), scale.centre());
    long error = (product.radius() >> 3) + 3;
    int up = Powers.FINE - (product.scale() + scale.exponent() - Long.SIZE);
    if (up <= 0) {
      int down = Math.min(-up, Long.SIZE - 1);
      return new Score(score >> down, (error >> down) + 2, true);
    }
    boolean known = up < SCORE_BITS && Math.abs(score) + error < 1L << SCORE_BITS - up;
    return known ? new Score(score << up, error << up, true) : new Score(0, 0, false);
  }

  private Weights weights(Scores scores) { // L-83 (d)
    int count = scores.centres.length;
    long top = Long.MIN_VALUE; // no score is above it
    for (int j = 0; j < count; j++) {
      top = Math.max(top, scores.centres[j] + scores.errors[j]);
    }
    long[] least = new long[count];
    long[] most = new long[count];
    long sumLeast = 0;
    long sumMost = 0;
    for (int j = 0; j < count; j++) {
      least[j] = powers.down(top - scores.centres[j] + scores.errors[j]);
      most[j] = powers.up(top - scores.centres[j] - scores.errors[j]);
      sumLeast += least[j];
      sumMost += most[j];
    }
    long[] lo = new long[count];
    long[] widths = new long[count];
    for (int j = 0; j < count; j++) {
      lo[j] = (least[j] << WEIGHT_BITS) / Math.max(1, sumMost - most[j] + least[j]);
      long rest = sumLeast - least[j] + most[j];
      long hi = ((most[j] << WEIGHT_BITS) + rest - 1) / rest;
      widths[j] = Math.min(hi, 1L << WEIGHT_BITS) - lo[j];
    }
    return new Weights(lo, widths);
  }

  /** L-83 (e); -1 where the weights are too loose to bound it. */
  private static long error(Weights weights, List<Vector> values, Part part) {
    long error = 0;
    long radius = 0;
    long loose = 0;
    for (int j = 0; j < weights.least.length; j++) {
      Vector value = values.get(j);
      int down = Math.min(value.scale() - part.coarsest, Long.SIZE - 1);
      error += (weights.widths[j] * value.largest(part.from, part.count) >> down) + 2;
      radius = Math.max(radius, (value.radius() >> down) + 1);
      loose += weights.widths[j];
    }
    return loose > LOOSE ? -1 : error + (radius << WEIGHT_BITS);
  }

  private static void add(long weight, Vector value, Part part, long[] sum) {
    int down = Math.min(value.scale() - part.coarsest, Long.SIZE - 1);
    long[] centre = value.centre();
    for (int k = part.from; k < part.from + part.count; k++) {
      sum[k] += weight * centre[k] >> down;
    }
  }
}
