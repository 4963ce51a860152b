// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.cells;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.margin.Evaluation;

/** As {@link Cubic}, but cells that are listed are tested with their outputs apart (rule R-05). */
public record CubicRetest() implements Strategy {
  /** Room for the list in a certificate of 24 KiB: the rest is base64, signatures and the claim. */
  private static final long MAX_BITS = 6 * 13_600;

  /** Logits: about what rounding errors of trained models come to (L-44). */
  private static final Margin EXECUTION = Margin.parse("3/100");

  @Override
  public String name() {
    return "cubic-retest";
  }

  @Override
  public String cost() {
    return "k * vocab^3 + retests * vocab";
  }

  @Override
  public String summary() {
    return "cubic, with a list of cells that are decided output by output";
  }

  @Override
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    return PaperMetrics.ofEveryCircuit(sizes);
  }

  @Override
  public BigInteger steps(Model model) {
    return Cubic.pairs(model);
  }

  /** Cells that are certain over the reals but not in every execution are tested again, too. */
  @Override
  public Demand searchedForExecutions(Demand asked) {
    return asked.margin().isZero() ? new Demand(EXECUTION, asked.tokens()) : asked;
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    Margin margin = demand.unweighted(name());
    Cubic.requireCells(name(), model);
    CubicCount count = new CubicCount(new Evaluation(model, margin), CubicCount.Outputs.APART);
    count.test(progress);
    List<CubicCount.Cell> won = count.won();
    List<CubicCount.Cell> listed = won.subList(0, thatFit(count, won, model));
    Map<String, String> hints = new LinkedHashMap<>();
    hints.put("cells", "\"" + CellList.packed(numbers(count, listed)) + "\"");
    return new Proof(count.pairs(listed), hints);
  }

  /** How many of the cells, from the first on, may be listed: R-05 (d), and no more than fit. */
  private static int thatFit(CubicCount count, List<CubicCount.Cell> won, Model model) {
    long budget = (long) model.vocab() * model.vocab() * model.k() * model.k();
    int fit = 0;
    int beyond = (int) Math.min(won.size(), budget) + 1;
    while (beyond - fit > 1) {
      int middle = (fit + beyond) >>> 1;
      if (CellList.bits(numbers(count, won.subList(0, middle))) <= MAX_BITS) {
        fit = middle;
      } else {
        beyond = middle;
      }
    }
    return fit;
  }

  private static long[] numbers(CubicCount count, List<CubicCount.Cell> cells) {
    return cells.stream().mapToLong(count::number).sorted().toArray();
  }
}
