// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.split;

import java.util.Arrays;
import java.util.List;

/** The options {@code direct} of spec F-11: how the direct path is known (lemma L-32). */
public enum DirectOption {
  MAX_DIFF_EXACT("max_diff_exact"),
  GLOBAL_MAX_DIFF_EXACT("global_max_diff_exact"),
  MEAN_QUERY("mean_query+max_diff"),
  SVD_QUERY("svd_query+max_diff"),
  MAX_DIFF("max_diff");

  /** A direction's unit, relative to the power of two above all residuals. */
  private static final int UNIT_BITS = 17;

  private final String word;

  DirectOption(String word) {
    this.word = word;
  }

  /** The code word of spec F-11. */
  public String word() {
    return word;
  }

  /** Whether the direct path is multiplied out. */
  public boolean isExact() {
    return this == MAX_DIFF_EXACT || this == GLOBAL_MAX_DIFF_EXACT;
  }

  /** direct[q, o] - direct[q, m] is at most common[o] - common[m] + excess[q, m]. */
  public record Split(double[] common, Matrix excess) {}

  /**
   * The vector that {@code svd_query+max_diff} reads: the first left singular vector u of the
   * residuals X in u^T X / √vocab, which is near their mean.
   */
  public Directions directions(Factors factors) {
    if (this != SVD_QUERY) return new Directions(List.of());
    Matrix residual = factors.residual();
    double[] u = SingularVectors.left(residual);
    double sign = Math.signum(Arrays.stream(u).sum()) / Math.sqrt(u.length);
    double unit = unit(residual);
    int limit = 1 << UNIT_BITS;
    int[] direction =
        Arrays.stream(residual.combination(u))
            .mapToInt(x -> (int) Math.rint(x * sign / unit))
            .map(n -> Math.max(-limit, Math.min(limit - 1, n)))
            .toArray();
    return new Directions(List.of(direction));
  }

  private static double unit(Matrix residual) {
    int magnitude = Math.getExponent(residual.magnitude()) + 1;
    return Math.scalb(1.0, magnitude - UNIT_BITS);
  }

  /** What the checker will know of the direct path with these directions; any split will do. */
  public List<Split> splits(Factors factors, Directions directions) {
    Matrix residual = factors.residual();
    return switch (this) {
      case MAX_DIFF_EXACT -> {
        Matrix table = factors.direct(residual);
        yield List.of(about(table, new double[table.columns()]), about(table, table.mean()));
      }
      case GLOBAL_MAX_DIFF_EXACT -> List.of(global(factors.direct(residual)));
      case MEAN_QUERY -> List.of(about(factors, residual.mean()));
      case SVD_QUERY -> {
        double unit = unit(residual);
        int[] direction = directions.vectors().get(0);
        yield List.of(
            about(factors, Arrays.stream(direction).mapToDouble(n -> n * unit).toArray()));
      }
      case MAX_DIFF -> List.of(about(factors, new double[residual.columns()]));
    };
  }

  /** L-32 (4): the largest of the other entries minus that of m. */
  private static Split about(Matrix table, double[] common) {
    Matrix rest = table.minusRow(common);
    return new Split(
        common, Matrix.of(rest.rows(), rest.columns(), (q, m) -> lead(rest.entries()[q], m)));
  }

  private static double lead(double[] row, int m) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int o = 0; o < row.length; o++) {
      if (o != m) largest = Math.max(largest, row[o]);
    }
    return largest - row[m];
  }

  /** L-32 (2). */
  private static Split global(Matrix table) {
    double most = table.entries()[0][0];
    double least = most;
    for (double[] row : table.entries()) {
      most = Math.max(most, Arrays.stream(row).max().orElse(most));
      least = Math.min(least, Arrays.stream(row).min().orElse(least));
    }
    double range = most - least;
    return new Split(
        new double[table.columns()], Matrix.of(table.rows(), table.columns(), (q, m) -> range));
  }

  /** L-32 (3). */
  private static Split about(Factors factors, double[] centre) {
    Matrix residual = factors.residual();
    double[] sizes = residual.minusRow(centre).weightedSizes(factors.unembed().ranges());
    double[] common = factors.direct(new Matrix(new double[][] {centre})).entries()[0];
    return new Split(common, Matrix.of(residual.rows(), common.length, (q, m) -> sizes[q]));
  }
}
