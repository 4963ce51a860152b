// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import static org.assay.generator.model.ModelRefusal.require;

import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private static final Set<String> NOT_READ = Set.of(ATTENTION + "mask", ATTENTION + "IGNORE");
  private static final List<String> REQUIRED =
      List.of(E, P, U, ATTENTION + "W_Q", ATTENTION + "W_K", ATTENTION + "W_V", ATTENTION + "W_O");

  static boolean isRead(String name) {
    return !NOT_READ.contains(name);
  }

  /** Reads the sizes from the shapes and refuses every shape that does not fit them. */
  static Architecture of(Map<String, List<Long>> shapes) throws ModelRefusal {
    for (String name : REQUIRED) {
      require(shapes.containsKey(name), "tensor %s is missing", name); // F-12 (h)
    }
    Architecture sizes =
        new Architecture(
            size(shapes, P, 0, 2, MAX_K),
            size(shapes, E, 0, 2, MAX_SIZE),
            size(shapes, E, 1, 2, MAX_SIZE),
            size(shapes, ATTENTION + "W_Q", 2, 3, MAX_SIZE));
    Map<String, List<Long>> wanted = sizes.shapes();
    for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
      List<Long> want = wanted.get(tensor.getKey());
      require( // F-12 (i)
          want != null,
          "tensor %s is not supported: want one layer with one head, no MLP, no layer norm",
          tensor.getKey());
      require( // F-12 (h), (i)
          want.equals(tensor.getValue()),
          "tensor %s: got shape %s, want %s",
          tensor.getKey(),
          tensor.getValue(),
          want);
    }
    return sizes;
  }

  private static int size(
      Map<String, List<Long>> shapes, String name, int dimension, int dimensions, int limit)
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
    return Map.ofEntries(
        Map.entry(E, List.of((long) vocab, (long) dModel)),
        Map.entry(P, List.of((long) k, (long) dModel)),
        Map.entry(U, List.of((long) dModel, (long) vocab)),
        Map.entry(B_U, List.of((long) vocab)),
        Map.entry(ATTENTION + "W_Q", toHead),
        Map.entry(ATTENTION + "W_K", toHead),
        Map.entry(ATTENTION + "W_V", toHead),
        Map.entry(ATTENTION + "W_O", List.of(1L, (long) dHead, (long) dModel)),
        Map.entry(ATTENTION + "b_Q", head),
        Map.entry(ATTENTION + "b_K", head),
        Map.entry(ATTENTION + "b_V", head),
        Map.entry(ATTENTION + "b_O", List.of((long) dModel)));
  }
}
