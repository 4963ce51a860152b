// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

/**
 * How the query of a class (query q, maximum m) weighs what stands before it: for each head
 * exp(score - reference) by position and token up to m.
 */
final class Weighing {
  final int q;
  final int m;
  final int last; // position of the query
  private final double[][][] weights; // [head][position][token]
  private final double[] own; // of the query itself, by head

  Weighing(OneLayer layer, int q, int m) {
    this.q = q;
    this.m = m;
    this.last = layer.k() - 1;
    int heads = layer.heads().length;
    this.weights = new double[heads][last][m + 1];
    this.own = new double[heads];
    for (int h = 0; h < heads; h++) weigh(layer.heads()[h], h);
  }

  private void weigh(OneLayer.Head head, int h) {
    own[h] = score(head, last, q);
    double most = own[h];
    for (int i = 0; i < last; i++) {
      for (int t = 0; t <= m; t++) {
        weights[h][i][t] = score(head, i, t);
        most = Math.max(most, weights[h][i][t]);
      }
    }
    own[h] = Math.exp(own[h] - most);
    for (int i = 0; i < last; i++) {
      for (int t = 0; t <= m; t++) weights[h][i][t] = Math.exp(weights[h][i][t] - most);
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
    return own.length;
  }

  double at(int head, int position, int token) {
    return position == last ? own[head] : weights[head][position][token];
  }

  /** A fraction of two sums over the positions. */
  interface Terms {
    double over(int position, int token);

    double under(int position, int token);
  }

  /** The least value of the fraction over the class (Dinkelbach). Requires: under > 0. */
  double least(Terms terms) {
    double ratio = ratioAllMaximum(terms);
    for (int step = 0; step < 60; step++) {
      double next = improved(terms, ratio);
      if (next >= ratio) return ratio;
      ratio = next;
    }
    return ratio;
  }

  private double ratioAllMaximum(Terms terms) {
    double over = terms.over(last, q);
    double under = terms.under(last, q);
    for (int i = 0; i < last; i++) {
      over += terms.over(i, m);
      under += terms.under(i, m);
    }
    return over / under;
  }

  /** The fraction where over - ratio * under is least. */
  private double improved(Terms terms, double ratio) {
    double over = terms.over(last, q);
    double under = terms.under(last, q);
    double price = q == m ? 0 : Double.POSITIVE_INFINITY;
    double overMore = 0;
    double underMore = 0;
    for (int i = 0; i < last; i++) {
      int best = m;
      double ofMaximum = terms.over(i, m) - ratio * terms.under(i, m);
      double least = ofMaximum;
      for (int t = 0; t < m; t++) {
        double term = terms.over(i, t) - ratio * terms.under(i, t);
        if (term < least) {
          least = term;
          best = t;
        }
      }
      double bestOver = terms.over(i, best);
      double bestUnder = terms.under(i, best);
      over += bestOver;
      under += bestUnder;
      if (ofMaximum - least < price) {
        price = ofMaximum - least;
        overMore = terms.over(i, m) - bestOver;
        underMore = terms.under(i, m) - bestUnder;
      }
    }
    return (over + overMore) / (under + underMore);
  }

  /** Least and largest value of column c of tables by position, weighed by a head. */
  Range range(int head, Table[] tables, int c) {
    return new Range(least(column(head, tables, c, 1)), -least(column(head, tables, c, -1)));
  }

  private Terms column(int head, Table[] tables, int c, int sign) {
    return new Terms() {
      @Override
      public double over(int i, int t) {
        return sign * at(head, i, t) * tables[i].at(t, c);
      }

      @Override
      public double under(int i, int t) {
        return at(head, i, t);
      }
    };
  }

  /** Least value of column c of tables by position, weighed by a head. */
  double least(int head, Table[] tables, int c) {
    return least(column(head, tables, c, 1));
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
}
