// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Options;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.margin.Evaluation;

/**
 * Of each class (query, maximum) the inputs that some block of outputs cannot vouch for are
 * counted, not enumerated. The cover by blocks is what has to be found; see {@link CoverSearch}.
 *
 * @param bins resolution of the counting; empty: chosen by k
 */
public record GroupedCounting(OptionalInt bins) implements Strategy {
  /** R-02 (c). */
  public static final int MAX_BINS = 1 << 16;

  // R-02 (a): above these the checker declines.
  private static final BigInteger MAX_TERMS = BigInteger.TWO.pow(35);
  private static final BigInteger MAX_UPDATES = BigInteger.TWO.pow(39);

  @Override
  public String name() {
    return "grouped-counting";
  }

  @Override
  public String cost() {
    return "k * vocab^4 + blocks * k * vocab * bins";
  }

  @Override
  public String summary() {
    return "wrong inputs are counted, not visited; close to exact for any k";
  }

  @Override
  public List<String> numbers() {
    return List.of("bins");
  }

  @Override
  public GroupedCounting with(Options chosen) {
    return new GroupedCounting(chosen.number("bins"));
  }

  @Override
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    return PaperMetrics.ofEveryCircuit(sizes);
  }

  /** Every class is searched, then counted. */
  @Override
  public BigInteger steps(Model model) {
    return BigInteger.valueOf(model.vocab()).multiply(BigInteger.valueOf(model.vocab() + 1L));
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    BigInteger vocab = BigInteger.valueOf(model.vocab());
    requireAtMost("k vocab^4", vocab.pow(4).multiply(BigInteger.valueOf(model.k())), MAX_TERMS, "");
    int chosen = bins.orElse(defaultBins(model.k()));
    if (chosen < model.k() || chosen > MAX_BINS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "bins: got %d, want %d (the model's k) to %d",
              chosen,
              model.k(),
              MAX_BINS));
    }
    Evaluation evaluation = new Evaluation(model, demand.margin());
    CoverSearch search = new CoverSearch(evaluation, chosen, demand.tokens(), progress);
    search.measure();
    search.choose();
    BigInteger updates = BigInteger.valueOf(search.blocks());
    long each = ((long) chosen + DeficitTable.BESIDE) * model.k();
    updates = updates.multiply(vocab).multiply(BigInteger.valueOf(each));
    requireAtMost("k * vocab * bins of all blocks", updates, MAX_UPDATES, "; try fewer --bins");
    PairCounts all = PairCounts.all(demand.tokens(), model.vocab(), model.k());
    PairCounts correct = all.minus(search.settle());
    Map<String, String> hints = new LinkedHashMap<>();
    hints.put("bins", Integer.toString(chosen));
    hints.put("cover", "\"" + search.cover() + "\"");
    search.scaled().ifPresent(pairs -> hints.put("scaled", "\"" + pairs + "\""));
    return new Proof(correct, hints);
  }

  /**
   * Every position's deficit is rounded up by as much as one bin, and the deficits that matter
   * shrink as k grows; measured, so many bins leave little of the loss to the bins.
   */
  static int defaultBins(int k) {
    int wanted = Math.min(80 * k * k, MAX_BINS);
    return Math.max(1024, Integer.highestOneBit(2 * wanted - 1));
  }

  private static void requireAtMost(String what, BigInteger got, BigInteger limit, String hint) {
    if (got.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          "grouped-counting: " + what + ": got " + got + ", limit " + limit + hint);
    }
  }
}
