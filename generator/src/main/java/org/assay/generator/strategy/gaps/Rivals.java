// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import java.util.Arrays;
import java.util.List;
import org.assay.generator.strategy.split.DirectOption;
import org.assay.generator.strategy.split.Matrix;

/**
 * By how much other outputs lead over one maximum m, in doubles: the numbers of lemma L-36, each
 * raised by so much that rounding to the nearest does not make it too small.
 */
final class Rivals {
  /** Far above the rounding of ordinary models, far below every lead that matters. */
  private static final double ALLOWANCE = 1e-10;

  private final int m;
  private final List<DirectOption.Split> splits;
  private final List<Lines> lines;
  private final double[] tokenLeads;
  private final double[] restLeads; // the largest of tokens 0..t

  /** What all maxima share. */
  record Tables(Matrix tokens, Matrix positions, List<DirectOption.Split> splits, double margin) {
    /** Relative to everything that is added up. */
    double allowance() {
      double magnitude = tokens.magnitude() + positions.magnitude() + margin;
      for (DirectOption.Split split : splits) {
        magnitude += split.excess().magnitude();
        magnitude += Arrays.stream(split.common()).map(Math::abs).max().orElse(0);
      }
      return magnitude * ALLOWANCE;
    }
  }

  Rivals(Tables tables, int m) {
    this.m = m;
    this.splits = tables.splits();
    double allowance = tables.allowance();
    this.lines = splits.stream().map(split -> lines(tables, split, m, allowance)).toList();
    this.tokenLeads = new double[m];
    this.restLeads = new double[m];
    for (int t = 0; t < m; t++) {
      double[] row = tables.tokens().entries()[t];
      tokenLeads[t] = Double.NEGATIVE_INFINITY;
      for (int o = 0; o < row.length; o++) {
        if (o != m) tokenLeads[t] = Math.max(tokenLeads[t], row[o] - row[m]);
      }
      restLeads[t] = t == 0 ? tokenLeads[t] : Math.max(restLeads[t - 1], tokenLeads[t]);
    }
  }

  private static Lines lines(Tables tables, DirectOption.Split split, int m, double allowance) {
    int vocab = tables.tokens().rows();
    double[] slopes = new double[vocab - 1];
    double[] heights = new double[vocab - 1];
    for (int o = 0, line = 0; o < vocab; o++) {
      if (o == m) continue;
      double position = Double.NEGATIVE_INFINITY;
      for (double[] row : tables.positions().entries()) {
        position = Math.max(position, row[o] - row[m]);
      }
      slopes[line] = split.common()[o] - split.common()[m] + position + tables.margin() + allowance;
      heights[line++] = tables.tokens().at(m, o) - tables.tokens().at(m, m);
    }
    return new Lines(slopes, heights);
  }

  /** One bound for each direct split. */
  List<Lines.Bound> bounds(Handling handling, double centre) {
    return lines.stream().map(one -> handling.bound(one, centre)).toList();
  }

  /** Whether every rival is behind at every corner, by some split. */
  boolean areBehind(GapCell cell, List<Sharing.Corner> corners, List<Lines.Bound> bounds) {
    double query = cell.q() < m ? tokenLeads[cell.q()] : 0;
    double rest = cell.others() > 0 ? restLeads[cell.top()] : 0;
    for (Sharing.Corner corner : corners) {
      double tokens = query * corner.query() + rest * corner.rest();
      if (!isBehind(cell.q(), corner.all(), tokens, bounds)) return false;
    }
    return true;
  }

  private boolean isBehind(int q, double all, double tokens, List<Lines.Bound> bounds) {
    for (int split = 0; split < bounds.size(); split++) {
      double excess = splits.get(split).excess().at(q, m);
      if (bounds.get(split).at(all) + excess * all + tokens < 0) return true; // false if NaN
    }
    return false;
  }
}
