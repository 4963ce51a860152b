// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.halfspaces;

import java.util.Optional;

/** What the norm in front of the unembedding divides by, on the inputs of a class. */
final class LastNorm {
  private final OneLayer layer;
  private final LayerNorm norm;
  private final Projection entries;
  private final Table out; // of the MLP, in the same directions; null without one
  private final double[] outBias;

  LastNorm(OneLayer layer, LayerNorm norm) {
    this.layer = layer;
    this.norm = norm;
    Table centring = Hidden.centring(layer.residual().columns(), norm.isCentred());
    this.entries = Projection.of(layer, centring);
    this.out = layer.mlp().map(mlp -> mlp.out().times(centring)).orElse(null);
    this.outBias =
        layer
            .mlp()
            .map(mlp -> new Table(mlp.outBias().length, mlp.outBias()).times(centring).values())
            .orElse(null);
  }

  Range deviation(Weighing weighing, Optional<Hidden.Seen> mlp) {
    Range[] ranges = weighing.ranges(entries);
    if (mlp.isPresent()) add(ranges, mlp.get());
    return Range.deviation(ranges, norm.epsilon());
  }

  private void add(Range[] ranges, Hidden.Seen mlp) {
    for (int j = 0; j < ranges.length; j++) {
      Range sum = ranges[j].plus(Range.of(outBias[j]));
      for (int k = 0; k < mlp.active().length; k++) {
        sum = sum.plus(mlp.active()[k].times(out.at(k, j)));
      }
      ranges[j] = sum;
    }
  }
}
