// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.model;

import static org.assay.checker.model.ModelTensor.Axis.HEAD;
import static org.assay.checker.model.ModelTensor.Axis.HEADS;
import static org.assay.checker.model.ModelTensor.Axis.K;
import static org.assay.checker.model.ModelTensor.Axis.MODEL;
import static org.assay.checker.model.ModelTensor.Axis.VOCAB;
import static org.assay.checker.model.ModelTensor.Axis.VOCAB_OUT;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The tensors of a model by their TransformerLens names (spec F-12), in the order of checking. */
enum ModelTensor {
  EMBED("embed.W_E", VOCAB, MODEL),
  POSITION("pos_embed.W_pos", K, MODEL),
  QUERY("blocks.0.attn.W_Q", HEADS, MODEL, HEAD),
  KEY("blocks.0.attn.W_K", HEADS, MODEL, HEAD),
  VALUE("blocks.0.attn.W_V", HEADS, MODEL, HEAD),
  OUTPUT("blocks.0.attn.W_O", HEADS, HEAD, MODEL),
  UNEMBED("unembed.W_U", MODEL, VOCAB_OUT),
  QUERY_BIAS("blocks.0.attn.b_Q", HEADS, HEAD),
  KEY_BIAS("blocks.0.attn.b_K", HEADS, HEAD),
  VALUE_BIAS("blocks.0.attn.b_V", HEADS, HEAD),
  OUTPUT_BIAS("blocks.0.attn.b_O", MODEL),
  UNEMBED_BIAS("unembed.b_U", VOCAB);

  /**
   * What a dimension counts. HEADS must be 1 and VOCAB_OUT what VOCAB is, or it is another model.
   */
  enum Axis {
    VOCAB,
    K,
    MODEL,
    HEAD,
    HEADS,
    VOCAB_OUT
  }

  final String label;
  final List<Axis> axes;

  ModelTensor(String label, Axis... axes) {
    this.label = label;
    this.axes = List.of(axes);
  }

  /** Written by TransformerLens, with infinities in them or empty; they are no weights. */
  static boolean isNotRead(String label) {
    return label.equals("blocks.0.attn.mask") || label.equals("blocks.0.attn.IGNORE");
  }

  static Optional<ModelTensor> named(String label) {
    return Arrays.stream(values()).filter(tensor -> tensor.label.equals(label)).findFirst();
  }

  /** Matrices are required; a bias that is absent is zero. */
  boolean isRequired() {
    return compareTo(UNEMBED) <= 0;
  }
}
