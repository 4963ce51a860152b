// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.cli;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** An object of JSON on one line, its members in the order of {@code put}. */
final class JsonObject {
  private final StringJoiner members = new StringJoiner(",", "{", "}");

  /**
   * Adds a member.
   *
   * @param value text, a count, a number, a truth value, an object, a list of such, or an {@code
   *     Optional} of one, null if empty; a count is written as a string, whatever its length
   */
  JsonObject put(String name, Object value) {
    members.add(quoted(name) + ":" + spelled(value));
    return this;
  }

  private static String spelled(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(JsonObject::spelled).orElse("null");
    }
    if (value instanceof List<?> list) {
      return list.stream().map(JsonObject::spelled).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof String || value instanceof BigInteger
        ? quoted(value.toString())
        : value.toString();
  }

  /** The string with quotes and escapes, in ASCII: a terminal sees nothing else. */
  private static String quoted(String text) {
    return text.chars()
        .mapToObj(c -> escaped((char) c))
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(char c) {
    if (c < ' ' || c > '~') {
      return "\\u" + HexFormat.of().toHexDigits(c);
    }
    return c == '"' || c == '\\' ? "\\" + c : String.valueOf(c);
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
