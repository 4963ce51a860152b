// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import org.assay.generator.strategy.split.CircuitTables;

/** The circuits of one model for the scripts to draw, each with a sentence about what is seen. */
record CircuitData(CircuitTables circuits) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final MathContext DIGITS = new MathContext(3);

  /** Below this, relative to the first, a singular value is nothing but rounding. */
  private static final double SMALLEST = 1e-6;

  ArrayNode json() {
    CircuitWords words = new CircuitWords(circuits);
    return JSON.arrayNode()
        .add(
            matrix(
                Title.of("qk", "QK circuit (EQKE)", words.qk()),
                "key token",
                "query token",
                circuits.qk()))
        .add(
            matrix(
                Title.of("ov", "OV circuit (EVOU)", words.ov()),
                "output",
                "token attended to",
                circuits.ov()))
        .add(
            matrix(
                Title.of("direct", "Direct path (EU)", words.direct()),
                "output",
                "last token",
                circuits.direct()))
        .add(singularValues(words))
        .add(singularVectors(words))
        .add(
            matrix(
                Title.of(
                    "position-scores", "Positions in the scores (EQKP)", words.positionScores()),
                "position",
                "query token",
                circuits.positionScores()))
        .add(
            matrix(
                Title.of(
                    "position-values", "Positions in the logits (PVOU)", words.positionValues()),
                "output",
                "position",
                circuits.positionValues()));
  }

  /** How a figure is called, and what it says. */
  private record Title(String id, String title, String text) {
    static Title of(String id, String title, String text) {
      return new Title(id, title, text);
    }

    ObjectNode json() {
      return JSON.objectNode().put("id", id).put("title", title).put("text", text);
    }
  }

  private static ObjectNode matrix(Title title, String columns, String rows, double[][] entries) {
    ObjectNode node = title.json().put("columns", columns).put("rows", rows);
    ArrayNode matrix = node.putArray("entries");
    for (double[] row : entries) matrix.add(numbers(row));
    return node;
  }

  private ObjectNode singularValues(CircuitWords words) {
    double[] values = circuits.singular();
    double[] shown = Arrays.stream(values).filter(v -> v > SMALLEST * values[0]).toArray();
    ObjectNode node =
        Title.of("singular-values", "Singular values of EQKE", words.singularValues()).json();
    node.put("first", 1).putObject("x").put("name", "number");
    node.putObject("y").put("name", "singular value").put("log", true);
    node.putArray("series").add(series("singular values", "brute-force", shown));
    return node;
  }

  private ObjectNode singularVectors(CircuitWords words) {
    ObjectNode node =
        Title.of("singular-vectors", "First singular vectors of EQKE", words.singularVectors())
            .json();
    node.put("first", 0).putObject("x").put("name", "token");
    node.putObject("y").put("name", "entry");
    node.putArray("series")
        .add(series("query side", "grouped-counting", circuits.firstQuery()))
        .add(series("key side", "Low-rank QK", circuits.firstKey()));
    return node;
  }

  /** {@code colour}: the group whose colour it has. */
  private static ObjectNode series(String name, String colour, double[] values) {
    ObjectNode node = JSON.objectNode().put("name", name).put("group", colour);
    node.set("values", numbers(values));
    return node;
  }

  /** Three digits are more than a colour shows. */
  static ArrayNode numbers(double[] values) {
    ArrayNode row = JSON.arrayNode(values.length);
    List<BigDecimal> rounded =
        Arrays.stream(values).mapToObj(value -> new BigDecimal(value).round(DIGITS)).toList();
    rounded.forEach(value -> row.add(value.doubleValue()));
    return row;
  }
}
