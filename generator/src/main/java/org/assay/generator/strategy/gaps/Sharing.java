// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.Factors;
import org.assay.generator.strategy.split.Matrix;

/**
 * How the attention of one query is shared over the inputs of a gap cell (lemma L-35), in doubles.
 * All scores are divided by √dHead.
 */
final class Sharing {
  private final int q;
  private final double[] scores; // of tokens
  private final double error;
  private final double[] most; // of the scores of tokens 0..t
  private final double[] least;
  private final double[] lightest; // sums of so many weights of positions before the query
  private final double[] heaviest;
  private final double own; // the weight of the query's position

  /** Weights of the query and of the other tokens that are not m, relative to those that are. */
  record Corner(double query, double rest) {
    static final Corner ALONE = new Corner(0, 0);

    double all() {
      return 1 + query + rest;
    }
  }

  private Sharing(int q, double[] scores, double error, double[] positions) {
    this.q = q;
    this.scores = scores;
    this.error = error;
    this.most = scores.clone();
    this.least = scores.clone();
    for (int t = 1; t < scores.length; t++) {
      most[t] = Math.max(most[t - 1], scores[t]);
      least[t] = Math.min(least[t - 1], scores[t]);
    }
    int last = positions.length - 1;
    double top = Arrays.stream(positions).max().orElse(0);
    double[] weights = Arrays.stream(positions).map(score -> Math.exp(score - top)).toArray();
    this.own = weights[last];
    double[] rising = Arrays.copyOf(weights, last);
    Arrays.sort(rising);
    this.lightest = new double[last + 1];
    this.heaviest = new double[last + 1];
    for (int n = 0; n < last; n++) {
      lightest[n + 1] = lightest[n] + rising[n];
      heaviest[n + 1] = heaviest[n] + rising[last - 1 - n];
    }
  }

  /** Those of all queries. */
  static Sharing[] of(Factors factors, AttentionOption.Split split) {
    Model model = factors.model();
    double root = Math.sqrt(model.dHead());
    Matrix positions = factors.positionScores();
    Sharing[] all = new Sharing[model.vocab()];
    for (int q = 0; q < all.length; q++) {
      all[q] =
          new Sharing(
              q,
              divided(split.scores().entries()[q], root),
              split.error()[q] / root,
              divided(positions.entries()[q], root));
    }
    return all;
  }

  private static double[] divided(double[] row, double divisor) {
    return Arrays.stream(row).map(x -> x / divisor).toArray();
  }

  /** Points whose hull holds how attention is shared by every input. Requires: c >= 1. */
  List<Corner> corners(GapCell cell) {
    int others = cell.others();
    int held = lightest.length - 1 - others;
    double always = q == cell.m() ? own : 0;
    List<Corner> corners = new ArrayList<>();
    addCorners(cell, lightest[held] + always, heaviest[others], corners);
    addCorners(cell, heaviest[held] + always, lightest[others], corners);
    return corners;
  }

  /** Those where the positions of m weigh {@code held}, the other ones {@code rest}. */
  private void addCorners(GapCell cell, double held, double rest, List<Corner> corners) {
    double m = scores[cell.m()];
    double own = q == cell.m() ? 0 : this.own / held;
    double[] queries = {
      own * Math.exp(scores[q] - m - error), own * Math.exp(scores[q] - m + error)
    };
    double[] rests = {
      rest / held * Math.exp(least[cell.top()] - m - error),
      rest / held * Math.exp(most[cell.top()] - m + error)
    };
    for (double query : q == cell.m() ? new double[1] : queries) {
      for (double other : cell.others() == 0 ? new double[1] : rests) {
        corners.add(new Corner(query, other));
      }
    }
  }
}
