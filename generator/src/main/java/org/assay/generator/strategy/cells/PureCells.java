// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import java.util.Arrays;
import java.util.BitSet;
import org.assay.generator.strategy.margin.Attention;
import org.assay.generator.strategy.margin.Brackets;
import org.assay.generator.strategy.margin.Evaluation;

/**
 * The cells (q, m, n, k) of one query and maximum: n positions before the query hold the token k <
 * m, the others m (lemmas L-20 to L-24). Everything is rounded so that a cell that is certain here
 * is right, and certain to the checker.
 *
 * <p>In the units of {@link Brackets} and {@link Attention}, where logits and weights are below 1,
 * the checker's sums lose less than 2^(2l - 49), k < 2^l, by L-21 and L-22: 4 · 2^(l - 58) in each
 * value, times at most k weights; 2^(l - 63) in each weight, times values below 7; 3 · 2^(2l - 57)
 * in the products; and its largest weight is above 1/16 of ours. The slack is 8 times as large.
 */
final class PureCells {
  private static final int SLACK_BITS = 46;

  private final int m;
  private final int last;
  private final Brackets brackets;
  private final WeightSums sums;
  private final double slack;
  private final double[] positions; // the least of those before the query, by output
  private final double[] together; // by token: the least over all outputs

  PureCells(Evaluation.OfMaximum ofMaximum, int q, int m, CubicCount.Outputs outputs) {
    this.m = m;
    this.brackets = ofMaximum.brackets(q);
    this.last = brackets.positions().length - 1;
    this.sums = new WeightSums(ofMaximum.attention(q), q, m);
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(last + 1);
    this.slack = Math.scalb(1.0, 2 * bits - SLACK_BITS);
    this.positions = least(brackets.positions(), last);
    double[] all = least(brackets.positions(), last + 1);
    double direct = 0;
    if (outputs == CubicCount.Outputs.DIRECT_ADDED) {
      for (int o = 0; o < all.length; o++) all[o] = Math.nextDown(all[o] + brackets.direct()[o]);
    } else {
      direct = leastBesides(brackets.direct(), new double[positions.length]);
    }
    this.together = new double[m + 1];
    for (int t = 0; t <= m; t++) {
      together[t] = Math.nextDown(direct + leastBesides(brackets.tokens()[t], all));
    }
  }

  private static double[] least(double[][] rows, int count) {
    double[] least = new double[rows[0].length];
    if (count > 0) Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      for (int o = 0; o < least.length; o++) least[o] = Math.min(least[o], rows[i][o]);
    }
    return least;
  }

  /** The least of the sums for the outputs other than m. */
  private double leastBesides(double[] row, double[] other) {
    double least = Double.POSITIVE_INFINITY;
    for (int o = 0; o < row.length; o++) {
      if (o != m) least = Math.min(least, Math.nextDown(row[o] + other[o]));
    }
    return least;
  }

  /** The k whose cells with this n >= 1 are certain by one number for all outputs: L-22. */
  BitSet together(int q, int n) {
    BitSet certain = new BitSet(m);
    double query = sums.query(together[q]);
    double lightest = Math.nextDown(sums.lightest(m, last - n, together[m]) + query);
    double heaviest = Math.nextDown(sums.heaviest(m, last - n, together[m]) + query);
    for (int k = 0; k < m; k++) {
      if (Math.nextDown(lightest + sums.heaviest(k, n, together[k])) > slack
          && Math.nextDown(heaviest + sums.lightest(k, n, together[k])) > slack) {
        certain.set(k);
      }
    }
    return certain;
  }

  /** Whether the cell is certain for each output apart: L-24. With n = 0 any k will do. */
  boolean isCertainApart(int q, int n, int k) {
    for (int o = 0; o < positions.length; o++) {
      if (o != m && !isCertainApart(q, n, k, o)) return false;
    }
    return true;
  }

  private boolean isCertainApart(int q, int n, int k, int o) {
    double before = Math.nextDown(brackets.direct()[o] + positions[o]);
    double ofM = Math.nextDown(before + brackets.tokens()[m][o]);
    double ofK = Math.nextDown(before + brackets.tokens()[k][o]);
    double own = Math.nextDown(brackets.direct()[o] + brackets.tokens()[q][o]);
    double query = sums.query(Math.nextDown(own + brackets.positions()[last][o]));
    double light = Math.nextDown(sums.lightest(m, last - n, ofM) + query);
    double heavy = Math.nextDown(sums.heaviest(m, last - n, ofM) + query);
    return Math.nextDown(light + sums.heaviest(k, n, ofK)) > slack
        && Math.nextDown(heavy + sums.lightest(k, n, ofK)) > slack;
  }
}
