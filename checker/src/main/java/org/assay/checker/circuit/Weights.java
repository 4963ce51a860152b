// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.circuit;

import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;

/**
 * The weights of a one-layer, one-head, attention-only transformer, exact.
 *
 * <p>Shapes: embed [vocab, dModel], position [k, dModel], query, key, value [dModel, dHead],
 * queryBias, keyBias, valueBias [1, dHead], output [dHead, dModel], outputBias [1, dModel], unembed
 * [dModel, vocab], unembedBias [1, vocab]. A key bias moves all scores of a query alike, so no
 * circuit needs it (lemma L-01); rounding errors do depend on it (lemma L-41).
 */
public record Weights(
    ExactMatrix embed,
    ExactMatrix position,
    Head head,
    ExactMatrix unembed,
    ExactMatrix unembedBias) {

  /** All that is computed from them is counted by one meter, that of embed. */
  public Weights {
    position = position.on(embed.meter());
    head = head.on(embed.meter());
    unembed = unembed.on(embed.meter());
    unembedBias = unembedBias.on(embed.meter());
  }

  /** The four projections of the attention head. */
  public record Head(
      Projection query, ExactMatrix key, ExactMatrix keyBias, Projection value, Projection output) {
    /** A head whose key bias is zero. */
    public Head(Projection query, ExactMatrix key, Projection value, Projection output) {
      this(query, key, ExactMatrix.zero(1, key.columns()), value, output);
    }

    private Head on(Meter meter) {
      return new Head(
          query.on(meter), key.on(meter), keyBias.on(meter), value.on(meter), output.on(meter));
    }
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
    return head.key().columns();
  }
}
