// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.issue;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;

/**
 * A strategy whose hints are found over all inputs of a model, to be used for some of them: what
 * they prove of these, only the checker counts.
 */
record CountedByChecker(Strategy strategy) implements Strategy {
  @Override
  public String name() {
    return strategy.name();
  }

  @Override
  public String cost() {
    return strategy.cost();
  }

  @Override
  public String summary() {
    return strategy.summary();
  }

  @Override
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    return strategy.paper(sizes);
  }

  @Override
  public boolean isProvedByChecker() {
    return true;
  }

  @Override
  public OptionalLong budget() {
    return strategy.budget();
  }

  @Override
  public Strategy withBudget(long operations) {
    return new CountedByChecker(strategy.withBudget(operations));
  }

  @Override
  public BigInteger steps(Model model) {
    return strategy.steps(model);
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    Proof found = strategy.prove(model, demand, progress);
    return new Proof(new PairCounts(model.vocab()), found.hints(), found.operations());
  }
}
