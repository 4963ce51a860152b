// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static org.assay.generator.model.ModelRefusal.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The one architecture that Assay decides: one layer, one head, no MLP, no layer norm;
 * TransformerLens names (spec F-12).
 */
record Architecture(int k, int vocab, int dModel, int dHead) {
  static final String E = "embed.W_E";
  static final String P = "pos_embed.W_pos";
  static final String U = "unembed.W_U";
  static final String B_U = "unembed.b_U";
  static final String ATTENTION = "blocks.0.attn.";

  private static final int MAX_SIZE = 4096; // F-01 (d)
  private static final int MAX_K = 256; // F-01 (e)
  private static final Set<String> IGNORED = Set.of(ATTENTION + "mask", ATTENTION + "IGNORE");
  private static final List<String> REQUIRED =
      List.of(E, P, U, ATTENTION + "W_Q", ATTENTION + "W_K", ATTENTION + "W_V", ATTENTION + "W_O");

  private static final Set<String> OPTIONAL =
      Set.of(B_U, ATTENTION + "b_Q", ATTENTION + "b_K", ATTENTION + "b_V", ATTENTION + "b_O");

  /** Written by TransformerLens beside the weights; not read, whatever it holds. */
  static boolean isIgnored(String name) {
    return IGNORED.contains(name);
  }

  static boolean isKnown(String name) {
    return REQUIRED.contains(name) || OPTIONAL.contains(name) || isIgnored(name);
  }

  /**
   * Looks at all names, then all types, then all shapes, so that the order of the header decides
   * nothing.
   */
  static Architecture of(Map<String, SafetensorsHeader.Entry> entries) throws ModelRefusal {
    ForeignNames.requireNone(entries.keySet()); // F-12 (i)
    for (String name : REQUIRED) {
      require(entries.containsKey(name), "tensor %s is missing", name); // F-12 (h)
    }
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (Map.Entry<String, SafetensorsHeader.Entry> named : entries.entrySet()) {
      if (isIgnored(named.getKey())) continue;
      require( // F-12 (i)
          Dtype.named(named.getValue().dtype()).isPresent(),
          "tensor %s: dtype %s is not supported: want F64, F32, F16 or BF16",
          named.getKey(),
          HeaderJson.shown(named.getValue().dtype()));
      shapes.put(named.getKey(), named.getValue().shape());
    }
    return ofShapes(shapes);
  }

  /** Reads the sizes from the shapes and refuses every shape that does not fit them. */
  private static Architecture ofShapes(Map<String, List<Long>> shapes) throws ModelRefusal {
    requireOneHead(shapes);
    int k = size(shapes, P, 0, 2, MAX_K);
    int dModel = size(shapes, P, 1, 2, MAX_SIZE);
    boolean isTransposed = size(shapes, E, 1, 2, Long.MAX_VALUE) != dModel;
    int vocab = isTransposed ? size(shapes, U, 1, 2, MAX_SIZE) : size(shapes, E, 0, 2, MAX_SIZE);
    int dHead = size(shapes, ATTENTION + "W_Q", 2, 3, MAX_SIZE);
    Architecture sizes = new Architecture(k, vocab, dModel, dHead);
    for (Map.Entry<String, List<Long>> wanted : sizes.shapes().entrySet()) {
      List<Long> got = shapes.get(wanted.getKey());
      if (got != null) requireShape(wanted.getKey(), got, wanted.getValue()); // F-12 (h), (i)
    }
    return sizes;
  }

  /** The first size of the tensors of the attention is the number of heads. */
  private static void requireOneHead(Map<String, List<Long>> shapes) throws ModelRefusal {
    for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
      List<Long> shape = tensor.getValue();
      boolean hasHeads = tensor.getKey().matches("blocks\\.0\\.attn\\.(W_.|b_[QKV])");
      int dimensions = tensor.getKey().contains(".b_") ? 2 : 3;
      if (!hasHeads || shape.size() != dimensions || shape.get(0) == 1) continue;
      throw new ModelRefusal( // F-12 (i)
              "tensor %s: got shape %s, %s heads; want one head%s",
              tensor.getKey(), shape, shape.get(0), Conversion.OTHERS)
          .advising(Conversion.EXHAUSTIVE);
    }
  }

  private static void requireShape(String name, List<Long> got, List<Long> want)
      throws ModelRefusal {
    if (got.equals(want)) return;
    List<Long> exchanged = new ArrayList<>(got);
    if (got.size() >= 2) Collections.swap(exchanged, got.size() - 2, got.size() - 1);
    if (!exchanged.equals(want)) {
      throw new ModelRefusal("tensor %s: got shape %s, want %s", name, got, want);
    }
    throw new ModelRefusal(
            "tensor %s: got shape %s, want %s: it is transposed; with Python:", name, got, want)
        .advising(Conversion.transposed(name));
  }

  private static int size(
      Map<String, List<Long>> shapes, String name, int dimension, int dimensions, long limit)
      throws ModelRefusal {
    List<Long> shape = shapes.get(name);
    require(
        shape.size() == dimensions,
        "tensor %s: got shape %s, want %d dimensions",
        name,
        shape,
        dimensions);
    long size = shape.get(dimension);
    require(size <= limit, "tensor %s: got shape %s, limit %d", name, shape, limit);
    return Math.toIntExact(size);
  }

  private Map<String, List<Long>> shapes() {
    List<Long> toHead = List.of(1L, (long) dModel, (long) dHead);
    List<Long> head = List.of(1L, (long) dHead);
    Map<String, List<Long>> shapes = new LinkedHashMap<>(); // in the order of F-12's table
    shapes.put(E, List.of((long) vocab, (long) dModel));
    shapes.put(P, List.of((long) k, (long) dModel));
    shapes.put(ATTENTION + "W_Q", toHead);
    shapes.put(ATTENTION + "W_K", toHead);
    shapes.put(ATTENTION + "W_V", toHead);
    shapes.put(ATTENTION + "W_O", List.of(1L, (long) dHead, (long) dModel));
    shapes.put(U, List.of((long) dModel, (long) vocab));
    shapes.put(ATTENTION + "b_Q", head);
    shapes.put(ATTENTION + "b_K", head);
    shapes.put(ATTENTION + "b_V", head);
    shapes.put(ATTENTION + "b_O", List.of((long) dModel));
    shapes.put(B_U, List.of((long) vocab));
    return shapes;
  }
}
