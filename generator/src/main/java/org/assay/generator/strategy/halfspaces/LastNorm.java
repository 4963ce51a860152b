// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Optional;

/** What the norm in front of the unembedding divides by, on the inputs of a class. */
final class LastNorm {
  private final LayerNorm norm;
  private final int width; // of the stream
  private final Projection entries; // each of what is divided, and then the negative of each
  private final Optional<Table> out; // of the MLP, in the same directions
  private final double[] constants; // what its bias adds there

  LastNorm(OneLayer layer, LayerNorm norm) {
    this.norm = norm;
    this.width = layer.residual().columns();
    Table both = bothSigns(Hidden.centring(width, norm.isCentred()));
    this.entries = Projection.of(layer, both);
    this.out = layer.mlp().map(mlp -> mlp.out().times(both));
    this.constants =
        layer
            .mlp()
            .map(mlp -> new Table(width, mlp.outBias()).times(both).values())
            .orElse(new double[2 * width]);
  }

  /** Columns, and behind them their negatives. */
  private static Table bothSigns(Table columns) {
    int n = columns.columns();
    Table both = Table.zero(columns.rows(), 2 * n);
    for (int row = 0; row < columns.rows(); row++) {
      for (int c = 0; c < n; c++) {
        both.values()[row * 2 * n + c] = columns.at(row, c);
        both.values()[row * 2 * n + n + c] = -columns.at(row, c);
      }
    }
    return both;
  }

  /**
   * The range, as the checker finds it (spec L-58, L-59).
   *
   * @param slopes of the neurons
   */
  Range deviation(Parts.OfClass parts, Slope[] slopes) {
    Range[] ranges = ranges(parts, slopes, entries, out, constants);
    return Range.deviation(ranges, norm.epsilon(), middle -> along(parts, slopes, middle));
  }

  private Range along(Parts.OfClass parts, Slope[] slopes, double[] middle) {
    Table column = Table.zero(2 * width, 1);
    System.arraycopy(middle, 0, column.values(), 0, width);
    Table both = bothSigns(column);
    double[] constant = new Table(2 * width, constants).times(both).values();
    Optional<Table> factors = out.map(table -> table.times(both));
    return ranges(parts, slopes, entries.times(both), factors, constant)[0];
  }

  private static Range[] ranges(
      Parts.OfClass parts,
      Slope[] slopes,
      Projection directions,
      Optional<Table> factors,
      double[] constants) {
    Weighing weighing = parts.weighing();
    double[] constant = constants.clone();
    for (int j = 0; j < constant.length; j++)
      constant[j] += directions.residual().at(weighing.q, j);
    LinearBounds bounds =
        new LinearBounds(
            weighing,
            parts.ends(),
            directions.chosen(weighing),
            constant,
            factors.flatMap(table -> parts.bent(slopes, table)));
    Range[] ranges = new Range[constant.length / 2];
    for (int j = 0; j < ranges.length; j++) {
      ranges[j] = new Range(bounds.least(j), -bounds.least(ranges.length + j));
    }
    return ranges;
  }
}
