// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.counting;

import java.util.Arrays;
import java.util.List;
import org.assay.generator.interval.ExactMatrix;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;
import org.assay.generator.strategy.margin.Circuits;
import org.assay.generator.strategy.split.AttentionOption;
import org.assay.generator.strategy.split.DirectOption;
import org.assay.generator.strategy.split.Directions;
import org.assay.generator.strategy.split.Factors;

/**
 * What the checker knows of a model for potential counting (lemma L-12), in fixed point. Exact
 * circuits are rounded down; a circuit that an option leaves unmultiplied is a guess in doubles,
 * good for a search only.
 *
 * <p>Shapes: scores [vocab][vocab] and positions [vocab][k] in units of 2^-scoreShift and
 * 2^-positionShift, not divided by √dHead; positions are differences to the last. direct, tokens
 * [vocab][vocab] and ofPositions [k][vocab] in units of 2^-p logits, the mean row of direct moved
 * to tokens (hint {@code shift}), that of ofPositions to direct. slack [query]: margin, roundings
 * and the error of the direct path. error [query]: of differences of scores.
 */
record PotentialTables(
    int k,
    int vocab,
    Scores scores,
    long[][] direct,
    long[] slack,
    long[][] tokens,
    long[][] ofPositions) {
  private static final int SCORE_BITS = 48;
  private static final int VALUE_BITS = 55;
  private static final int FLOORS = 3; // differences of floors in one bracket
  private static final double GUESS = 1 + 0x1p-30;
  private static final double LARGEST_LOGARITHM = 0x1p40;

  /** unit: what one unit of the table is in the exponent. */
  record Scores(
      long[][] tokens, long[] error, double tokenUnit, long[][] positions, double positionUnit) {
    /** An upper bound of the error of every exponent that is computed from these in doubles. */
    double slackOfExponents() {
      double largest = largest(tokens) * tokens.length * tokenUnit;
      largest += Arrays.stream(error).max().orElse(0) * tokenUnit;
      largest += 2 * (largest(positions) + 1) * positionUnit;
      if (!(largest < LARGEST_LOGARITHM)) {
        throw new IllegalArgumentException("potential-counting: attention scores are too large");
      }
      return largest * 0x1p-46 + (tokens.length + 8) * tokenUnit + 4 * positionUnit;
    }
  }

  static PotentialTables of(Model model, Margin margin, PotentialOptions options) {
    Factors factors = Factors.of(model);
    Circuits circuits = Circuits.of(model);
    Directions directions = options.directions(factors);
    int ofPath =
        directions.vectors().size() - options.attention().directions(factors).vectors().size();
    int k = model.k();
    int vocab = model.vocab();
    double[] excess = new double[vocab];
    double[][] path = null;
    if (options.direct().isPresent()) {
      Directions own = new Directions(directions.vectors().subList(0, ofPath));
      DirectOption.Split split = options.direct().get().splits(factors, own).get(0);
      path = new double[][] {split.common()};
      Arrays.setAll(excess, q -> split.excess().at(q, 0));
    }
    long scale = Math.max(margin.scale(), scale(excess));
    scale = Math.max(scale, path == null ? circuits.direct().scale() : scale(path[0]));
    scale =
        Math.max(
            scale, Math.max(circuits.tokenValues().scale(), circuits.positionValues().scale()));
    int length = Integer.SIZE - Integer.numberOfLeadingZeros(k);
    long shift = VALUE_BITS - length - (scale == ExactMatrix.NO_SCALE ? 0 : scale);
    long[][] direct = path == null ? circuits.direct().floors(shift) : rows(path[0], vocab, shift);
    long[] slack = new long[vocab];
    long rounding = margin.ceiling(shift) + FLOORS;
    Arrays.setAll(slack, q -> rounding + ceiling(excess[q] * GUESS, shift));
    long[][] tokens = circuits.tokenValues().floors(shift);
    long[][] ofPositions = circuits.positionValues().floors(shift);
    move(direct, tokens);
    move(ofPositions, direct);
    List<int[]> rest = directions.vectors().subList(ofPath, directions.vectors().size());
    Scores scores = scores(model, circuits, factors, options.attention(), new Directions(rest));
    return new PotentialTables(k, vocab, scores, direct, slack, tokens, ofPositions);
  }

  private static Scores scores(
      Model model,
      Circuits circuits,
      Factors factors,
      AttentionOption option,
      Directions directions) {
    double inverseRoot = 1 / Math.sqrt(model.dHead());
    long positionShift = shift(circuits.positionScores().scale());
    long[][] positions = circuits.positionScores().floors(positionShift);
    for (long[] row : positions) {
      long last = row[row.length - 1];
      for (int i = 0; i < row.length; i++) row[i] -= last;
    }
    double positionUnit = scalb(inverseRoot, -positionShift);
    if (option == AttentionOption.EXACT) {
      long shift = shift(circuits.tokenScores().scale());
      long[][] tokens = circuits.tokenScores().floors(shift);
      return new Scores(
          tokens, new long[tokens.length], scalb(inverseRoot, -shift), positions, positionUnit);
    }
    AttentionOption.Split split = option.split(factors, directions);
    long shift = shift(Math.max(scale(split.scores().entries()), scale(split.error())));
    long[][] tokens = new long[model.vocab()][model.vocab()];
    for (int q = 0; q < tokens.length; q++) {
      double[] row = split.scores().entries()[q];
      Arrays.setAll(tokens[q], t -> Math.round(scalb(row[t], shift)));
    }
    long[] error = new long[tokens.length];
    Arrays.setAll(error, q -> ceiling(split.error()[q] * GUESS, shift));
    return new Scores(tokens, error, scalb(inverseRoot, -shift), positions, positionUnit);
  }

  private static long shift(long scale) {
    return scale == ExactMatrix.NO_SCALE ? 0 : SCORE_BITS - scale;
  }

  private static double scalb(double x, long shift) {
    return Math.scalb(x, (int) Math.max(-5000, Math.min(5000, shift)));
  }

  private static long ceiling(double x, long shift) {
    return (long) Math.ceil(scalb(x, shift));
  }

  private static long[][] rows(double[] row, int count, long shift) {
    long[] floors = Arrays.stream(row).mapToLong(x -> (long) Math.floor(scalb(x, shift))).toArray();
    long[][] rows = new long[count][];
    Arrays.setAll(rows, r -> floors.clone());
    return rows;
  }

  private static long scale(double[]... rows) {
    double largest =
        Arrays.stream(rows).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    return largest == 0 ? ExactMatrix.NO_SCALE : Math.getExponent(largest) + 1L;
  }

  private static double largest(long[][] table) {
    return Arrays.stream(table)
        .flatMapToLong(Arrays::stream)
        .mapToDouble(Math::abs)
        .max()
        .orElse(0);
  }

  /** Takes the mean row from a table and gives it to another, where it cancels. */
  private static void move(long[][] from, long[][] to) {
    for (int o = 0; o < from[0].length; o++) {
      long mean = 0;
      for (long[] row : from) mean += row[o] / from.length;
      for (long[] row : from) row[o] -= mean;
      for (long[] row : to) row[o] += mean;
    }
  }
}
