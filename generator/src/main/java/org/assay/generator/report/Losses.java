// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.cells.Cubic;
import org.assay.generator.strategy.cells.CubicRetest;
import org.assay.generator.strategy.gaps.SubCubic;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;

/**
 * What each of the bounded terms of a proof by cells costs it: how many more inputs the same search
 * would prove, pair by pair, if that term were known exactly. A term that helps where the search
 * takes another way may cost less than nothing; then it is shown as none.
 *
 * @param note what the figures leave out
 */
public record Losses(String proof, String note, List<Term> terms) {
  /** One term; {@code with}: what is proved if it costs nothing. */
  record Term(String id, String title, String what, PairCounts before, PairCounts with) {}

  private static final String POSITIONS = "all positions were alike (their mean)";

  /**
   * Proves the model once as it is, and once without each term; empty for a strategy that does not
   * bound cells of inputs by such terms.
   */
  public static Optional<Losses> of(String proof, Strategy strategy, Model model, Margin margin) {
    if (strategy instanceof SubCubic gaps) {
      return Optional.of(ofGaps(proof, gaps, model, margin));
    } else if (strategy instanceof Cubic || strategy instanceof CubicRetest) {
      return Optional.of(ofCells(proof, strategy, model, margin));
    }
    return Optional.empty();
  }

  private static Losses ofGaps(String proof, SubCubic strategy, Model model, Margin margin) {
    PairCounts before = pairs(strategy, model, margin);
    SubCubic exactAttention =
        new SubCubic(strategy.direct(), strategy.handling(), AttentionOption.EXACT);
    SubCubic exactDirect =
        new SubCubic(DirectOption.MAX_DIFF_EXACT, strategy.handling(), strategy.attention());
    return new Losses(
        proof,
        "",
        List.of(
            attention(
                "the attention scores were multiplied out",
                before,
                pairs(exactAttention, model, margin)),
            positions(before, pairs(strategy, model.withPositionsAlike(), margin)),
            direct(
                "the direct path were multiplied out", before, pairs(exactDirect, model, margin))));
  }

  /**
   * All circuits are multiplied out; what is bounded is which outputs and positions go together.
   */
  private static Losses ofCells(String proof, Strategy strategy, Model model, Margin margin) {
    PairCounts before = pairs(strategy, model, margin);
    List<Term> terms = new ArrayList<>();
    terms.add(positions(before, pairs(strategy, model.withPositionsAlike(), margin)));
    if (strategy instanceof Cubic) {
      terms.add(
          direct(
              "the direct path were added output by output",
              before,
              Cubic.withDirectPathAdded(model, margin)));
    }
    terms.add(
        new Term(
            "outputs",
            "Lost to one number for all outputs",
            "every cell were decided output by output",
            before,
            Cubic.withOutputsApart(model, margin)));
    String note =
        "The attention scores are multiplied out here: no error of attention costs anything.";
    return new Losses(proof, note, terms);
  }

  private static Term attention(String what, PairCounts before, PairCounts with) {
    return new Term("attention", "Lost to the attention error", what, before, with);
  }

  private static Term positions(PairCounts before, PairCounts with) {
    return new Term("positions", "Lost to the position terms", POSITIONS, before, with);
  }

  private static Term direct(String what, PairCounts before, PairCounts with) {
    return new Term("direct", "Lost to the direct path", what, before, with);
  }

  private static PairCounts pairs(Strategy strategy, Model model, Margin margin) {
    return strategy.prove(model, margin, steps -> {}).pairs();
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("proof", proof).put("note", note);
    ArrayNode list = node.putArray("terms");
    for (Term term : terms) {
      PairCounts more = term.with.above(term.before);
      ObjectNode one = list.addObject().put("id", term.id).put("title", term.title);
      one.put(
          "text",
          String.format(
              Locale.ROOT,
              "Inputs that %s would prove besides, if %s: %s in all.",
              proof,
              term.what,
              Numbers.grouped(more.total())));
      one.set("more", Inside.counts(more));
    }
    return node;
  }
}
