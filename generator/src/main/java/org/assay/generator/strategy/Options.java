// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was chosen for a strategy: values by the names of its options. */
public record Options(Map<String, String> chosen) {
  public Options {
    chosen = Map.copyOf(chosen);
  }

  public Optional<String> word(String name) {
    return Optional.ofNullable(chosen.get(name));
  }

  /**
   * @throws NumberFormatException if it is no int
   */
  public OptionalInt number(String name) {
    Optional<String> text = word(name);
    return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
  }

  /**
   * @throws NumberFormatException if it is no long
   */
  public OptionalLong longNumber(String name) {
    Optional<String> text = word(name);
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /**
   * The value with this code word; {@code otherwise} if none was chosen.
   *
   * @throws IllegalArgumentException with got and want, all there are
   */
  public <T extends Enum<T>> T oneOf(String name, T otherwise, Function<T, String> spelling) {
    Optional<String> word = word(name);
    if (word.isEmpty()) return otherwise;
    T[] values = otherwise.getDeclaringClass().getEnumConstants();
    return Arrays.stream(values)
        .filter(value -> spelling.apply(value).equals(word.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values)
                        .map(spelling)
                        .collect(
                            Collectors.joining(
                                ", ", name + ": got " + word.get() + ", want ", ""))));
  }
}
