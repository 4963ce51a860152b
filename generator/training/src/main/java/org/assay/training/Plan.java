// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

import java.util.ArrayList;
import java.util.List;

/**
 * A transformer of TransformerLens' kind: layers of attention and perhaps an MLP, perhaps with
 * layer norm, the answer at the last position.
 *
 * @param dMlp 0 without an MLP
 * @param length tokens in an input
 */
record Plan(
    int layers,
    int heads,
    int dModel,
    int dHead,
    int dMlp,
    boolean isRelu,
    Norm norm,
    boolean isCausal,
    int vocab,
    int vocabOut,
    int length) {
  /** Layer norm in front of each part and at the end; {@code LN_PRE} without weights. */
  enum Norm {
    NONE,
    LN,
    LN_PRE;

    /** As TransformerLens spells it; else none. */
    static Norm of(String word) {
      return word.equals("LN") ? LN : word.equals("LNPre") ? LN_PRE : NONE;
    }
  }

  /** 256 MiB of weights. */
  private static final long MAX_WEIGHTS = 1L << 26;

  /**
   * A trained tensor, as rows and columns.
   *
   * @param heads above 0 where a file has the heads as an axis of their own
   * @param deviation of the first values; 0: all are {@code first}
   */
  record Part(String name, int rows, int columns, int heads, double deviation, float first) {
    int size() {
      return rows * columns;
    }

    boolean isBias() {
      return rows == 1;
    }

    /** A head's columns are apart in the model, and an axis in the file. */
    boolean isQueryKeyValue() {
      return heads > 0 && name.matches(".*\\.[Wb]_[QKV]");
    }

    long[] shape() {
      if (isQueryKeyValue()) {
        long d = columns / heads;
        return isBias() ? new long[] {heads, d} : new long[] {heads, rows, d};
      }
      if (heads > 0 && !isBias()) return new long[] {heads, rows / heads, columns};
      return isBias() ? new long[] {columns} : new long[] {rows, columns};
    }
  }

  Plan {
    long each = 4L * dModel * heads * dHead + 2L * dModel * dMlp;
    long all = ((long) vocab + vocabOut + length) * dModel + layers * each;
    if (all > MAX_WEIGHTS) {
      throw new IllegalArgumentException(
          "number of weights: got " + all + ", want <= " + MAX_WEIGHTS);
    }
  }

  /** All parts, in the order in which they lie in one flat array. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    matrix(parts, "embed.W_E", vocab, dModel, 0);
    matrix(parts, "pos_embed.W_pos", length, dModel, 0);
    for (int i = 0; i < layers; i++) {
      String block = "blocks." + i + ".";
      norm(parts, block + "ln1");
      for (String letter : List.of("Q", "K", "V")) {
        matrix(parts, block + "attn.W_" + letter, dModel, heads * dHead, heads);
        bias(parts, block + "attn.b_" + letter, heads * dHead, heads);
      }
      matrix(parts, block + "attn.W_O", heads * dHead, dModel, heads);
      bias(parts, block + "attn.b_O", dModel, 0);
      if (dMlp == 0) continue;
      norm(parts, block + "ln2");
      matrix(parts, block + "mlp.W_in", dModel, dMlp, 0);
      bias(parts, block + "mlp.b_in", dMlp, 0);
      matrix(parts, block + "mlp.W_out", dMlp, dModel, 0);
      bias(parts, block + "mlp.b_out", dModel, 0);
    }
    norm(parts, "ln_final");
    matrix(parts, "unembed.W_U", dModel, vocabOut, 0);
    bias(parts, "unembed.b_U", vocabOut, 0);
    return parts;
  }

  private void matrix(List<Part> parts, String name, int rows, int columns, int axis) {
    int fan = name.endsWith("_E") || name.endsWith("_pos") ? columns : rows;
    parts.add(new Part(name, rows, columns, axis, 0.8 / Math.sqrt(fan), 0));
  }

  private static void bias(List<Part> parts, String name, int size, int axis) {
    parts.add(new Part(name, 1, size, axis, 0, 0));
  }

  private void norm(List<Part> parts, String name) {
    if (norm != Norm.LN) return;
    parts.add(new Part(name + ".w", 1, dModel, 0, 0, 1));
    parts.add(new Part(name + ".b", 1, dModel, 0, 0, 0));
  }
}
