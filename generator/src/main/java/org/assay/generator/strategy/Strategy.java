// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;

/** A way to prove a count. */
public interface Strategy {
  /** The name in certificates and on the command line. */
  String name();

  /** How the work of the checker grows, in the sizes of the model. */
  String cost();

  /** One line for a person who chooses. */
  String summary();

  /** The options whose values are words that its certificates name, too; by name. */
  default List<String> words() {
    return List.of();
  }

  /** The options whose values are numbers, by name. */
  default List<String> numbers() {
    return List.of();
  }

  /**
   * The same with what was chosen. Requires: no option but those that it has.
   *
   * @throws IllegalArgumentException with option, got and want if a value is none
   */
  default Strategy with(Options chosen) {
    return this;
  }

  /** With the options it has, every combination that differs in what is known of the model. */
  default List<Strategy> variants() {
    return List.of(this);
  }

  /** The values of its words, as they tell it apart from its variants; else its name. */
  default List<String> told() {
    return List.of(name());
  }

  /** The name of Gross et al. 2024 for proofs like this, if they have one; else its own. */
  default String group() {
    return name();
  }

  /** What they measure proofs like this by. */
  PaperMetrics paper(PaperMetrics.Sizes sizes);

  /** Whether what {@code prove} counts is a guess, for the checker to correct. */
  default boolean isProvedByChecker() {
    return false;
  }

  /** How many operations the checker may spend, if that was limited. */
  default OptionalLong budget() {
    return OptionalLong.empty();
  }

  /** The same with another budget. Requires: it has one. */
  default Strategy withBudget(long operations) {
    throw new IllegalStateException(name() + " has no budget");
  }

  /** Whether token weights may be demanded. */
  default boolean isWeighted() {
    return false;
  }

  /** What to search for, so that the checker also proves what it is asked of executions. */
  default Demand searchedForExecutions(Demand asked) {
    return asked;
  }

  /** The steps of {@code prove}, for a progress bar. */
  BigInteger steps(Model model);

  /**
   * A number of inputs that are right as demanded, with token weights the sum of theirs: never more
   * than are, unless it is a guess. Without hints it is never more than the checker counts; with
   * hints it may be, by a little.
   *
   * @param progress is told how many more steps are done, from any thread
   * @throws IllegalArgumentException if the model is too large for this strategy
   */
  Proof prove(Model model, Demand demand, LongConsumer progress);

  /** Without token weights. */
  default Proof prove(Model model, Margin margin, LongConsumer progress) {
    return prove(model, Demand.of(margin), progress);
  }
}
