// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.gaps.SubCubic;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;

/**
 * What each of the bounded terms of a sub-cubic proof costs it: how many more inputs the same
 * search would prove, pair by pair, if that term were known exactly. A term that helps where the
 * search takes another way may cost less than nothing; then it is shown as none.
 */
public record Losses(String proof, List<Term> terms) {
  /** One term; {@code with}: what is proved if it costs nothing. */
  record Term(String id, String title, String what, PairCounts before, PairCounts with) {}

  /** Proves the model four times: as it is, and without each term. */
  public static Losses of(String proof, SubCubic strategy, Model model, Margin margin) {
    PairCounts before = pairs(strategy, model, margin);
    SubCubic exactAttention =
        new SubCubic(strategy.direct(), strategy.handling(), AttentionOption.EXACT);
    SubCubic exactDirect =
        new SubCubic(DirectOption.MAX_DIFF_EXACT, strategy.handling(), strategy.attention());
    List<Term> terms = new ArrayList<>();
    terms.add(
        new Term(
            "attention",
            "Lost to the attention error",
            "the attention scores were multiplied out",
            before,
            pairs(exactAttention, model, margin)));
    terms.add(
        new Term(
            "positions",
            "Lost to the position terms",
            "all positions were alike (their mean)",
            before,
            pairs(strategy, model.withPositionsAlike(), margin)));
    terms.add(
        new Term(
            "direct",
            "Lost to the direct path",
            "the direct path were multiplied out",
            before,
            pairs(exactDirect, model, margin)));
    return new Losses(proof, terms);
  }

  private static PairCounts pairs(SubCubic strategy, Model model, Margin margin) {
    return strategy.prove(model, margin, steps -> {}).pairs();
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("proof", proof);
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
