// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assay.generator.strategy.split.CircuitTables;

/** What the circuits of a model show, in sentences whose numbers are counted in them. */
record CircuitWords(CircuitTables circuits) {
  private static final int DIGITS = 3;

  /** A second singular value so much smaller than the first may be nothing but rounding. */
  private static final double MOST = 1e12;

  String qk() {
    double[][] scores = circuits.qk();
    long rising =
        Arrays.stream(scores)
            .mapToLong(
                row -> IntStream.range(1, row.length).filter(t -> row[t] > row[t - 1]).count())
            .sum();
    long steps = (long) scores.length * (scores.length - 1);
    return String.format(
        Locale.ROOT,
        "Attention score of a key token for each query token, keys at the mean position, divided"
            + " by the root of d_head. From one token to the next larger one the score rises in %,d of %,d places.",
        rising,
        steps);
  }

  String ov() {
    double[][] values = circuits.ov();
    long own = IntStream.range(0, values.length).filter(t -> isLargest(values[t], t)).count();
    return String.format(
        Locale.ROOT,
        "What attention to a token adds to each logit. Of %d tokens %d add most to their own.",
        values.length,
        own);
  }

  String direct() {
    return String.format(
        Locale.ROOT,
        "What the last token adds to each logit without attention. The entries of a row differ by"
            + " at most %s; those of the OV circuit by at most %s.",
        spread(circuits.direct()),
        spread(circuits.ov()));
  }

  String singularValues() {
    double[] values = circuits.singular();
    if (values.length == 0) return "There are none: all scores are 0, or too large for doubles.";
    if (values.length < 2 || !(values[0] <= MOST * values[1])) {
      return "The scores have rank 1, as far as doubles tell.";
    }
    double others = Arrays.stream(values).skip(1).map(v -> v * v).sum();
    return String.format(
        Locale.ROOT,
        "The first is %s times the second; all others together have %s of the sum of squares.",
        Numbers.significant(values[0] / values[1], DIGITS),
        Numbers.significant(others / (others + values[0] * values[0]), DIGITS));
  }

  String singularVectors() {
    long same = sameSign(circuits.firstQuery());
    return String.format(
        Locale.ROOT,
        "How strongly each token asks and is asked for, in the part of rank 1; the sign is as the"
            + " decomposition gives it. Of %d entries of the query side %d have the same sign.",
        circuits.firstQuery().length,
        same);
  }

  String positionScores() {
    return String.format(
        Locale.ROOT,
        "What the place of a token adds to its attention score, less the mean of all places. The"
            + " entries of a row differ by at most %s; scores of tokens by at most %s.",
        spread(circuits.positionScores()),
        spread(circuits.qk()));
  }

  String positionValues() {
    return String.format(
        Locale.ROOT,
        "What attention to a place adds to each logit, whatever token is there. The entries of a"
            + " row differ by at most %s.",
        spread(circuits.positionValues()));
  }

  /** Strictly: where all are equal none is. */
  private static boolean isLargest(double[] row, int at) {
    return IntStream.range(0, row.length).allMatch(i -> i == at || row[i] < row[at]);
  }

  private static String spread(double[][] rows) {
    double most =
        Arrays.stream(rows)
            .mapToDouble(
                row ->
                    Arrays.stream(row).max().orElseThrow() - Arrays.stream(row).min().orElseThrow())
            .max()
            .orElse(0);
    return Numbers.significant(most, DIGITS);
  }

  private static long sameSign(double[] entries) {
    long positive = Arrays.stream(entries).filter(x -> x > 0).count();
    long negative = Arrays.stream(entries).filter(x -> x < 0).count();
    return Math.max(positive, negative);
  }
}
