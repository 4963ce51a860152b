// SPDX-License-Identifier: Apache-2.0
package org.assay.training;

/** The trained tensors, in the order in which they lie in one flat array of all weights. */
enum Weight {
  EMBED("embed.W_E"),
  POSITION("pos_embed.W_pos"),
  QUERY("blocks.0.attn.W_Q"),
  KEY("blocks.0.attn.W_K"),
  VALUE("blocks.0.attn.W_V"),
  OUTPUT("blocks.0.attn.W_O"),
  UNEMBED("unembed.W_U");

  /** Name in TransformerLens and in the file (F-12). */
  final String tensorName;

  Weight(String tensorName) {
    this.tensorName = tensorName;
  }

  /** Rows and columns; a file has one more dimension of size 1, the head, for the middle four. */
  int rows(Dimensions d) {
    return switch (this) {
      case EMBED -> d.vocab();
      case POSITION -> d.k();
      case QUERY, KEY, VALUE, UNEMBED -> d.dModel();
      case OUTPUT -> d.dHead();
    };
  }

  int columns(Dimensions d) {
    return switch (this) {
      case EMBED, POSITION, OUTPUT -> d.dModel();
      case QUERY, KEY, VALUE -> d.dHead();
      case UNEMBED -> d.vocab();
    };
  }

  boolean hasHeadDimension() {
    return switch (this) {
      case QUERY, KEY, VALUE, OUTPUT -> true;
      case EMBED, POSITION, UNEMBED -> false;
    };
  }

  /** Index of the first entry in the flat array. */
  int offset(Dimensions d) {
    int offset = 0;
    for (Weight earlier : values()) {
      if (earlier == this) {
        return offset;
      }
      offset += earlier.rows(d) * earlier.columns(d);
    }
    throw new AssertionError(this);
  }
}
