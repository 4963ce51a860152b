// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assay.generator.catalog.Catalog;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.gaps.SubCubic;

/** The rows of a study, by model and by kind of proof. */
record Results(List<StudyRow> rows) {
  /** Strategies that count (nearly) all that is right, the better first. */
  static final List<String> TRUTH = List.of("brute-force", "grouped-counting");

  /** A kind of proof of models of one length of inputs. */
  record Kind(int k, String strategy, String options) {
    /** The name of Gross et al. 2024 for a sub-cubic proof, else that of the strategy. */
    String group() {
      return subCubic().map(SubCubic::group).orElse(strategy);
    }

    /** The values of the options; words speak for themselves, numbers do not. */
    String words() {
      return options.replaceAll("--[a-z]+ (?![0-9])", "");
    }

    /** Group and options, for a line of text. */
    String name() {
      return options.isEmpty() ? group() : group() + ": " + words();
    }

    /** Whether it bounds attention by cells, so that the singular ratio matters to it. */
    boolean isByCells() {
      return strategy.startsWith("cubic") || strategy.equals("sub-cubic");
    }

    String cost() {
      return Catalog.named(strategy).map(Strategy::cost).orElse("");
    }

    private Optional<SubCubic> subCubic() {
      if (!strategy.equals("sub-cubic")) return Optional.empty();
      Map<String, String> words = new HashMap<>();
      String[] split = options.split(" ");
      for (int i = 0; i + 1 < split.length; i += 2) words.put(split[i], split[i + 1]);
      SubCubic plain = SubCubic.DEFAULT;
      return SubCubic.of(
          words.getOrDefault("--direct", plain.direct().word()),
          words.getOrDefault("--handling", plain.handling().word()),
          words.getOrDefault("--attention", plain.attention().word()));
    }
  }

  static Kind kind(StudyRow row) {
    return new Kind(row.k(), row.strategy(), row.options());
  }

  /** In the order of the rows. */
  Map<Kind, List<StudyRow>> byKind() {
    Map<Kind, List<StudyRow>> kinds = new LinkedHashMap<>();
    for (StudyRow row : rows) {
      kinds.computeIfAbsent(kind(row), kind -> new ArrayList<>()).add(row);
    }
    return kinds;
  }

  /** In the order of the rows; by file name. */
  Map<String, List<StudyRow>> byModel() {
    Map<String, List<StudyRow>> models = new LinkedHashMap<>();
    for (StudyRow row : rows) {
      models.computeIfAbsent(row.model(), model -> new ArrayList<>()).add(row);
    }
    return models;
  }

  /** The lengths of inputs, rising. */
  List<Integer> lengths() {
    return rows.stream().map(StudyRow::k).distinct().sorted().toList();
  }

  /** The share of inputs that is right, or the most that was proved of it by counting. */
  Map<String, Double> truth() {
    Map<String, Double> truth = new HashMap<>();
    for (String strategy : TRUTH) {
      for (StudyRow row : rows) {
        if (row.strategy().equals(strategy)) truth.merge(row.model(), row.bound(), Math::max);
      }
    }
    return truth;
  }

  /** The strategies among the rows that count (nearly) all that is right. */
  List<String> truthBy() {
    return TRUTH.stream()
        .filter(name -> rows.stream().anyMatch(row -> row.strategy().equals(name)))
        .toList();
  }

  /** What a bound is divided by, in a sentence. */
  String ofTruth() {
    List<String> by = truthBy();
    return by.isEmpty()
        ? "Empty here: no proof of this study counts all inputs that are right."
        : "The bound over the most that is proved of the model by " + String.join(" or ", by) + ".";
  }

  /** The bound over the true share; empty without a proof by counting. */
  OptionalDouble normalised(StudyRow row, Map<String, Double> truth) {
    Double all = truth.get(row.model());
    return all == null || all == 0 ? OptionalDouble.empty() : OptionalDouble.of(row.bound() / all);
  }
}
