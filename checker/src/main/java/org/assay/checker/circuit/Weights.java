// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.circuit;

import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;

/**
 * The weights of a one-layer, one-head, attention-only transformer, exact. All that is computed
 * from them is counted by one meter, that of embed.
 *
 * <p>Shapes: embed [vocab, dModel], position [k, dModel]; the matrices of query, key and value
 * [dModel, dHead], of output [dHead, dModel], of unembed [dModel, vocab]; each bias one row. A key
 * bias moves all scores of a query alike, so no circuit needs it (lemma L-01); rounding errors do
 * depend on it (lemma L-41).
 */
public record Weights(
    ExactMatrix embed,
    ExactMatrix position,
    Projection query,
    Projection key,
    Projection value,
    Projection output,
    Projection unembed) {
  public Weights {
    position = position.on(embed.meter());
    query = query.on(embed.meter());
    key = key.on(embed.meter());
    value = value.on(embed.meter());
    output = output.on(embed.meter());
    unembed = unembed.on(embed.meter());
  }

  /** A linear map with its bias: row vector x to {@code x · matrix + bias}. */
  public record Projection(ExactMatrix matrix, ExactMatrix bias) {
    private Projection on(Meter meter) {
      return new Projection(matrix.on(meter), bias.on(meter));
    }
  }

  public Meter meter() {
    return embed.meter();
  }

  public int vocab() {
    return embed.rows();
  }

  public int k() {
    return position.rows();
  }

  public int dModel() {
    return embed.columns();
  }

  public int dHead() {
    return key.matrix().columns();
  }
}
