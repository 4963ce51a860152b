// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.program;

import static org.assay.checker.verdict.RejectCode.CLAIM_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;
import static org.assay.checker.verdict.RejectCode.UNSUPPORTED_MODEL;
import static org.assay.checker.verdict.Rejection.quoted;
import static org.assay.checker.verdict.Rejection.require;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.checker.arithmetic.Activation;
import org.assay.checker.arithmetic.Norming;
import org.assay.checker.arithmetic.Softmax;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.JsonReader;
import org.assay.checker.verdict.Rejection;

/** Reads the steps of a program, one after another (spec F-16). */
final class StepReader {
  private static final int MAX_TERMS = 16;
  private static final int MAX_PARTS = 256;
  private static final Rational ONE = new Rational(BigInteger.ONE, BigInteger.ONE);

  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  Step read(JsonReader in) throws Rejection {
    String name = in.field("name").string();
    require( // F-16 (a)
        name.matches("[A-Za-z0-9._-]{1,64}") && !numbers.containsKey(name),
        CLAIM_RANGE,
        "name of a step: got %s, want up to 64 letters, digits, . _ -, used once",
        quoted(name));
    List<Integer> reads = new ArrayList<>();
    String operation = in.field("op").string();
    Operation read =
        switch (operation) {
          case "embed" -> new Embed(table(in));
          case "positions" -> new Positions(table(in));
          case "add" -> many(in, MAX_TERMS, reads, new Add());
          case "concat" -> many(in, MAX_PARTS, reads, new Concat());
          case "attention" -> attention(in, reads);
          default -> one(operation, in, reads);
        };
    numbers.put(name, numbers.size());
    return new Step(name, reads, read);
  }

  private Operation one(String operation, JsonReader in, List<Integer> reads) throws Rejection {
    for (Activation function : Activation.values()) {
      if (function.word().equals(operation)) {
        reads.add(earlier(in, "of"));
        return new Activate(function);
      }
    }
    require( // F-16 (h)
        List.of("linear", "norm", "select", "pool", "slice").contains(operation),
        UNSUPPORTED_MODEL,
        "op: got %s",
        quoted(operation));
    reads.add(earlier(in, "of"));
    return switch (operation) {
      case "linear" ->
          new Linear(
              in.field("weight").string(),
              Layout.ofWeight(in.field("layout").string()),
              optional(in, "bias"));
      case "norm" -> norm(in);
      case "select" -> new Select(in.field("position").integer());
      case "pool" -> new Pool(oneOf(in, "kind", "sum", "mean").equals("mean"));
      default -> new Slice(in.field("from").integer(), in.field("width").integer());
    };
  }

  private static Operation norm(JsonReader in) throws Rejection {
    boolean centred = oneOf(in, "kind", "layer", "rms").equals("layer");
    Rational epsilon = in.field("epsilon").rational();
    require( // F-16 (i)
        epsilon.signum() >= 0, CLAIM_RANGE, "epsilon: got %s, want >= 0", epsilon);
    return new Norm(new Norming(centred, epsilon), optional(in, "weight"), optional(in, "bias"));
  }

  private Operation attention(JsonReader in, List<Integer> reads) throws Rejection {
    for (String operand : List.of("query", "key", "value")) {
      reads.add(earlier(in, operand));
    }
    int heads = in.field("heads").integer();
    require(heads >= 1, CLAIM_RANGE, "heads: got %d, want >= 1", heads); // F-16 (i)
    boolean causal = oneOf(in, "mask", "causal", "none").equals("causal");
    boolean scaled = in.hasField("maskedProduct");
    boolean numbered = scaled || in.hasField("maskedScore");
    require( // F-16 (i)
        causal || !numbered, CLAIM_RANGE, "mask: got a number for masked scores, and no mask");
    Optional<Rational> masked =
        numbered
            ? Optional.of(in.field(scaled ? "maskedProduct" : "maskedScore").rational())
            : Optional.empty();
    boolean rooted = in.hasField("scaleRoot");
    Rational factor = rooted ? ONE : in.field("scale").rational();
    int root = rooted ? in.field("scaleRoot").integer() : 1;
    require(root >= 1, CLAIM_RANGE, "scaleRoot: got %d, want >= 1", root); // F-16 (i)
    return new Attention(causal, new Softmax(heads, factor, root, masked, scaled));
  }

  private Operation many(JsonReader in, int most, List<Integer> reads, Operation operation)
      throws Rejection {
    reads.addAll(in.field("of").list(most, LIMIT_EXCEEDED, element -> number(element.string())));
    require(reads.size() > 1, CLAIM_RANGE, "of: got %d steps, want 2 or more", reads.size());
    return operation;
  }

  private int earlier(JsonReader in, String field) throws Rejection {
    return number(in.field(field).string());
  }

  private int number(String name) throws Rejection {
    Integer number = numbers.get(name);
    require( // F-16 (b)
        number != null, CLAIM_RANGE, "got %s, want the name of an earlier step", quoted(name));
    return number;
  }

  private static Table table(JsonReader in) throws Rejection {
    return new Table(in.field("table").string(), Layout.ofTable(in.field("layout").string()));
  }

  private static Optional<String> optional(JsonReader in, String field) throws Rejection {
    return in.hasField(field) ? Optional.of(in.field(field).string()) : Optional.empty();
  }

  private static String oneOf(JsonReader in, String field, String one, String other)
      throws Rejection {
    String got = in.field(field).string();
    require( // F-16 (h)
        got.equals(one) || got.equals(other),
        UNSUPPORTED_MODEL,
        "%s: got %s, want %s or %s",
        field,
        quoted(got),
        one,
        other);
    return got;
  }
}
