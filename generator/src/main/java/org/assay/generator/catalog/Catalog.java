// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assay.generator.strategy.Options;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.counting.PotentialCounting;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.SubCubic;
import org.assay.generator.strategy.halfspaces.HalfSpaces;

/** The strategies there are. */
public final class Catalog {
  private Catalog() {}

  /** What is to be known of a way to prove something. */
  public record Entry(String name, String cost, String summary) {}

  /** The one way for programs, which are no models of the strategies here. */
  public static final Entry EXHAUSTIVE =
      new Entry(
          "exhaustive",
          "inputs times weights, less what inputs share",
          "any small transformer and finite task: every input");

  /** Without trying every input, where there is one layer. */
  public static final Entry HALF_SPACES =
      new Entry(
          HalfSpaces.NAME,
          "k * vocab^4 * heads * mlp + blocks * bins",
          "one layer of any heads, norms and MLP: wrong inputs are counted, for any k");

  /** The strategies, and what there is for programs. */
  public static List<Entry> entries() {
    return Stream.concat(
            all().stream().map(one -> new Entry(one.name(), one.cost(), one.summary())),
            Stream.of(EXHAUSTIVE, HALF_SPACES))
        .toList();
  }

  /** Every strategy with its default options, the most exact first. */
  public static List<Strategy> all() {
    return List.of(
        new BruteForce(),
        new GroupedCounting(OptionalInt.empty()),
        PotentialCounting.byDefault(),
        new CubicRetest(),
        new Cubic(),
        SubCubic.DEFAULT);
  }

  public static Optional<Strategy> named(String name) {
    return all().stream().filter(strategy -> strategy.name().equals(name)).findFirst();
  }

  /** What to say of a name that is none: all that there are. */
  public static String wanted(String got) {
    return all().stream()
        .map(Strategy::name)
        .collect(Collectors.joining(", ", "got " + got + ", want one of ", ""));
  }

  /**
   * The strategy of a certificate with the words that its hints name (spec F-11).
   *
   * @param hints as JSON spells them
   * @return empty if there is no such strategy or word
   */
  public static Optional<Strategy> certified(String name, Map<String, String> hints) {
    Optional<Strategy> named = named(name);
    if (named.isEmpty()) return named;
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : named.get().words()) {
      words.put(word, hints.getOrDefault(word, "").replace("\"", ""));
    }
    try {
      return Optional.of(named.get().with(new Options(words)));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
