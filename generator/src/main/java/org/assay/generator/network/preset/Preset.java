// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assay.generator.model.ModelRefusal;
import org.assay.generator.model.TensorFile;
import org.assay.generator.network.Fraction;
import org.assay.generator.network.Step;

/** Writes a transformer of a known family out, step by step. */
public final class Preset {
  /** Before a softmax that left later positions out, this was their product of query and key. */
  private static final Fraction MASKED_IN_2022 = Fraction.of(-10_000_000_000L);

  /**
   * What the outputs are read from.
   *
   * @param position where one position answers
   * @param pool sum or mean, where all do
   */
  public record Answer(Optional<Integer> position, String pool) {}

  private final Parts parts;
  private final Config config;
  private final List<Step> steps = new ArrayList<>();

  private Preset(Parts parts, Config config) {
    this.parts = parts;
    this.config = config;
  }

  /**
   * @param steps of the network
   * @param family of the names, in words
   */
  public record Written(List<Step> steps, String family) {}

  /**
   * @throws ModelRefusal if the file is of no known family, or does not fit the configuration
   */
  public static Written of(TensorFile file, Config config, Answer answer) throws ModelRefusal {
    Family.Found found = Family.of(file);
    Preset preset = new Preset(new Parts(file, found, config.sizes()), config);
    preset.write(answer);
    return new Written(preset.steps, found.family().title);
  }

  private void write(Answer answer) throws ModelRefusal {
    Parts.Part embed = parts.required("embed", 0);
    Parts.Part positions = parts.required("pos", 0);
    add(new Step.Embed("embed", embed.tensor(), embed.layout()));
    add(new Step.Positions("pos", positions.tensor(), positions.layout()));
    String x = add(new Step.Add("x0", List.of("embed", "pos")));
    for (int i = 0; i < config.sizes().layers(); i++) x = layer(i, x);
    parts.requireNoMoreLayers(parts.family() == Family.GPT2 ? "qkv.w" : "q.w");
    if (answer.position().isPresent()) {
      x = add(new Step.Select("answer", x, answer.position().get()));
      x = norm("nf", 0, x, "norm");
    } else {
      x = norm("nf", 0, x, "norm");
      x = add(new Step.Pool("answer", x, answer.pool()));
    }
    unembed(x);
    parts.requireRead(steps);
  }

  private void unembed(String x) throws ModelRefusal {
    if (parts.family() != Family.GPT2) {
      linear("outputs", x, "u", 0);
      return;
    }
    String head = parts.found().prefix().replaceFirst("transformer\\.$", "") + "lm_head.weight";
    boolean isTied = !parts.file().has(head);
    String weight = isTied ? parts.required("embed", 0).tensor() : head;
    add(new Step.Linear("outputs", x, weight, "out-in", Optional.empty()));
  }

  private String layer(int i, String x) throws ModelRefusal {
    String layer = "l" + i + ".";
    String normed = norm("n1", i, x, layer + "norm1");
    String mixed = attention(i, normed, layer);
    String o = linear(layer + "o", mixed, "o", i);
    String sum = add(new Step.Add(layer + "mid", List.of(x, o)));
    if (config.activation().isEmpty()) return sum;
    String in = linear(layer + "in", norm("n2", i, sum, layer + "norm2"), "in", i);
    String act = add(new Step.Activation(layer + "act", config.activation().get(), in));
    String out = linear(layer + "out", act, "out", i);
    return add(new Step.Add(layer + "x", List.of(sum, out)));
  }

  private String attention(int i, String x, String layer) throws ModelRefusal {
    int d = config.sizes().heads() * config.sizes().dHead();
    if (parts.family() == Family.GPT2) {
      String all = linear(layer + "qkv", x, "qkv", i);
      add(new Step.Slice(layer + "q", all, 0, d));
      add(new Step.Slice(layer + "k", all, d, d));
      add(new Step.Slice(layer + "v", all, 2 * d, d));
    } else {
      for (String part : List.of("q", "k", "v")) linear(layer + part, x, part, i);
    }
    Step.Scale scale =
        config.scale().isPresent()
            ? Step.Scale.of(new Fraction(config.scale().get().q(), config.scale().get().p()))
            : Step.Scale.inverseRoot(config.sizes().dHead());
    return add(
        new Step.Attention(
            layer + "mix",
            layer + "q",
            layer + "k",
            layer + "v",
            config.sizes().heads(),
            mask(),
            scale));
  }

  private Step.Mask mask() {
    if (!config.isCausal()) return Step.Mask.NONE;
    return parts.family() == Family.TRANSPOSED
        ? new Step.Mask(true, Optional.empty(), Optional.of(MASKED_IN_2022))
        : Step.Mask.CAUSAL;
  }

  private String linear(String name, String x, String part, int layer) throws ModelRefusal {
    Parts.Part weight = parts.required(part + ".w", layer);
    Optional<String> bias = parts.bias(part + ".b", layer);
    return add(new Step.Linear(name, x, weight.tensor(), weight.layout(), bias));
  }

  /**
   * Where the configuration says that the weights of a norm are folded away, TransformerLens' own
   * models have none; in a TransformerBridge they stay, and are computed with.
   */
  private String norm(String part, int layer, String x, String name) throws ModelRefusal {
    Config.Norm norm = config.norm();
    Optional<Parts.Part> weight = parts.optional(part + ".w", layer);
    Optional<Parts.Part> bias = parts.optional(part + ".b", layer);
    if (!norm.isThere()) {
      if (weight.isPresent()) {
        throw new ModelRefusal(
            "tensor %s: a norm, the configuration has none", weight.get().tensor());
      }
      return x;
    }
    boolean isKept = parts.family() == Family.BRIDGE || parts.family() == Family.NATIVE;
    if (norm.isFolded() && weight.isPresent() && !isKept) {
      throw new ModelRefusal(
          "tensor %s: the weights of a norm, the configuration says that they are folded away",
          weight.get().tensor());
    }
    if (!norm.isFolded()) weight = Optional.of(parts.required(part + ".w", layer));
    return add(
        new Step.Norm(
            name,
            x,
            norm.kind(),
            norm.epsilon(),
            weight.map(Parts.Part::tensor),
            bias.map(Parts.Part::tensor)));
  }

  private String add(Step step) {
    steps.add(step);
    return step.name();
  }
}
