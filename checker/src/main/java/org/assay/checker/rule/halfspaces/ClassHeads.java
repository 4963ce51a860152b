// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.halfspaces;

import java.util.Arrays;
import org.assay.checker.exact.CommonScale;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.rule.halfspaces.LayerTables.Sizes;

/**
 * Lemmas L-55, L-73: the attention weights of one slice of a class C(q, m), and the least that a
 * head's weighted mean of any numbers can be on it. For one thread.
 *
 * <p>Shapes: [head][place]. Weights are relative to the largest of the class.
 */
@Lemma({"L-55", "L-73"})
final class ClassHeads {
  /** Numbers are compared to so many bits of their range. */
  private static final int RANGE_BITS = 30;

  private static final int STEPS = 24;

  final ClassSlice slice;
  final Sizes sizes;
  final int q;
  final int m;
  final long[][] lo;
  final long[][] hi;

  /** By position before the query: the tokens that it may hold. */
  final int[][] tokens;

  final int own; // the place of the query

  /** Counts operations, here and by whoever asks. */
  final Meter meter;

  private final int held;
  private final long[][] smallLo;
  private final long[][] smallHi;
  private final long[] shifted; // by place: the numbers of the current question
  private final Prices prices;
  private long mass; // of the input that the last sum is of

  ClassHeads(LayerTables tables, QueryScores scores, ClassSlice slice, Meter meter) {
    this.meter = meter;
    this.sizes = tables.sizes();
    this.slice = slice;
    this.q = slice.q();
    this.m = slice.m();
    this.prices = new Prices(sizes.last(), q < m, slice.hasLess());
    this.own = sizes.place(sizes.last(), q);
    this.tokens = new int[sizes.last()][];
    int sum = 1;
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Arrays.stream(tables.allowed()[i]).filter(slice::holds).toArray();
      sum += tokens[i].length;
    }
    this.held = sum;
    int places = tables.known().length;
    this.lo = new long[sizes.heads()][places];
    this.hi = new long[sizes.heads()][places];
    this.smallLo = new long[sizes.heads()][places];
    this.smallHi = new long[sizes.heads()][places];
    this.shifted = new long[places];
    for (int h = 0; h < sizes.heads(); h++) {
      weigh(h, scores.weights[h]);
    }
  }

  private void weigh(int h, Enclosure[] weights) {
    CommonScale scale = new CommonScale(weights[own].exponent());
    for (int i = 0; i < tokens.length; i++) {
      for (int t : tokens[i]) {
        scale.raise(weights[sizes.place(i, t)].exponent());
      }
    }
    weigh(h, own, scale, weights);
    for (int i = 0; i < tokens.length; i++) {
      for (int t : tokens[i]) {
        weigh(h, sizes.place(i, t), scale, weights);
      }
    }
  }

  private void weigh(int h, int place, CommonScale scale, Enclosure[] weights) {
    // a sum over the positions of weights times RANGE_BITS + 1 bits fits in 62
    int drop = QueryScores.WEIGHT_BITS - (RANGE_BITS + 1 - bits(sizes.n()));
    lo[h][place] = scale.down(weights[place]).longValueExact();
    hi[h][place] = scale.up(weights[place]).longValueExact();
    smallLo[h][place] = lo[h][place] >> drop;
    smallHi[h][place] = -(-hi[h][place] >> drop);
  }

  static int bits(long number) {
    return Long.SIZE - Long.numberOfLeadingZeros(number);
  }

  /** A lower bound of the head's mean of numbers that are at least these, by place. */
  long least(int h, long[] numbers) {
    meter.add(4L * held());
    long lowest = numbers[own];
    long highest = lowest;
    for (int i = 0; i < tokens.length; i++) {
      for (int t : tokens[i]) {
        long number = numbers[i * sizes.vocab() + t];
        lowest = Math.min(lowest, number);
        highest = Math.max(highest, number);
      }
    }
    int drop = Math.max(0, bits(highest - lowest) - RANGE_BITS);
    shifted[own] = numbers[own] - lowest >> drop;
    for (int i = 0; i < tokens.length; i++) {
      for (int t : tokens[i]) {
        int place = i * sizes.vocab() + t;
        shifted[place] = numbers[place] - lowest >> drop;
      }
    }
    return lowest == highest ? lowest : lowest + (leastShifted(h) << drop);
  }

  /** An upper bound of the head's mean of numbers that are at most {@code spread} above these. */
  long most(int h, long[] numbers, long spread) {
    long[] turned = new long[numbers.length];
    for (int place = 0; place < turned.length; place++) {
      turned[place] = -numbers[place];
    }
    return spread - least(h, turned);
  }

  int held() { // tokens and positions
    return held;
  }

  /** Newton's method; what it ends with is taken only if the lemma's test says so. */
  private long leastShifted(int h) {
    long best = 0;
    long level = shifted[own];
    boolean above = false;
    for (int step = 0; step < STEPS; step++) {
      meter.add((slice.hasLess() ? 4L : 3L) * held());
      long sum = leastSum(h, level);
      if (sum >= 0) { // L-55 (a)
        best = Math.max(best, level);
      }
      long next = mass == 0 ? level : level + Math.floorDiv(sum, mass);
      if (sum >= 0 && above || next <= best) {
        break;
      }
      above |= sum < 0;
      level = next;
    }
    return best;
  }

  /** The least sum over the slice of a lower bound of w · (number - level). */
  private long leastSum(int h, long level) {
    long first = shifted[own] - level;
    mass = first >= 0 ? smallLo[h][own] : smallHi[h][own];
    long sum = mass * first;
    for (int i = 0; i < tokens.length; i++) {
      sum += leastTerm(h, i, level);
    }
    prices.choose();
    mass += prices.weight();
    return sum + prices.sum();
  }

  /** The least term of a position; its weight is added, and prices are told. */
  private long leastTerm(int h, int i, long level) {
    long least = Long.MAX_VALUE;
    long weight = 0;
    long ofSecond = Long.MAX_VALUE; // the least term of a second token
    long weightOfSecond = 0;
    long term = 0;
    long ofTerm = 0;
    int token = -1;
    for (int t : tokens[i]) {
      int place = i * sizes.vocab() + t;
      long number = shifted[place] - level;
      ofTerm = number >= 0 ? smallLo[h][place] : smallHi[h][place];
      term = ofTerm * number;
      token = t;
      if (term < least) {
        least = term;
        weight = ofTerm;
      }
      if (slice.isSecond(t) && term < ofSecond) {
        ofSecond = term;
        weightOfSecond = ofTerm;
      }
    }
    mass += weight;
    prices.setMaximum(i, token == m ? term - least : Prices.NONE, ofTerm - weight); // m is last
    long price = ofSecond < Long.MAX_VALUE ? ofSecond - least : Prices.NONE;
    prices.setSecond(i, price, weightOfSecond - weight);
    return least;
  }
}
