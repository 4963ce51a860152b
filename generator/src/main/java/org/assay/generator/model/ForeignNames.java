// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Models of other kinds that people hold, told by the names of their tensors. */
final class ForeignNames {
  private static final String WANT = "want one layer with one head, no MLP, no layer norm";
  private static final Pattern GPT2 =
      Pattern.compile("(transformer\\.)?(wte|wpe|h\\.\\d+)\\..*", Pattern.DOTALL);

  /**
   * What the model has beyond the one architecture, where such a name is in the file.
   *
   * @param advice how such a model is certified, if it can be
   */
  private record Part(Pattern names, String what, List<String> advice) {
    Part(String names, String what) {
      this(Pattern.compile(names, Pattern.DOTALL), what, Conversion.EXHAUSTIVE);
    }

    ModelRefusal refusal(String name) {
      String others = advice.isEmpty() ? "" : Conversion.OTHERS;
      String shown = HeaderJson.shown(name);
      return new ModelRefusal("tensor %s: the model has %s: %s%s", shown, what, WANT, others)
          .advising(advice);
    }
  }

  private static final List<Part> PARTS =
      List.of(
          new Part("blocks\\.(?!0\\.)\\d+\\..*", "more than one layer"),
          new Part("blocks\\.0\\.mlp\\..*", "an MLP"),
          new Part(
              "(blocks\\.0\\.)?ln(1|2|_final)\\..*|blocks\\.0\\.ln[12]_post\\..*", "layer norm"),
          new Part(
              Pattern.compile("blocks\\.0\\.attn\\.(rotary|_|q_norm|k_norm).*", Pattern.DOTALL),
              "another kind of attention",
              List.of()));

  private ForeignNames() {}

  /**
   * @throws ModelRefusal if a name is none of the one architecture, saying what it tells
   */
  static void requireNone(Set<String> names) throws ModelRefusal {
    Optional<String> prefix = prefix(names);
    if (prefix.isPresent()) {
      throw new ModelRefusal("all names begin with \"%s\"; with Python they lose it:", prefix.get())
          .advising(Conversion.withoutPrefix(prefix.get().length()));
    }
    Optional<String> gpt2 = first(names, GPT2);
    if (gpt2.isPresent()) {
      throw new ModelRefusal(
              "tensor %s: these are the names of GPT-2 at Hugging Face, which has an MLP and layer"
                  + " norm: %s, by the names of TransformerLens%s",
              HeaderJson.shown(gpt2.get()), WANT, Conversion.OTHERS)
          .advising(Conversion.EXHAUSTIVE);
    }
    for (Part part : PARTS) {
      Optional<String> name = first(names, part.names);
      if (name.isPresent()) throw part.refusal(name.get());
    }
    requireKnown(names);
  }

  private static void requireKnown(Set<String> names) throws ModelRefusal {
    List<String> unknown =
        names.stream().filter(name -> !Architecture.isKnown(name)).sorted().toList();
    if (unknown.isEmpty()) return;
    if (unknown.size() < names.size()) {
      throw new ModelRefusal(
          "tensor %s is not supported: %s", HeaderJson.shown(unknown.get(0)), WANT);
    }
    throw new ModelRefusal(
            "tensor %s: no name in the file is one of TransformerLens; with Python it gets them:",
            HeaderJson.shown(unknown.get(0)))
        .advising(Conversion.TRANSFORMER_LENS);
  }

  /** What stands in front of the name of the token embedding, if it does so in every name. */
  private static Optional<String> prefix(Collection<String> names) {
    return names.stream()
        .filter(name -> name.endsWith("." + Architecture.E))
        .map(name -> name.substring(0, name.length() - Architecture.E.length()))
        .filter(prefix -> names.stream().allMatch(name -> name.startsWith(prefix)))
        .findFirst();
  }

  private static Optional<String> first(Set<String> names, Pattern pattern) {
    return names.stream().filter(pattern.asMatchPredicate()).sorted().findFirst();
  }
}
