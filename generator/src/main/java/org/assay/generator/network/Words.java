// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Programs, inputs and tasks in words. */
public final class Words {
  private Words() {}

  /** One step a line, as in {@code l0.mix = attention(l0.q, l0.k, l0.v), 4 heads, causal}. */
  public static List<String> lines(List<Step> steps) {
    return steps.stream().map(Words::line).toList();
  }

  private static String line(Step step) {
    return step.name() + " = " + words(step);
  }

  private static String words(Step step) {
    if (step instanceof Step.Embed one) {
      return "row of each token in " + one.table() + transposed(one.layout().equals("columns"));
    } else if (step instanceof Step.Positions one) {
      return "row of each position in " + one.table() + transposed(one.layout().equals("columns"));
    } else if (step instanceof Step.Add one) {
      return String.join(" + ", one.reads());
    } else if (step instanceof Step.Linear one) {
      String bias = one.bias().map(name -> " + " + name).orElse("");
      return one.of() + " * " + one.weight() + " (" + one.layout() + ")" + bias;
    } else if (step instanceof Step.Attention one) {
      return attention(one);
    } else if (step instanceof Step.Norm one) {
      return norm(one);
    }
    return without(step);
  }

  private static String without(Step step) {
    if (step instanceof Step.Activation one) return one.op() + "(" + one.of() + ")";
    if (step instanceof Step.Select one) return one.of() + " at position " + one.position();
    if (step instanceof Step.Pool one) return one.kind() + " of " + one.of() + " over positions";
    if (step instanceof Step.Slice one) {
      return one.of() + ", columns " + one.from() + " to " + (one.from() + one.width() - 1);
    }
    return String.join(" beside ", step.reads());
  }

  private static String transposed(boolean isSo) {
    return isSo ? ", transposed" : "";
  }

  private static String attention(Step.Attention one) {
    Step.Mask mask = one.mask();
    String masked =
        mask.score()
            .map(m -> ", causal by scores of " + m)
            .or(() -> mask.product().map(m -> ", causal by products of " + m))
            .orElse(mask.isCausal() ? ", causal" : ", no mask");
    Optional<Fraction> factor = one.scale().factor();
    String scale = factor.map(Object::toString).orElse("1/sqrt(" + one.scale().root() + ")");
    return String.format(
        Locale.ROOT,
        "attention(%s, %s, %s), %d head%s, scale %s%s",
        one.query(),
        one.key(),
        one.value(),
        one.heads(),
        one.heads() == 1 ? "" : "s",
        scale,
        masked);
  }

  private static String norm(Step.Norm one) {
    return (one.kind().equals("rms") ? "root mean square norm" : "layer norm")
        + " of "
        + one.of()
        + ", epsilon "
        + one.epsilon()
        + one.weight().map(name -> ", times " + name).orElse("")
        + one.bias().map(name -> ", plus " + name).orElse("");
  }

  /** Inputs as a claim spells them. */
  public static String inputs(JsonNode json) {
    return switch (json.path("kind").asText()) {
      case "all" -> Template.of(json).words();
      case "file" -> Rows.words(json);
      case "drawn" -> Drawn.words(json);
      default -> json.toString();
    };
  }

  /** A task as a claim spells it. */
  public static String task(JsonNode json) {
    return json.path("name").asText().equals("table") ? Labels.words(json) : Tasks.of(json).words();
  }
}
