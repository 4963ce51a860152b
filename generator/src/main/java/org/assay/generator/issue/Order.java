// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.util.Optional;
import org.assay.generator.certificate.Statement;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Strategy;

/**
 * What is to be proved of a model, and how.
 *
 * @param profile the name of a profile of executions to claim something of, too
 */
public record Order(Strategy strategy, Demand demand, Optional<String> profile) {
  /** The right answer wins, however narrowly; every input counts 1; real numbers only. */
  public static Order plain(Strategy strategy) {
    return new Order(strategy, Demand.of(Margin.parse("0")), Optional.empty());
  }

  /**
   * To be called before the long work.
   *
   * @throws IllegalArgumentException if no search can meet it
   */
  void requirePossible(Model model, boolean isChecked) {
    Statement.requireName("model file name", model.fileName());
    demand.tokens().requireVocab(model.vocab());
    if (isChecked) return;
    if (strategy.isProvedByChecker()) {
      throw new IllegalArgumentException(
          strategy.name() + " with these options: only the checker proves what it counts");
    }
    if (profile.isPresent()) {
      throw new IllegalArgumentException(
          "profile " + profile.get() + ": only the checker proves what it counts");
    }
  }

  /** What is searched for, so that the checker finds what was asked for. */
  Demand searched() {
    return profile.isPresent() ? strategy.searchedForExecutions(demand) : demand;
  }
}
