// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.counting.GroupedCounting;
import org.assay.generator.strategy.counting.PotentialCounting;
import org.assay.generator.strategy.exhaustion.BruteForce;
import org.assay.generator.strategy.gaps.SubCubic;

/** A way to prove a count. Sealed: the records below are all there is. */
public interface Strategy {
  /** Every strategy with its default options, the most exact first. */
  static List<Strategy> all() {
    return List.of(
        new BruteForce(),
        new GroupedCounting(OptionalInt.empty()),
        PotentialCounting.byDefault(),
        new CubicRetest(),
        new Cubic(),
        SubCubic.DEFAULT);
  }

  static Optional<Strategy> named(String name) {
    return all().stream().filter(strategy -> strategy.name().equals(name)).findFirst();
  }

  /** The name in certificates and on the command line. */
  String name();

  /** How the work of the checker grows, in the sizes of the model. */
  String cost();

  /** One line for a person who chooses. */
  String summary();

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
