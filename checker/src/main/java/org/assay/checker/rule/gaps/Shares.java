// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.gaps;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatScores;
import org.assay.checker.execution.Widening;
import org.assay.checker.margin.AttentionWeights;
import org.assay.checker.rule.gaps.Sharing.Corner;
import org.assay.checker.split.Split;

/**
 * How the attention of one query is shared over the inputs of a gap cell: corners whose convex hull
 * holds every input's pair (weight of the query, weight of the other tokens that are not m), both
 * relative to the weight of the tokens that are m.
 *
 * <p>Cost: O(vocab + k log k) once, O(1) per cell.
 */
@Lemma({"L-34", "L-35"})
final class Shares {
  private final int q;
  private final Enclosure[] tokens; // exp of each token's score
  private final Enclosure error; // exp of the error
  private final int[] up; // the token <= t of the largest score
  private final int[] down; // the token <= t of the least score
  private final WeightSums positions;

  private Shares(
      int q, Enclosure[] tokens, Enclosure error, int[][] extremes, WeightSums positions) {
    this.q = q;
    this.tokens = tokens;
    this.error = error;
    this.up = extremes[0];
    this.down = extremes[1];
    this.positions = positions;
  }

  /** Those of all queries; eqkp is [vocab, k]. */
  static Shares[] of(Split split, ExactMatrix eqkp, int dHead, Optional<FloatScores> scores) {
    Meter meter = eqkp.meter();
    meter.add(1); // the square root
    ExactMatrix known = split.known();
    Enclosure[][] tokens = AttentionWeights.exponentials(known, dHead);
    Enclosure[][] positions = AttentionWeights.exponentials(eqkp, dHead);
    Enclosure[] errors = AttentionWeights.exponentials(split.error().transposed(), dHead)[0];
    if (scores.isPresent()) { // L-44: of a weight, and of those of the tokens that are m
      List<BigInteger> twice = scores.get().twice();
      Arrays.setAll(errors, q -> Widening.of(errors[q], twice.get(q)));
      meter.add(2L * errors.length); // both ends
    }
    int vocab = known.rows();
    meter.add(vocab * (2L * vocab + 8L * eqkp.columns())); // extremes; sums, both ends, both orders
    return IntStream.range(0, vocab)
        .mapToObj(
            q ->
                new Shares(
                    q,
                    tokens[q],
                    errors[q],
                    new int[][] {running(known, q, 1), running(known, q, -1)},
                    new WeightSums(positions[q], ascending(eqkp, q))))
        .toArray(Shares[]::new);
  }

  /** For each t the token <= t whose score, times the sign, is the largest: lemma L-34. */
  private static int[] running(ExactMatrix scores, int q, int sign) {
    int[] running = new int[scores.columns()];
    for (int t = 1; t < running.length; t++) {
      BigInteger before = scores.significand(q, running[t - 1]);
      int order = scores.significand(q, t).compareTo(before);
      running[t] = order * sign > 0 ? t : running[t - 1];
    }
    return running;
  }

  /** The positions before the query by their scores, the least first. */
  private static int[] ascending(ExactMatrix eqkp, int q) {
    return IntStream.range(0, eqkp.columns() - 1)
        .boxed()
        .sorted(Comparator.comparing(i -> eqkp.significand(q, i)))
        .mapToInt(i -> i)
        .toArray();
  }

  /**
   * The corners of a cell that is tried and has c >= 1; none if the tokens that are m may weigh
   * next to nothing.
   */
  Optional<List<Corner>> corners(GapCell cell) {
    int others = cell.others();
    int held = positions.last() - others;
    Enclosure m = tokens[cell.m()];
    boolean own = q == cell.m();
    Optional<List<Corner>> light =
        corners(cell, positions.lightest(held, own).times(m), positions.heaviest(others, false));
    Optional<List<Corner>> heavy =
        corners(cell, positions.heaviest(held, own).times(m), positions.lightest(others, false));
    if (light.isEmpty() || heavy.isEmpty()) return Optional.empty();
    light.get().addAll(heavy.get());
    return light;
  }

  /** Those where the tokens that are m weigh {@code held}, the other positions {@code rest}. */
  private Optional<List<Corner>> corners(GapCell cell, Enclosure held, Enclosure rest) {
    Enclosure most = rest.times(tokens[up[cell.top()]]).times(error);
    Enclosure query = positions.query().times(tokens[q]);
    Enclosure widened = held.times(error);
    if (!Ratio.isBounded(most, held) || !Ratio.isBounded(query.times(error), held)) {
      return Optional.empty();
    }
    boolean own = q == cell.m(); // then the query is one of the tokens that are m
    BigInteger restLo = Ratio.lo(rest.times(tokens[down[cell.top()]]), widened);
    BigInteger restHi = Ratio.hi(most, held);
    BigInteger queryLo = own ? BigInteger.ZERO : Ratio.lo(query, widened);
    BigInteger queryHi = own ? BigInteger.ZERO : Ratio.hi(query.times(error), held);
    List<Corner> corners = new ArrayList<>(4);
    corners.add(new Corner(queryLo, restLo));
    boolean wide = !restLo.equals(restHi);
    if (wide) corners.add(new Corner(queryLo, restHi));
    if (!own) corners.add(new Corner(queryHi, restLo));
    if (!own && wide) corners.add(new Corner(queryHi, restHi));
    return Optional.of(corners);
  }
}
