// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A transformer of some layers as a differentiable function of one flat array of its weights. */
final class LayeredTransformer {
  private static final double EPSILON = 1e-5;
  private static final float MASKED = -1e9f;

  private final Plan plan;
  private final List<Plan.Part> parts;
  private final long[] cuts;
  private final NDIndex last;

  /**
   * Arrays that live as long as the model, because DJL frees the memory of a temporary scalar at
   * once although the backward pass reads it again.
   */
  private final NDArray scale;

  private final NDArray mask; // [1, 1, n, n]: what is added to scores

  /** In float32, as models are trained. */
  LayeredTransformer(NDManager manager, Plan plan) {
    this(manager, plan, DataType.FLOAT32);
  }

  /** For weights of this type, in which everything is computed. */
  LayeredTransformer(NDManager manager, Plan plan, DataType type) {
    this.plan = plan;
    this.parts = plan.parts();
    this.cuts = new long[parts.size() - 1];
    long at = 0;
    for (int i = 0; i < cuts.length; i++) {
      at += parts.get(i).size();
      cuts[i] = at;
    }
    this.last = new NDIndex().addAllDim().addSliceDim(plan.length() - 1, plan.length());
    this.scale = manager.create(Math.sqrt(plan.dHead())).toType(type, false);
    int n = plan.length();
    float[] masked = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n && plan.isCausal(); j++) masked[i * n + j] = MASKED;
    }
    this.mask = manager.create(masked, new Shape(1, 1, n, n)).toType(type, false);
  }

  /** Shape: weights [all], tokens int64 [batch, length] → logits [batch, vocabOut]. */
  NDArray logits(NDArray weights, NDArray tokens) {
    Map<String, NDArray> w = named(weights);
    NDArray x =
        Embedding.embedding(tokens, w.get("embed.W_E"), SparseFormat.DENSE)
            .singletonOrThrow()
            .add(w.get("pos_embed.W_pos"));
    for (int i = 0; i < plan.layers(); i++) {
      String block = "blocks." + i + ".";
      NDArray seen = norm(w, block + "ln1", x);
      boolean isLast = i == plan.layers() - 1; // nothing but the answer is read of it
      NDArray asking = isLast ? seen.get(last) : seen;
      x = (isLast ? x.get(last) : x).add(attention(w, block + "attn.", asking, seen));
      if (plan.dMlp() == 0) continue;
      NDArray in = affine(w, block + "mlp.", "in", norm(w, block + "ln2", x));
      NDArray active = plan.isRelu() ? Activation.relu(in) : Activation.gelu(in);
      x = x.add(affine(w, block + "mlp.", "out", active));
    }
    NDArray answer = x.reshape(tokens.getShape().get(0), plan.dModel());
    return affine(w, "unembed.", "U", norm(w, "ln_final", answer));
  }

  private Map<String, NDArray> named(NDArray weights) {
    NDList split = weights.split(cuts);
    Map<String, NDArray> named = new HashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Plan.Part part = parts.get(i);
      Shape shape =
          part.isBias() ? new Shape(part.columns()) : new Shape(part.rows(), part.columns());
      named.put(part.name(), split.get(i).reshape(shape));
    }
    return named;
  }

  private static NDArray affine(Map<String, NDArray> w, String of, String letter, NDArray x) {
    return x.matMul(w.get(of + "W_" + letter)).add(w.get(of + "b_" + letter));
  }

  /** Shape: asking [batch, n or 1 (the last position), dModel], x [batch, n, dModel] → asking's. */
  private NDArray attention(Map<String, NDArray> w, String of, NDArray asking, NDArray x) {
    NDArray q = heads(affine(w, of, "Q", asking));
    NDArray k = heads(affine(w, of, "K", x));
    NDArray v = heads(affine(w, of, "V", x));
    long positions = asking.getShape().get(1);
    NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).div(scale);
    if (positions == plan.length()) scores = scores.add(mask); // the last position sees all
    NDArray mixed = scores.softmax(3).matMul(v).transpose(0, 2, 1, 3);
    long width = (long) plan.heads() * plan.dHead();
    return affine(w, of, "O", mixed.reshape(x.getShape().get(0), positions, width));
  }

  /** Shape: [batch, n, heads d] → [batch, heads, n, d]. */
  private NDArray heads(NDArray x) {
    long batch = x.getShape().get(0);
    return x.reshape(batch, x.getShape().get(1), plan.heads(), plan.dHead()).transpose(0, 2, 1, 3);
  }

  private NDArray norm(Map<String, NDArray> w, String name, NDArray x) {
    if (plan.norm() == Plan.Norm.NONE) return x;
    int[] axis = {x.getShape().dimension() - 1};
    NDArray centred = x.sub(x.mean(axis, true));
    NDArray deviation = centred.mul(centred).mean(axis, true).add(EPSILON).sqrt();
    NDArray normed = centred.div(deviation);
    if (plan.norm() == Plan.Norm.LN_PRE) return normed;
    return normed.mul(w.get(name + ".w")).add(w.get(name + ".b"));
  }

  /** Mean over the batch of -log softmax(logits)[label], in nats. */
  static NDArray loss(NDArray logits, NDArray labels) {
    NDArray wanted = labels.toType(DataType.INT64, false).expandDims(1);
    return logits.logSoftmax(1).gather(wanted, 1).mean().neg();
  }
}
