// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.split.CircuitTables;

/**
 * What is inside one model, for the page that shows it.
 *
 * @param found what its proofs leave out; empty: was not looked for
 * @param losses what the cells of each proof by cells lost; empty: was not looked for
 */
public record Inside(String name, Model model, List<Unproved> found, List<Losses> losses) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Circuits only: that costs nothing. */
  public Inside(String name, Model model) {
    this(name, model, List.of(), List.of());
  }

  /**
   * For the scripts.
   *
   * @param number which of the page's models it is, from 0
   */
  ObjectNode json(int number) {
    CircuitTables circuits = CircuitTables.of(model);
    ObjectNode node = JSON.objectNode();
    node.put("id", "inside-" + number);
    node.put("name", name);
    node.put("k", model.k());
    node.put("vocab", model.vocab());
    if (!found.isEmpty()) {
      node.set("pairs", pairs());
      if (model.vocab() > 1) node.set("margins", margins(circuits));
    }
    ArrayNode lost = node.putArray("losses");
    losses.forEach(one -> lost.add(one.json()));
    node.set("circuits", new CircuitData(circuits).json());
    return node;
  }

  /** At first the two that differ most in kind are side by side: the first and the last. */
  private ObjectNode pairs() {
    ObjectNode node = JSON.objectNode().put("second", found.size() - 1);
    ArrayNode strategies = node.putArray("strategies");
    for (Unproved one : found) {
      ObjectNode strategy = strategies.addObject().put("name", one.name());
      strategy.put("exact", one.isExact());
      strategy.set("proved", counts(one.proof().pairs()));
    }
    return node;
  }

  /** [maximum][query], as decimal strings. */
  static ArrayNode counts(PairCounts pairs) {
    ArrayNode rows = JSON.arrayNode();
    for (int m = 0; m < pairs.vocab(); m++) {
      ArrayNode row = rows.addArray();
      for (int q = 0; q <= m; q++) row.add(pairs.at(q, m).toString());
    }
    return rows;
  }

  private ObjectNode margins(CircuitTables circuits) {
    MarginHistogram histogram = MarginHistogram.of(circuits, model.k());
    String of = histogram.isSample() ? "inputs drawn at random" : "inputs, all there are";
    String text =
        String.format(
            Locale.ROOT,
            "Of %,d %s, %,d have a margin below 0: the network gets them wrong. Computed in doubles"
                + " to be looked at; it proves nothing.",
            histogram.total(),
            of,
            histogram.wrong());
    ObjectNode node = JSON.objectNode().put("width", histogram.width());
    node.put("from", histogram.first() * histogram.width());
    node.put("total", histogram.total()).put("text", text);
    ArrayNode counts = node.putArray("counts");
    for (long count : histogram.counts()) counts.add(count);
    return node;
  }
}
