// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.generator.strategy.split.CircuitTables;

/** The circuits of one model, to be looked at. */
record ModelFigures(CircuitTables circuits) {
  private static final double SMALLEST = 1e-6;

  List<Figure> all() {
    return List.of(
        Figure.of(
            "qk",
            "QK circuit (EQKE)",
            "Attention score of a key token for each query token, keys at the mean position. Larger"
                + " tokens get more attention, nearly the same for every query.",
            HeatMap.of("key token", "query token", circuits.qk())),
        Figure.of(
            "ov",
            "OV circuit (EVOU)",
            "What attention to a token adds to each logit. The diagonal: a token votes for itself.",
            HeatMap.of("output", "token attended to", circuits.ov())),
        Figure.of(
            "direct",
            "Direct path (EU)",
            "What the last token adds to each logit without attention: small beside the OV circuit.",
            HeatMap.of("output", "last token", circuits.direct())),
        Figure.of(
            "singular-values",
            "Singular values of EQKE",
            "The first is far above all others: the scores are nearly of rank 1.",
            new Scatter("number", "singular value")
                .logarithmicY()
                .points("singular values", numbered(notRounding(circuits.singular())))
                .chart()),
        Figure.of(
            "singular-vectors",
            "First singular vectors of EQKE",
            "How strongly each token asks and is asked for, in the part of rank 1 (sign as the"
                + " decomposition gives it).",
            new Scatter("token", "entry")
                .joined("query side", numbered(circuits.firstQuery()))
                .joined("key side", numbered(circuits.firstKey()))
                .chart()),
        Figure.of(
            "position-scores",
            "Positions in the scores (EQKP)",
            "What the place of a token adds to its attention score, less the mean of all places.",
            HeatMap.of("position", "query token", circuits.positionScores())),
        Figure.of(
            "position-values",
            "Positions in the logits (PVOU)",
            "What attention to a place adds to each logit, whatever token is there.",
            HeatMap.of("output", "position", circuits.positionValues())));
  }

  /** Beyond the rank there is nothing but rounding. */
  private static double[] notRounding(double[] values) {
    return Arrays.stream(values).filter(value -> value > SMALLEST * values[0]).toArray();
  }

  private static List<Line.Point> numbered(double[] values) {
    return IntStream.range(0, values.length)
        .filter(i -> values[i] != 0)
        .mapToObj(i -> new Line.Point(i, values[i]))
        .toList();
  }
}
