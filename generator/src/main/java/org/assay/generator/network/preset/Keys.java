// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.network.preset;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assay.generator.network.Fraction;

/** The keys of a configuration: each is read once, refused, or listed as not read. */
final class Keys {
  private final JsonNode json;
  private final Set<String> read = new LinkedHashSet<>();

  Keys(JsonNode json) {
    this.json = json;
  }

  boolean has(String key) {
    return !json.path(key).isMissingNode() && !json.path(key).isNull();
  }

  /** A size, 1 to a million. */
  int size(String key) {
    JsonNode value = take(key);
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > 1_000_000) {
      throw wrong(key, "an integer from 1 to 1000000");
    }
    return value.intValue();
  }

  /** The same; where the key is not there, or says so by -1 or null, the other. */
  int size(String key, int otherwise) {
    boolean isLeftOpen = !has(key) || json.path(key).isInt() && json.path(key).intValue() == -1;
    if (isLeftOpen) {
      read.add(key);
      return otherwise;
    }
    return size(key);
  }

  /**
   * One of these words, as it is.
   *
   * @throws IllegalArgumentException if the key is not there, or has another value
   */
  String word(String key, List<String> words) {
    JsonNode value = take(key);
    String text = value.isNull() ? "none" : value.asText("");
    if (json.path(key).isMissingNode() || !words.contains(text)) {
      throw wrong(key, "one of " + words + (words.contains("none") ? " (none: null)" : ""));
    }
    return text;
  }

  boolean isTrue(String key, boolean otherwise) {
    if (!has(key)) {
      read.add(key);
      return otherwise;
    }
    JsonNode value = take(key);
    if (!value.isBoolean()) throw wrong(key, "true or false");
    return value.booleanValue();
  }

  /** An exact decimal. */
  Fraction number(String key) {
    JsonNode value = take(key);
    if (!value.isNumber()) throw wrong(key, "a number");
    return Fraction.of(new BigDecimal(value.asText()));
  }

  /** What must be absent, null, false, or a number that means off. */
  void requireOff(String key, boolean mayBeNegative) {
    read.add(key);
    JsonNode value = json.path(key);
    boolean isOff =
        value.isMissingNode()
            || value.isNull()
            || value.isBoolean() && !value.booleanValue()
            || mayBeNegative && value.isNumber() && value.doubleValue() <= 0;
    if (!isOff) throw wrong(key, "it off: Assay has no step for it");
  }

  /** What is neither read nor checked. */
  List<String> notRead() {
    Set<String> names = new TreeSet<>();
    json.fieldNames().forEachRemaining(names::add);
    names.removeAll(read);
    return List.copyOf(names);
  }

  private JsonNode take(String key) {
    read.add(key);
    return json.path(key);
  }

  IllegalArgumentException wrong(String key, String want) {
    String got = json.path(key).toString();
    String shown = got.isEmpty() ? "nothing" : got.substring(0, Math.min(80, got.length()));
    return new IllegalArgumentException(key + ": got " + shown + ", want " + want);
  }
}
