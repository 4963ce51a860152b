// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;

/**
 * A family of names: where each part of a transformer lies in a file, in which layout and shape. A
 * line is part, name, layout, shape; {@code #} stands for the layer, letters for sizes ({@link
 * Config.Sizes#of}).
 */
enum Family {
  LEGACY(
      "TransformerLens (HookedTransformer)",
      "embed.W_E",
      """
      embed embed.W_E rows v d
      pos pos_embed.W_pos rows n d
      n1.w blocks.#.ln1.w - d
      n1.b blocks.#.ln1.b - d
      q.w blocks.#.attn.W_Q heads-in-out h d k
      q.b blocks.#.attn.b_Q - h k
      k.w blocks.#.attn.W_K heads-in-out h d k
      k.b blocks.#.attn.b_K - h k
      v.w blocks.#.attn.W_V heads-in-out h d k
      v.b blocks.#.attn.b_V - h k
      o.w blocks.#.attn.W_O in-out h k d
      o.b blocks.#.attn.b_O - d
      n2.w blocks.#.ln2.w - d
      n2.b blocks.#.ln2.b - d
      in.w blocks.#.mlp.W_in in-out d m
      in.b blocks.#.mlp.b_in - m
      out.w blocks.#.mlp.W_out in-out m d
      out.b blocks.#.mlp.b_out - d
      nf.w ln_final.w - d
      nf.b ln_final.b - d
      u.w unembed.W_U in-out d o
      u.b unembed.b_U - o
      """),
  TRANSPOSED(
      "TransformerLens as of 2022, with rows and columns exchanged",
      "embed.W_E",
      """
      embed embed.W_E columns d v
      pos pos_embed.W_pos rows n d
      n1.w blocks.#.ln1.w - d
      n1.b blocks.#.ln1.b - d
      q.w blocks.#.attn.W_Q out-in h k d
      k.w blocks.#.attn.W_K out-in h k d
      v.w blocks.#.attn.W_V out-in h k d
      o.w blocks.#.attn.W_O out-in d hk
      n2.w blocks.#.ln2.w - d
      n2.b blocks.#.ln2.b - d
      in.w blocks.#.mlp.W_in out-in m d
      in.b blocks.#.mlp.b_in - m
      out.w blocks.#.mlp.W_out out-in d m
      out.b blocks.#.mlp.b_out - d
      nf.w ln_final.w - d
      nf.b ln_final.b - d
      u.w unembed.W_U in-out d o
      u.b unembed.b_U - o
      """),
  BRIDGE(
      "TransformerLens (TransformerBridge)",
      "embed.weight",
      """
      embed embed.weight rows v d
      pos pos_embed.weight rows n d
      n1.w blocks.#.ln1.weight - d
      n1.b blocks.#.ln1.bias - d
      q.w blocks.#.attn.q.weight out-in hk d
      q.b blocks.#.attn.q.bias - hk
      k.w blocks.#.attn.k.weight out-in hk d
      k.b blocks.#.attn.k.bias - hk
      v.w blocks.#.attn.v.weight out-in hk d
      v.b blocks.#.attn.v.bias - hk
      o.w blocks.#.attn.o.weight out-in d hk
      o.b blocks.#.attn.o.bias - d
      n2.w blocks.#.ln2.weight - d
      n2.b blocks.#.ln2.bias - d
      in.w blocks.#.mlp.in.weight out-in m d
      in.b blocks.#.mlp.in.bias - m
      out.w blocks.#.mlp.out.weight out-in d m
      out.b blocks.#.mlp.out.bias - d
      nf.w ln_final.weight - d
      nf.b ln_final.bias - d
      u.w unembed.weight out-in o d
      u.b unembed.bias - o
      """),
  NATIVE(
      "TransformerLens (the native model within a TransformerBridge)",
      "tok_embed.weight",
      """
      embed tok_embed.weight rows v d
      pos pos.weight rows n d
      n1.w layers.#.ln1.weight - d
      n1.b layers.#.ln1.bias - d
      q.w layers.#.attn.q.weight out-in hk d
      q.b layers.#.attn.q.bias - hk
      k.w layers.#.attn.k.weight out-in hk d
      k.b layers.#.attn.k.bias - hk
      v.w layers.#.attn.v.weight out-in hk d
      v.b layers.#.attn.v.bias - hk
      o.w layers.#.attn.o.weight out-in d hk
      o.b layers.#.attn.o.bias - d
      n2.w layers.#.ln2.weight - d
      n2.b layers.#.ln2.bias - d
      in.w layers.#.mlp.fc_in.weight out-in m d
      in.b layers.#.mlp.fc_in.bias - m
      out.w layers.#.mlp.fc_out.weight out-in d m
      out.b layers.#.mlp.fc_out.bias - d
      nf.w ln_out.weight - d
      nf.b ln_out.bias - d
      u.w head.weight out-in o d
      u.b head.bias - o
      """),
  GPT2(
      "GPT-2 of Hugging Face",
      "wte.weight",
      """
      embed wte.weight rows v d
      pos wpe.weight rows n d
      n1.w h.#.ln_1.weight - d
      n1.b h.#.ln_1.bias - d
      qkv.w h.#.attn.c_attn.weight in-out d 3d
      qkv.b h.#.attn.c_attn.bias - 3d
      o.w h.#.attn.c_proj.weight in-out d d
      o.b h.#.attn.c_proj.bias - d
      n2.w h.#.ln_2.weight - d
      n2.b h.#.ln_2.bias - d
      in.w h.#.mlp.c_fc.weight in-out d m
      in.b h.#.mlp.c_fc.bias - m
      out.w h.#.mlp.c_proj.weight in-out m d
      out.b h.#.mlp.c_proj.bias - d
      nf.w ln_f.weight - d
      nf.b ln_f.bias - d
      """);

  /**
   * Where a part lies.
   *
   * @param shape each word the product of the sizes that its letters stand for
   */
  record Place(String name, String layout, List<String> shape) {}

  final String title;
  private final String marker;
  private final Map<String, Place> places = new HashMap<>();

  Family(String title, String marker, String lines) {
    this.title = title;
    this.marker = marker;
    for (String line : lines.split("\n")) {
      String[] words = line.split(" ");
      places.put(
          words[0], new Place(words[1], words[2], Arrays.asList(words).subList(3, words.length)));
    }
  }

  /** A family, and what stands in front of each of its names. */
  record Found(Family family, String prefix) {}

  /**
   * Told by the name of the token embedding; the two layouts of TransformerLens by the number of
   * axes that W_O has.
   *
   * @throws ModelRefusal if the names are of none
   */
  static Found of(TensorFile file) throws ModelRefusal {
    SortedSet<String> names = file.names();
    for (Family family : List.of(LEGACY, NATIVE, BRIDGE, GPT2)) {
      Optional<String> embedding =
          names.stream()
              .filter(n -> n.equals(family.marker) || n.endsWith("." + family.marker))
              .findFirst();
      if (embedding.isEmpty()) continue;
      String name = embedding.get();
      String prefix = name.substring(0, name.length() - family.marker.length());
      String output = prefix + LEGACY.places.get("o.w").name.replace("#", "0");
      boolean isTransposed = family == LEGACY && file.has(output) && file.shape(output).size() == 2;
      return new Found(isTransposed ? TRANSPOSED : family, prefix);
    }
    throw new ModelRefusal(
        "no tensor has the name of a token embedding of TransformerLens or GPT-2 (%s, %s, %s, %s):"
            + " write the network as a list of steps, and give that as --config",
        LEGACY.marker, BRIDGE.marker, NATIVE.marker, GPT2.marker);
  }

  /** All that a file may have of each layer, and of the whole. */
  SortedSet<String> parts() {
    return new TreeSet<>(places.keySet());
  }

  Optional<Place> place(String part) {
    return Optional.ofNullable(places.get(part));
  }
}
