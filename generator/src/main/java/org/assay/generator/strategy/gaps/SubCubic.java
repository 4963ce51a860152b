// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.gaps;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.Options;
import org.assay.generator.strategy.PackedBits;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import org.assay.generator.strategy.split.Directions;
import org.assay.generator.strategy.split.Factors;
import org.assay.generator.strategy.split.Matrix;
import org.assay.generator.strategy.split.OptionMetrics;

/**
 * Inputs are counted by gap cells, each proved at once (rule R-06). The gaps and the directions are
 * searched in doubles that are not rounded outward, so the count is a guess, if a cautious one: it
 * is the checker that proves it.
 */
public record SubCubic(DirectOption direct, Handling handling, AttentionOption attention)
    implements Strategy {
  /** The options of plain {@code --strategy sub-cubic}. */
  public static final SubCubic DEFAULT =
      new SubCubic(DirectOption.MAX_DIFF_EXACT, Handling.ENVELOPE, AttentionOption.EXACT);

  // R-06 (a): above this the checker declines.
  private static final BigInteger MAX_PAIRS = BigInteger.TWO.pow(19);
  private static final BigInteger MAX_CELLS = BigInteger.TWO.pow(22);

  /** All combinations of options. */
  public static List<SubCubic> combinations() {
    List<SubCubic> all = new ArrayList<>();
    for (AttentionOption attention : AttentionOption.values()) {
      for (DirectOption direct : DirectOption.values()) {
        for (Handling handling : Handling.values()) {
          all.add(new SubCubic(direct, handling, attention));
        }
      }
    }
    return all;
  }

  /** The combination of these code words, if there is one. */
  public static Optional<SubCubic> of(String direct, String handling, String attention) {
    return combinations().stream()
        .filter(one -> one.direct.word().equals(direct))
        .filter(one -> one.handling.word().equals(handling))
        .filter(one -> one.attention.word().equals(attention))
        .findFirst();
  }

  @Override
  public List<String> words() {
    return List.of("direct", "handling", "attention");
  }

  @Override
  public SubCubic with(Options chosen) {
    return new SubCubic(
        chosen.oneOf("direct", direct, DirectOption::word),
        chosen.oneOf("handling", handling, Handling::word),
        chosen.oneOf("attention", attention, AttentionOption::word));
  }

  @Override
  public List<Strategy> variants() {
    return List.copyOf(combinations());
  }

  @Override
  public List<String> told() {
    return List.of(direct.word(), handling.word(), attention.word());
  }

  @Override
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    long v = sizes.vocab();
    long dimension =
        v * v
            + v
            + OptionMetrics.dimension(direct, sizes)
            + OptionMetrics.dimension(attention, sizes);
    return PaperMetrics.of(sizes, flops(sizes.k()), BigInteger.valueOf(dimension));
  }

  /** The parts add up: that of the exact circuits, and what each option changes. */
  private OptionalLong flops(int k) {
    if (handling == Handling.ENVELOPE || attention == AttentionOption.SPECTRAL) {
      return OptionalLong.empty(); // ours
    }
    long exact = 37_422L * k * k + 78_729L * k + 1_623_491;
    long ofHandling = handling == Handling.DROP_AVERAGE_QUERY ? -12_096L * (k - 1) : 0;
    return OptionalLong.of(
        exact + OptionMetrics.flops(direct) + OptionMetrics.flops(attention, k) + ofHandling);
  }

  /** {@code spectral} is ours. */
  @Override
  public String group() {
    String circuits = attention.isExact() ? "" : direct.isExact() ? " QK" : " QK&EU";
    if (attention.isQuadratic()) return "Quadratic" + circuits;
    if (attention.isExact()) return direct.isExact() ? "Sub-cubic" : "Low-rank EU";
    return "Low-rank" + circuits;
  }

  @Override
  public String name() {
    return "sub-cubic";
  }

  @Override
  public String cost() {
    return "k * vocab^2 * log vocab + circuits";
  }

  @Override
  public String summary() {
    return "classes of inputs proved by the distance of their tokens; 165 combinations of options";
  }

  @Override
  public BigInteger steps(Model model) {
    return BigInteger.valueOf(model.vocab());
  }

  @Override
  public boolean isProvedByChecker() {
    return true;
  }

  /** R-06 (a). */
  private static void requireLimits(Model model) {
    BigInteger pairs = BigInteger.valueOf(model.vocab()).pow(2);
    BigInteger cells = pairs.multiply(BigInteger.valueOf(model.k()));
    if (pairs.compareTo(MAX_PAIRS) > 0) {
      throw new IllegalArgumentException(
          "sub-cubic: vocab^2: got " + pairs + ", limit " + MAX_PAIRS);
    }
    if (cells.compareTo(MAX_CELLS) > 0) {
      throw new IllegalArgumentException(
          "sub-cubic: k vocab^2: got " + cells + ", limit " + MAX_CELLS);
    }
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    Margin margin = demand.unweighted(name());
    requireLimits(model);
    Factors factors = Factors.of(model);
    Directions ofDirect = direct.directions(factors);
    Directions ofAttention = attention.directions(factors);
    List<GapCell> proved =
        model.vocab() == 1
            ? List.of(new GapCell(0, 0, 0, 0)) // there is no other output
            : new GapSearch(
                    Sharing.of(factors, attention.split(factors, ofAttention)),
                    tables(factors, direct.splits(factors, ofDirect), margin),
                    handling,
                    model.k() - 1)
                .search(progress);
    PairCounts pairs = new PairCounts(model.vocab());
    for (GapCell cell : proved) pairs.add(cell.q(), cell.m(), cell.size(model.k() - 1));
    return new Proof(pairs, hints(model, proved, ofDirect.then(ofAttention)));
  }

  private static Rivals.Tables tables(
      Factors factors, List<DirectOption.Split> splits, Margin margin) {
    Model model = factors.model();
    return new Rivals.Tables(
        factors.values(new Matrix(model.embed())),
        factors.values(new Matrix(model.positions())),
        splits,
        margin.above(0));
  }

  private Map<String, String> hints(Model model, List<GapCell> proved, Directions directions) {
    Map<String, String> hints = new LinkedHashMap<>();
    hints.put("direct", "\"" + direct.word() + "\"");
    hints.put("handling", "\"" + handling.word() + "\"");
    hints.put("attention", "\"" + attention.word() + "\"");
    hints.put("gaps", "\"" + gaps(model, proved) + "\"");
    hints.put("directions", directions.json());
    return hints;
  }

  /** F-11: by query, maximum and c; 0 for what is not proved. */
  private static String gaps(Model model, List<GapCell> proved) {
    int vocab = model.vocab();
    int[][][] gaps = new int[vocab][vocab][model.k()];
    for (GapCell cell : proved) gaps[cell.q()][cell.m()][cell.c()] = cell.gap();
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(vocab - 1);
    PackedBits bits = new PackedBits();
    for (int q = 0; q < vocab; q++) {
      for (int m = q; m < vocab; m++) {
        for (int c = 1; c < model.k(); c++) bits.add(gaps[q][m][c], width);
      }
    }
    return bits.toString();
  }
}
