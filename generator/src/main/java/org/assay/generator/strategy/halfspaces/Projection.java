// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

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

  int directions() {
    return residual.columns();
  }
}
