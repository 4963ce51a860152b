// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The tasks by their names (spec/tasks.md), but those with labels in a file. */
public final class Tasks {
  /** The fields of each task, in their order. */
  private static final Map<String, List<String>> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("max", List.of());
    FIELDS.put("min", List.of());
    FIELDS.put("nth-largest", List.of("n"));
    FIELDS.put("sum-mod", List.of("modulus"));
    FIELDS.put("difference-mod", List.of("modulus"));
    FIELDS.put("product-mod", List.of("modulus"));
    FIELDS.put("compose", List.of("n", "order"));
    FIELDS.put("balanced", List.of("open", "close", "invalid", "valid"));
    FIELDS.put("token", List.of("index"));
    FIELDS.put("repeat", List.of());
    FIELDS.put("distinct-repeat", List.of());
    FIELDS.put("majority", List.of());
  }

  private static final List<String> ORDERS = List.of("right-first", "left-first");

  private Tasks() {}

  /** How each is written on a command line, for a message. */
  public static String wanted() {
    return FIELDS.entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + (e.getValue().isEmpty()
                            ? ""
                            : ":" + String.join(",", upper(e.getValue()))))
            .collect(Collectors.joining(", "))
        + ", table:FILE.safetensors:TENSOR";
  }

  private static List<String> upper(List<String> names) {
    return names.stream().map(name -> name.toUpperCase(java.util.Locale.ROOT)).toList();
  }

  /**
   * Of a text as on a command line, {@code name} or {@code name:field,field}.
   *
   * @throws IllegalArgumentException with got and want
   */
  public static Task parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    List<String> fields = FIELDS.get(name);
    if (fields == null) throw wrong(text, "one of " + wanted());
    List<String> values =
        colon < 0 ? List.of() : Arrays.asList(text.substring(colon + 1).split(",", -1));
    if (values.size() != fields.size()) {
      throw wrong(text, name + (fields.isEmpty() ? "" : ":" + String.join(",", upper(fields))));
    }
    ObjectNode json = new JsonMapper().createObjectNode().put("name", name);
    for (int i = 0; i < fields.size(); i++) {
      String value = values.get(i);
      if (fields.get(i).equals("order")) {
        if (!ORDERS.contains(value))
          throw wrong(text, "order " + ORDERS.get(0) + " or " + ORDERS.get(1));
        json.put("order", value);
      } else {
        if (!value.matches("[0-9]{1,8}")) throw wrong(text, fields.get(i) + ": an integer >= 0");
        json.put(fields.get(i), Integer.parseInt(value));
      }
    }
    return of(json);
  }

  private static IllegalArgumentException wrong(String text, String want) {
    String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
    return new IllegalArgumentException("task: got " + shown + ", want " + want);
  }

  /**
   * As a claim spells it.
   *
   * @throws IllegalArgumentException if it is none of the list, or its numbers are out of range
   */
  public static Task of(JsonNode json) {
    String name = json.path("name").asText();
    List<String> fields = FIELDS.get(name);
    if (fields == null || json.size() != fields.size() + 1) throw wrong(name, "one of " + wanted());
    ObjectNode copy = json.deepCopy();
    return switch (name) {
      case "max" -> new Listed(copy, "the largest number", 1, 256, a -> nth(a, 1));
      case "min" -> new Listed(copy, "the smallest number", 1, 256, a -> nth(a, a.length));
      case "nth-largest" -> nthLargest(copy, at(json, "n", 1));
      case "sum-mod", "difference-mod", "product-mod" -> modular(copy, at(json, "modulus", 1));
      case "compose" -> compose(copy, at(json, "n", 1));
      case "balanced" -> balanced(copy);
      case "token" -> token(copy, at(json, "index", 0));
      case "repeat" -> new Listed(copy, REPEAT, 2, 256, a -> repeat(a));
      case "distinct-repeat" ->
          new Listed(
              copy,
              REPEAT + ", where all but the last token differ",
              3,
              256,
              a -> isDistinct(a) ? repeat(a) : -1);
      default -> new Listed(copy, "the token that occurs most often", 1, 256, a -> majority(a));
    };
  }

  private static final String REPEAT = "the token behind the previous occurrence of the last one";

  private static int at(JsonNode json, String field, int least) {
    JsonNode value = json.path(field);
    if (!value.isInt() || value.intValue() < least) {
      throw wrong(json.toString(), field + " an integer >= " + least);
    }
    return value.intValue();
  }

  private interface Right {
    /** The right output, or a negative number where the input is outside. */
    long of(int[] free);
  }

  private record Listed(
      ObjectNode json, String words, int least, int most, Right value, IntPredicate domain)
      implements Task {
    Listed(ObjectNode json, String words, int least, int most, Right value) {
      this(json, words, least, most, value, token -> true);
    }

    @Override
    public OptionalInt right(int[] free, long place) {
      long right = value.of(free);
      return right < 0 ? OptionalInt.empty() : OptionalInt.of((int) right);
    }

    @Override
    public void requireFree(int count, long inputs) {
      if (count < least || count > most) {
        throw new IllegalArgumentException(
            "task "
                + json.path("name").asText()
                + ": got "
                + count
                + " free positions, want "
                + (least == most ? "" + least : least + " or more"));
      }
    }

    @Override
    public void requireToken(int token) {
      if (domain.test(token)) return;
      throw new IllegalArgumentException(
          "task " + json.path("name").asText() + ": makes no sense of token " + token);
    }
  }

  private static Task nthLargest(ObjectNode json, int n) {
    String words = "the " + ordinal(n) + " largest number, equal ones counted each";
    return new Listed(json, words, n, 256, a -> nth(a, n));
  }

  private static String ordinal(int n) {
    return n == 1 ? "first" : n == 2 ? "second" : n == 3 ? "third" : n + "th";
  }

  private static int nth(int[] free, int n) {
    int[] sorted = free.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - n];
  }

  private static Task modular(ObjectNode json, int modulus) {
    return switch (json.path("name").asText()) {
      case "sum-mod" ->
          new Listed(
              json,
              "the sum of the numbers modulo " + modulus,
              1,
              256,
              a -> Arrays.stream(a).asLongStream().sum() % modulus);
      case "difference-mod" ->
          new Listed(
              json,
              "the first number minus the second modulo " + modulus,
              2,
              2,
              a -> Math.floorMod((long) a[0] - a[1], (long) modulus));
      default ->
          new Listed(
              json,
              "the product of the numbers modulo " + modulus,
              1,
              256,
              a -> Arrays.stream(a).asLongStream().reduce(1 % modulus, (x, y) -> x * y % modulus));
    };
  }

  private static Task compose(ObjectNode json, int n) {
    if (n > 8) throw wrong(json.toString(), "n up to 8");
    boolean isRightFirst = json.path("order").asText().equals(ORDERS.get(0));
    if (!ORDERS.contains(json.path("order").asText())) throw wrong(json.toString(), "an order");
    String words =
        "the composition of the two permutations of "
            + n
            + " things, numbered in lexicographic order, the "
            + (isRightFirst ? "second" : "first")
            + " applied first";
    int count = Permutations.count(n);
    return new Listed(
        json,
        words,
        2,
        2,
        a ->
            isRightFirst
                ? Permutations.composed(n, a[0], a[1])
                : Permutations.composed(n, a[1], a[0]),
        token -> token < count);
  }

  private static Task balanced(ObjectNode json) {
    int open = at(json, "open", 0);
    int close = at(json, "close", 0);
    int invalid = at(json, "invalid", 0);
    int valid = at(json, "valid", 0);
    if (open == close) throw wrong(json.toString(), "two different brackets");
    String words =
        valid + " where the brackets " + open + " and " + close + " match, else " + invalid;
    return new Listed(
        json,
        words,
        1,
        256,
        a -> isBalanced(a, open) ? valid : invalid,
        token -> token == open || token == close);
  }

  private static boolean isBalanced(int[] free, int open) {
    int depth = 0;
    for (int token : free) {
      depth += token == open ? 1 : -1;
      if (depth < 0) return false;
    }
    return depth == 0;
  }

  private static Task token(ObjectNode json, int index) {
    return new Listed(json, "the number at place " + index, index + 1, 256, a -> a[index]);
  }

  private static int repeat(int[] free) {
    int last = free[free.length - 1];
    for (int j = free.length - 2; j >= 0; j--) if (free[j] == last) return free[j + 1];
    return -1;
  }

  /** All but the last differ, and the last is one of these, but not the one before it. */
  private static boolean isDistinct(int[] free) {
    long different = Arrays.stream(free, 0, free.length - 1).distinct().count();
    return different == free.length - 1 && free[free.length - 2] != free[free.length - 1];
  }

  private static int majority(int[] free) {
    int best = -1;
    long most = 0;
    for (int token : Arrays.stream(free).distinct().toArray()) {
      long count = Arrays.stream(free).filter(one -> one == token).count();
      if (count == most) best = -1;
      if (count > most) {
        best = token;
        most = count;
      }
    }
    return best;
  }
}
