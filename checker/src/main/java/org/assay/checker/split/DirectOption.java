// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.List;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/** Lemma L-32. The ways to bound differences of the direct path. */
@Lemma("L-32")
public enum DirectOption {
  MAX_DIFF_EXACT("max_diff_exact"),
  GLOBAL_MAX_DIFF_EXACT("global_max_diff_exact"),
  MEAN_QUERY("mean_query+max_diff"),
  SVD_QUERY("svd_query+max_diff"),
  MAX_DIFF("max_diff");

  /** Bits of an entry of a direction: an entry of 2^(DIRECTION_BITS - 1) is the power of two. */
  private static final int DIRECTION_BITS = 18;

  private final String word;

  DirectOption(String word) {
    this.word = word;
  }

  /** The code word of spec F-11. */
  public String word() {
    return word;
  }

  /** The lengths of the directions that this option reads (spec F-11). */
  public List<Integer> directionLengths(int dModel) {
    return this == SVD_QUERY ? List.of(dModel) : List.of();
  }

  /**
   * Tables that are the same for each query, [1, vocab], and what their differences may be short
   * of; a proof takes the best of them. Where the table is multiplied out for each query, it is its
   * differences to the entry of m, as they are and about the mean query.
   *
   * <p>Requires: directions of those lengths; any entries are sound.
   */
  public List<Split> splits(Weights weights, List<BigInteger[]> directions) {
    ExactMatrix residual = Circuits.residual(weights);
    return switch (this) {
      case MAX_DIFF_EXACT -> centred(table(residual, weights));
      case GLOBAL_MAX_DIFF_EXACT -> List.of(global(table(residual, weights)));
      case MEAN_QUERY -> about(RowRanges.mean(residual), residual, weights);
      case SVD_QUERY -> about(scaled(directions.get(0), residual), residual, weights);
      case MAX_DIFF ->
          about(ExactMatrix.zero(1, weights.dModel()).on(weights.meter()), residual, weights);
    };
  }

  private static List<Split> centred(ExactMatrix table) {
    ExactMatrix mean = RowRanges.mean(table);
    return List.of(
        new Split(ExactMatrix.zero(1, table.columns()).on(table.meter()), aboveEntry(table)),
        new Split(mean, aboveEntry(table.minusRow(mean))));
  }

  private static ExactMatrix table(ExactMatrix residual, Weights weights) {
    ExactMatrix constant = Circuits.constant(weights);
    return Circuits.direct(residual.plusRow(constant), weights);
  }

  /** L-32 (1): the range of the whole table, for every query. */
  private static Split global(ExactMatrix table) {
    BigInteger[][] range = new BigInteger[table.rows()][1];
    BigInteger least = table.significand(0, 0);
    BigInteger most = least;
    for (int q = 0; q < table.rows(); q++) {
      for (int o = 0; o < table.columns(); o++) {
        least = least.min(table.significand(q, o));
        most = most.max(table.significand(q, o));
      }
    }
    table.meter().add(2L * table.rows() * table.columns() - 1); // least, most
    for (BigInteger[] row : range) {
      row[0] = most.subtract(least);
    }
    ExactMatrix error = table.with(range, 1, table.exponent());
    return new Split(ExactMatrix.zero(1, table.columns()).on(table.meter()), error);
  }

  /** L-32 (2): a row common to all queries, and what each residual differs from it. */
  private static List<Split> about(ExactMatrix centre, ExactMatrix residual, Weights weights) {
    ExactMatrix ranges = RowRanges.of(weights.unembed().matrix());
    return List.of(
        new Split(table(centre, weights), RowRanges.weightedUp(residual.minusRow(centre), ranges)));
  }

  /** A direction as a residual: in units of 2^-17 of the magnitude of the residuals. */
  private static ExactMatrix scaled(BigInteger[] direction, ExactMatrix residual) {
    int exponent = residual.magnitudeBits() - DIRECTION_BITS + 1;
    return residual.with(new BigInteger[][] {direction}, direction.length, exponent);
  }

  /** L-32 (3): in each row, the largest of the other entries minus the entry itself. */
  private static ExactMatrix aboveEntry(ExactMatrix table) {
    int vocab = table.columns();
    BigInteger[][] above = new BigInteger[table.rows()][vocab];
    table.meter().add(3L * table.rows() * vocab); // the largest two, a difference
    for (int q = 0; q < table.rows(); q++) {
      int first = 0;
      int second = -1;
      for (int o = 1; o < vocab; o++) {
        if (table.significand(q, o).compareTo(table.significand(q, first)) > 0) {
          second = first;
          first = o;
        } else if (second < 0
            || table.significand(q, o).compareTo(table.significand(q, second)) > 0) {
          second = o;
        }
      }
      for (int m = 0; m < vocab; m++) {
        int rival = m != first || second < 0 ? first : second;
        above[q][m] = table.significand(q, rival).subtract(table.significand(q, m));
      }
    }
    return table.with(above, vocab, table.exponent());
  }
}
