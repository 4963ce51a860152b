// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Optional;

/**
 * A network of one layer, at the last position.
 *
 * @param k length of an input
 * @param heads of the attention
 * @param residual [vocab, d]: what the last position holds by its token, the bias of the attention
 *     included
 * @param mlp behind the attention
 * @param last norm in front of the unembedding
 * @param unembed [d, outputs]
 * @param outputBias of each output
 */
record OneLayer(
    int k,
    Head[] heads,
    Table residual,
    Optional<Mlp> mlp,
    Optional<LayerNorm> last,
    Table unembed,
    double[] outputBias) {
  /**
   * A head of attention.
   *
   * @param queries [vocab, d_head], of the last position, scaled
   * @param keys of each position [vocab, d_head]
   * @param values of each position [vocab, d], through the output matrix
   */
  record Head(Table queries, Table[] keys, Table[] values) {}

  /**
   * Two linear maps with a function between them, added to what they read.
   *
   * @param norm in front of it
   * @param in [d, width]
   * @param out [width, d]
   */
  record Mlp(
      Optional<LayerNorm> norm,
      Table in,
      double[] inBias,
      String function,
      Table out,
      double[] outBias) {}

  int vocab() {
    return residual.rows();
  }
}
