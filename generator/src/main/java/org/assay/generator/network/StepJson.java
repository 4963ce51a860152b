// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A step as JSON, in the one order of its fields (spec F-16), and back. */
final class StepJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final JsonNode object;
  private final Set<String> used = new LinkedHashSet<>();

  private StepJson(JsonNode object) {
    this.object = object;
  }

  static ObjectNode of(Step step) {
    ObjectNode json = MAPPER.createObjectNode().put("name", step.name());
    if (step instanceof Step.Embed one) {
      return json.put("op", "embed").put("table", one.table()).put("layout", one.layout());
    } else if (step instanceof Step.Positions one) {
      return json.put("op", "positions").put("table", one.table()).put("layout", one.layout());
    } else if (step instanceof Step.Linear one) {
      json.put("op", "linear").put("of", one.of()).put("weight", one.weight());
      json.put("layout", one.layout());
      one.bias().ifPresent(bias -> json.put("bias", bias));
      return json;
    } else if (step instanceof Step.Attention one) {
      return attention(one, json);
    } else if (step instanceof Step.Norm one) {
      json.put("op", "norm").put("of", one.of()).put("kind", one.kind());
      json.put("epsilon", one.epsilon().toString());
      one.weight().ifPresent(weight -> json.put("weight", weight));
      one.bias().ifPresent(bias -> json.put("bias", bias));
      return json;
    }
    return small(step, json);
  }

  private static ObjectNode attention(Step.Attention one, ObjectNode json) {
    json.put("op", "attention").put("query", one.query()).put("key", one.key());
    json.put("value", one.value()).put("heads", one.heads());
    json.put("mask", one.mask().isCausal() ? "causal" : "none");
    one.mask().score().ifPresent(score -> json.put("maskedScore", score.toString()));
    one.mask().product().ifPresent(product -> json.put("maskedProduct", product.toString()));
    Optional<Fraction> factor = one.scale().factor();
    return factor.isPresent()
        ? json.put("scale", factor.get().toString())
        : json.put("scaleRoot", one.scale().root());
  }

  private static ObjectNode small(Step step, ObjectNode json) {
    if (step instanceof Step.Activation one) {
      return json.put("op", one.op()).put("of", one.of());
    } else if (step instanceof Step.Select one) {
      return json.put("op", "select").put("of", one.of()).put("position", one.position());
    } else if (step instanceof Step.Pool one) {
      return json.put("op", "pool").put("of", one.of()).put("kind", one.kind());
    } else if (step instanceof Step.Slice one) {
      json.put("op", "slice").put("of", one.of()).put("from", one.from());
      return json.put("width", one.width());
    }
    ArrayNode of = json.put("op", step instanceof Step.Add ? "add" : "concat").putArray("of");
    step.reads().forEach(of::add);
    return json;
  }

  /**
   * @throws IllegalArgumentException naming the field that is not what it should be
   */
  static Step read(JsonNode object) {
    StepJson json = new StepJson(object);
    Step step = json.step();
    Set<String> more = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(more::add);
    more.removeAll(json.used);
    if (!more.isEmpty()) {
      throw new IllegalArgumentException(
          "step " + step.name() + ": field " + more.iterator().next() + " is not known");
    }
    return step;
  }

  private Step step() {
    if (!object.isObject()) throw new IllegalArgumentException("a step is no object");
    String name = text("name");
    String op = text("op");
    return switch (op) {
      case "embed" -> new Step.Embed(name, text("table"), word("layout", "rows", "columns"));
      case "positions" ->
          new Step.Positions(name, text("table"), word("layout", "rows", "columns"));
      case "add" -> new Step.Add(name, list("of"));
      case "linear" ->
          new Step.Linear(
              name,
              text("of"),
              text("weight"),
              word("layout", "in-out", "out-in", "heads-in-out", "heads-out-in"),
              optional("bias"));
      case "attention" -> attention(name);
      case "norm" ->
          new Step.Norm(
              name,
              text("of"),
              word("kind", "layer", "rms"),
              epsilon(),
              optional("weight"),
              optional("bias"));
      case "relu", "gelu", "gelu-tanh", "silu" -> new Step.Activation(name, op, text("of"));
      case "select" -> new Step.Select(name, text("of"), integer("position"));
      case "pool" -> new Step.Pool(name, text("of"), word("kind", "sum", "mean"));
      case "concat" -> new Step.Concat(name, list("of"));
      case "slice" -> new Step.Slice(name, text("of"), integer("from"), integer("width"));
      default ->
          throw new IllegalArgumentException("step " + name + ": op " + op + " is not known");
    };
  }

  private Step attention(String name) {
    boolean isCausal = word("mask", "causal", "none").equals("causal");
    Step.Mask mask =
        new Step.Mask(
            isCausal,
            object.has("maskedScore") ? Optional.of(fraction("maskedScore")) : Optional.empty(),
            object.has("maskedProduct")
                ? Optional.of(fraction("maskedProduct"))
                : Optional.empty());
    if (!isCausal && !mask.equals(Step.Mask.NONE)) {
      throw new IllegalArgumentException("step " + name + ": a number for what is not masked");
    }
    Step.Scale scale =
        object.has("scale")
            ? Step.Scale.of(fraction("scale"))
            : Step.Scale.inverseRoot(integer("scaleRoot", 1)); // F-16 (i)
    return new Step.Attention(
        name, text("query"), text("key"), text("value"), integer("heads"), mask, scale);
  }

  private JsonNode field(String name) {
    used.add(name);
    return object.path(name);
  }

  private String text(String field) {
    JsonNode value = field(field);
    if (!value.isTextual()) throw wrong(field, "a text");
    return value.textValue();
  }

  private Optional<String> optional(String field) {
    return object.has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  private String word(String field, String... words) {
    String value = text(field);
    if (!List.of(words).contains(value)) throw wrong(field, "one of " + List.of(words));
    return value;
  }

  private int integer(String field) {
    return integer(field, 0);
  }

  private int integer(String field, int least) {
    JsonNode value = field(field);
    if (!value.isInt() || value.intValue() < least) throw wrong(field, "an integer >= " + least);
    return value.intValue();
  }

  private Fraction fraction(String field) {
    try {
      return Fraction.parse(text(field));
    } catch (IllegalArgumentException e) {
      throw wrong(field, "a text with a decimal or p/q");
    }
  }

  private Fraction epsilon() {
    Fraction epsilon = fraction("epsilon");
    if (epsilon.p().signum() < 0) throw wrong("epsilon", "a number >= 0"); // F-16 (i)
    return epsilon;
  }

  private List<String> list(String field) {
    JsonNode values = field(field);
    List<String> names = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isTextual()) throw wrong(field, "a list of texts");
      names.add(value.textValue());
    }
    if (names.size() < 2) throw wrong(field, "a list of two texts or more");
    return names;
  }

  private IllegalArgumentException wrong(String field, String want) {
    String got = object.path(field).toString();
    String shown = got.isEmpty() ? "nothing" : got.substring(0, Math.min(80, got.length()));
    return new IllegalArgumentException(
        "step "
            + object.path("name").asText("?")
            + ": "
            + field
            + ": got "
            + shown
            + ", want "
            + want);
  }
}
