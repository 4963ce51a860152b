// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the query of a class (query q, maximum m) weighs what stands before it, for each head
 * exp(score - reference). Of the class it may be a slice (spec L-73): the second token, the largest
 * below m before the query, is from {@code low} up to {@code high - 1}, or there is none, if low is
 * 0. Tokens before the query are numbered again, the last number is the maximum's.
 */
final class Weighing {
  private static final int MOST_STEPS = 60;

  final int q;
  final int m;
  final int low;
  final int high;
  final int last; // position of the query
  private final int[] before; // tokens in front of the query
  private final int[] query;
  private final double[][][] weights; // [head][position][number of the token]

  Weighing(OneLayer layer, int q, int m, int low, int high) {
    this.q = q;
    this.m = m;
    this.low = low;
    this.high = high;
    this.last = layer.k() - 1;
    this.before = IntStream.concat(IntStream.range(0, high), IntStream.of(m)).toArray();
    this.query = new int[] {q};
    this.weights = new double[layer.heads().length][last + 1][];
    for (int h = 0; h < weights.length; h++) weigh(layer.heads()[h], h);
  }

  private void weigh(OneLayer.Head head, int h) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i <= last; i++) {
      int position = i;
      weights[h][i] = Arrays.stream(tokens(i)).mapToDouble(t -> score(head, position, t)).toArray();
      for (double score : weights[h][i]) most = Math.max(most, score);
    }
    for (double[] row : weights[h]) {
      for (int t = 0; t < row.length; t++) row[t] = Math.exp(row[t] - most);
    }
  }

  private double score(OneLayer.Head head, int position, int token) {
    double sum = 0;
    for (int j = 0; j < head.queries().columns(); j++) {
      sum += head.queries().at(q, j) * head.keys()[position].at(token, j);
    }
    return sum;
  }

  int heads() {
    return weights.length;
  }

  /** By their numbers at a position. */
  int[] tokens(int position) {
    return position == last ? query : before;
  }

  /** The number of the maximum in front of the query. */
  int ofMaximum() {
    return before.length - 1;
  }

  double at(int head, int position, int number) {
    return weights[head][position][number];
  }

  /** Values by position and number of a token. */
  interface Values {
    double at(int position, int number);
  }

  /** Least mean of the values over the class, as a head weighs them (Dinkelbach). */
  double least(int head, Values values) {
    double ratio = Double.POSITIVE_INFINITY;
    double next = some(head, values);
    for (int step = 0; step < MOST_STEPS && next < ratio; step++) {
      ratio = next;
      next = improved(weights[head], values, ratio);
    }
    return ratio;
  }

  /** The mean of one input of the class. */
  private double some(int head, Values values) {
    double over = 0;
    double under = 0;
    for (int i = 0; i <= last; i++) {
      boolean isMaximum = low == 0 || i == 0 && q < m;
      int number = i == last ? 0 : isMaximum ? ofMaximum() : high - 1;
      over += weights[head][i][number] * values.at(i, number);
      under += weights[head][i][number];
    }
    return over / under;
  }

  /** The mean where the sum of weight * (value - ratio) is least. */
  private double improved(double[][] weight, Values values, double ratio) {
    double over = weight[last][0] * values.at(last, 0);
    double under = weight[last][0];
    int max = ofMaximum();
    Dearer dearer = new Dearer(last);
    for (int i = 0; i < last; i++) {
      double ofMaximum = weight[i][max] * (values.at(i, max) - ratio);
      double least = ofMaximum;
      int best = max;
      int second = low == 0 ? -1 : low;
      double ofSecond = Double.POSITIVE_INFINITY;
      for (int t = 0; t < max; t++) {
        double term = weight[i][t] * (values.at(i, t) - ratio);
        if (term < least) {
          least = term;
          best = t;
        }
        if (low > 0 && t >= low && term < ofSecond) {
          ofSecond = term;
          second = t;
        }
      }
      over += weight[i][best] * values.at(i, best);
      under += weight[i][best];
      dearer.set(i, new int[] {best, max, second}, ofMaximum - least, ofSecond - least);
    }
    int[][] changes = dearer.least(q < m, low > 0);
    for (int[] change : changes) {
      int i = change[0];
      over += weight[i][change[2]] * values.at(i, change[2]);
      over -= weight[i][change[1]] * values.at(i, change[1]);
      under += weight[i][change[2]] - weight[i][change[1]];
    }
    return over / under;
  }

  /** In all directions: what the attention adds to the residual, at least and at most. */
  Range[] ranges(Projection projection) {
    Range[] ranges = new Range[projection.directions()];
    for (int c = 0; c < ranges.length; c++) {
      Range sum = Range.of(projection.residual().at(q, c));
      for (int h = 0; h < heads(); h++) sum = sum.plus(range(h, projection.values()[h], c));
      ranges[c] = sum;
    }
    return ranges;
  }

  private Range range(int head, Table[] tables, int c) {
    Values values = (i, number) -> tables[i].at(tokens(i)[number], c);
    Values turned = (i, number) -> -tables[i].at(tokens(i)[number], c);
    return new Range(least(head, values), -least(head, turned));
  }
}
