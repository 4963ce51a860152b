// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.margin.Evaluation;

/** Inputs of one token besides the maximum and the query decide for all others (rule R-04). */
public record Cubic() implements Strategy {
  // R-04 (a), R-05 (a): above this the checker declines.
  private static final BigInteger MAX_CELLS = BigInteger.TWO.pow(32);

  @Override
  public String name() {
    return "cubic";
  }

  @Override
  public String cost() {
    return "k * vocab^3";
  }

  @Override
  public String summary() {
    return "inputs with one token besides query and maximum decide for all mixtures; no hints";
  }

  @Override
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    long k = sizes.k();
    long flops = 1_834_560L * k * k + 798_464L * k + 2_541_024;
    return PaperMetrics.of(sizes, OptionalLong.of(flops), PaperMetrics.everyCircuit(sizes));
  }

  @Override
  public BigInteger steps(Model model) {
    return pairs(model);
  }

  /** Pairs of query and maximum. */
  static BigInteger pairs(Model model) {
    return BigInteger.valueOf(model.vocab())
        .multiply(BigInteger.valueOf(model.vocab() + 1L))
        .shiftRight(1);
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    Margin margin = demand.unweighted(name());
    requireCells(name(), model);
    return Proof.withoutHints(counted(model, margin, CubicCount.Outputs.TOGETHER, progress));
  }

  /**
   * What would be counted if the direct path were added output by output to what attention adds,
   * and not by its least; to see what that costs, nothing that a checker proves.
   */
  public static PairCounts withDirectPathAdded(Model model, Margin margin) {
    return counted(model, margin, CubicCount.Outputs.DIRECT_ADDED, steps -> {});
  }

  /** What would be counted if every cell were tested again as in R-05, however many there are. */
  public static PairCounts withOutputsApart(Model model, Margin margin) {
    return counted(model, margin, CubicCount.Outputs.APART, steps -> {});
  }

  private static PairCounts counted(
      Model model, Margin margin, CubicCount.Outputs outputs, LongConsumer progress) {
    CubicCount count = new CubicCount(new Evaluation(model, margin), outputs);
    count.test(progress);
    return count.pairs(count.won());
  }

  static void requireCells(String name, Model model) {
    BigInteger cells = BigInteger.valueOf(model.vocab()).pow(3);
    cells = cells.multiply(BigInteger.valueOf(model.k()));
    if (cells.compareTo(MAX_CELLS) > 0) {
      throw new IllegalArgumentException(
          name + ": k vocab^3: got " + cells + ", limit " + MAX_CELLS);
    }
  }
}
