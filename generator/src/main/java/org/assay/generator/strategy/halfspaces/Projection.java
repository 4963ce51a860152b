// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Arrays;

/**
 * What the parts of the stream behind the attention are in some directions.
 *
 * @param values by head and position: [vocab, directions]
 * @param residual [vocab, directions], by the query's token
 */
record Projection(Table[][] values, Table residual) {
  /**
   * @param directions [d, n]
   */
  static Projection of(OneLayer layer, Table directions) {
    Table[][] values = new Table[layer.heads().length][layer.k()];
    for (int h = 0; h < values.length; h++) {
      for (int i = 0; i < layer.k(); i++) {
        values[h][i] = layer.heads()[h].values()[i].times(directions);
      }
    }
    return new Projection(values, layer.residual().times(directions));
  }

  /** In one direction, made of these by factors. */
  Projection along(double[] factors) {
    Table column = new Table(1, factors);
    Table[][] along = new Table[values.length][];
    for (int h = 0; h < along.length; h++) {
      along[h] = Arrays.stream(values[h]).map(table -> table.times(column)).toArray(Table[]::new);
    }
    return new Projection(along, residual.times(column));
  }

  int directions() {
    return residual.columns();
  }
}
