// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.Arrays;

/**
 * The model as a differentiable function of one flat array of all its weights; biases are zero.
 *
 * <p>Only the last position's logits are computed. It attends to every position, so causal masking
 * changes nothing. Attention weights sum to 1, so residuals are mixed before W_V and W_O: the same
 * real function with K times fewer products.
 */
final class Transformer {
  private final long[] cuts;
  private final Shape[] shapes;
  private final NDIndex lastPosition;

  /**
   * √dHead. An array that lives as long as the model, because DJL frees the memory of a temporary
   * scalar at once although the backward pass reads it again.
   */
  private final NDArray scale;

  Transformer(NDManager manager, Dimensions d) {
    Weight[] all = Weight.values();
    this.cuts = Arrays.stream(all).skip(1).mapToLong(w -> w.offset(d)).toArray();
    this.shapes =
        Arrays.stream(all).map(w -> new Shape(w.rows(d), w.columns(d))).toArray(Shape[]::new);
    this.scale = manager.create((float) Math.sqrt(d.dHead()));
    this.lastPosition = new NDIndex().addAllDim().addIndices(d.k() - 1);
  }

  /** Shape: weights [all], tokens int64 [batch, k] → logits [batch, vocab]. */
  NDArray logits(NDArray weights, NDArray tokens) {
    NDList w = weights.split(cuts);
    NDArray residual =
        Embedding.embedding(tokens, at(w, Weight.EMBED), SparseFormat.DENSE)
            .singletonOrThrow()
            .add(at(w, Weight.POSITION)); // [batch, k, dModel]
    NDArray last = residual.get(lastPosition); // [batch, dModel]
    NDArray query = last.matMul(at(w, Weight.QUERY)).matMul(at(w, Weight.KEY).transpose());
    NDArray scores = residual.matMul(query.expandDims(2)).div(scale);
    NDArray mixed = residual.mul(scores.softmax(1)).sum(new int[] {1}); // [batch, dModel]
    NDArray head = mixed.matMul(at(w, Weight.VALUE)).matMul(at(w, Weight.OUTPUT));
    return last.add(head).matMul(at(w, Weight.UNEMBED));
  }

  /** Mean over the batch of -log softmax(logits)[maximum], in nats. */
  static NDArray loss(NDArray logits, Inputs.Batch batch) {
    return logits.logSoftmax(1).gather(batch.answers(), 1).mean().neg();
  }

  private NDArray at(NDList parts, Weight weight) {
    return parts.get(weight.ordinal()).reshape(shapes[weight.ordinal()]);
  }
}
