// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.study;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assay.generator.issue.Work;
import org.assay.generator.model.Model;
import org.assay.generator.report.Inside;
import org.assay.generator.report.Losses;
import org.assay.generator.report.Unproved;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;

/** Looks into a model: proves it again, to say which inputs each proof leaves out. */
public final class Insides {
  /** Brute force beyond this takes minutes. */
  private static final BigInteger MOST_INPUTS = BigInteger.TWO.pow(26);

  private Insides() {}

  /**
   * The proofs that are too large for the model are left out.
   *
   * @param strategies by the names that the page shows
   */
  public static Inside of(
      String name, Model model, Map<String, Strategy> strategies, Margin margin) {
    List<Unproved> found = new ArrayList<>();
    try (Work work = Work.of("look into " + name, BigInteger.valueOf(strategies.size()))) {
      strategies.forEach(
          (title, strategy) -> {
            unproved(title, strategy, model, margin).ifPresent(found::add);
            work.accept(1);
          });
    }
    found.sort(Comparator.comparing((Unproved one) -> one.proof().correct()).reversed());
    return new Inside(name, model, found, losses(model, strategies, found, margin));
  }

  private static Optional<Unproved> unproved(
      String title, Strategy strategy, Model model, Margin margin) {
    boolean isExact = strategy.name().equals("brute-force");
    if (isExact && strategy.steps(model).compareTo(MOST_INPUTS) > 0) return Optional.empty();
    try {
      return Optional.of(Unproved.by(title, strategy, model, margin));
    } catch (IllegalArgumentException tooLarge) {
      return Optional.empty();
    }
  }

  /**
   * Of each proof by cells, one a strategy: of sub-cubic ones the last that fits, it bounds most.
   */
  private static List<Losses> losses(
      Model model, Map<String, Strategy> strategies, List<Unproved> found, Margin margin) {
    Map<String, Losses> byStrategy = new LinkedHashMap<>();
    strategies.forEach(
        (title, strategy) -> {
          if (found.stream().anyMatch(one -> one.name().equals(title))) {
            Losses.of(title, strategy, model, margin)
                .ifPresent(some -> byStrategy.put(strategy.name(), some));
          }
        });
    return List.copyOf(byStrategy.values());
  }
}
