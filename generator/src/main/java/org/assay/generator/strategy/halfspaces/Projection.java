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

  /** In other directions, which a matrix [directions, n] makes of these. */
  Projection times(Table matrix) {
    Table[][] other = new Table[values.length][];
    for (int h = 0; h < other.length; h++) {
      other[h] = Arrays.stream(values[h]).map(table -> table.times(matrix)).toArray(Table[]::new);
    }
    return new Projection(other, residual.times(matrix));
  }

  /** Of the tokens of a class at each position, by head. */
  Table[][] chosen(Weighing weighing) {
    Table[][] chosen = new Table[values.length][values[0].length];
    for (int h = 0; h < chosen.length; h++) {
      for (int i = 0; i < chosen[h].length; i++) {
        chosen[h][i] = values[h][i].chosen(weighing.tokens(i));
      }
    }
    return chosen;
  }

  int directions() {
    return residual.columns();
  }
}
