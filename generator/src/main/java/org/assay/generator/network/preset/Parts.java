// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Step;

/** The tensors of one file by the parts they are, each with the shape that the sizes demand. */
record Parts(TensorFile file, Family.Found found, Config.Sizes sizes) {
  /** A tensor and its layout. */
  record Part(String tensor, String layout) {}

  Family family() {
    return found.family();
  }

  /**
   * @throws ModelRefusal if it is not in the file, or has another shape
   */
  Part required(String part, int layer) throws ModelRefusal {
    Optional<Part> there = optional(part, layer);
    if (there.isPresent()) return there.get();
    throw new ModelRefusal("tensor %s is missing", name(family().place(part).orElseThrow(), layer));
  }

  Optional<Part> optional(String part, int layer) throws ModelRefusal {
    Optional<Family.Place> place = family().place(part);
    if (place.isEmpty()) return Optional.empty();
    String name = name(place.get(), layer);
    if (!file.has(name)) return Optional.empty();
    List<Long> want = place.get().shape().stream().map(sizes::of).toList();
    List<Long> got = file.shape(name);
    if (!got.equals(want)) {
      throw new ModelRefusal(
          "tensor %s: got shape %s, want %s by the sizes of the configuration", name, got, want);
    }
    return Optional.of(new Part(name, place.get().layout()));
  }

  Optional<String> bias(String part, int layer) throws ModelRefusal {
    return optional(part, layer).map(Part::tensor);
  }

  /**
   * The configuration has as many layers as the file, and no more.
   *
   * @throws ModelRefusal if a tensor of a further layer is there
   */
  void requireNoMoreLayers(String part) throws ModelRefusal {
    String name = name(family().place(part).orElseThrow(), sizes.layers());
    if (file.has(name)) {
      throw new ModelRefusal(
          "tensor %s: the configuration has %d layers, the file more", name, sizes.layers());
    }
  }

  /**
   * Whoever wrote the configuration knew of each weight that the file has: nobody means a network
   * without the MLP that lies there. A norm in front of no MLP is harmless, and nobody reads it.
   *
   * @throws ModelRefusal if a part of the family is there, and no step reads it
   */
  void requireRead(List<Step> steps) throws ModelRefusal {
    Set<String> read = new HashSet<>();
    steps.forEach(step -> read.addAll(step.tensors()));
    for (String part : family().parts()) {
      if (part.startsWith("n2.")) continue;
      for (int layer = 0; layer < sizes.layers(); layer++) {
        String name = name(family().place(part).orElseThrow(), layer);
        if (file.has(name) && !read.contains(name)) {
          throw new ModelRefusal(
              "tensor %s: the network of the configuration has no step that reads it", name);
        }
      }
    }
  }

  private String name(Family.Place place, int layer) {
    return found.prefix() + place.name().replace("#", "" + layer);
  }
}
