// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.margin;

import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Enclosure;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatScores;
import org.assay.checker.execution.Widening;

/**
 * Encloses the unnormalised attention weights exp(s_i(q, t)), s_i(q, t) = (eqke[q, t] + eqkp[q, i])
 * / √dHead, as products of a token part [vocab, vocab] and a position part [vocab, k].
 *
 * <p>Cost: vocab · (vocab + k) exponentials. Source: lemmas L-02, L-03.
 */
public final class AttentionWeights {
  private final Enclosure[][] tokens;
  private final Enclosure[][] positions;
  private final Meter meter;

  private AttentionWeights(Enclosure[][] tokens, Enclosure[][] positions, Meter meter) {
    this.meter = meter;
    this.tokens = tokens;
    this.positions = positions;
  }

  public static AttentionWeights of(Circuits circuits) {
    circuits.meter().add(1); // the square root
    return new AttentionWeights(
        exponentials(circuits.eqke(), circuits.dHead()),
        exponentials(circuits.eqkp(), circuits.dHead()),
        circuits.meter());
  }

  /** Lemma L-44: encloses exp(s_i(q, t) + τ) for every τ within the errors of a score. */
  public AttentionWeights widened(FloatScores errors) {
    return new AttentionWeights(
        Widening.of(tokens, errors.tokens()), Widening.of(positions, errors.positions()), meter);
  }

  /** Encloses exp(s_i(q, t)). */
  public Enclosure of(int q, int i, int t) {
    meter.add(2); // both ends
    return tokens[q][t].times(positions[q][i]);
  }

  /** Encloses exp(score / √dHead) of every entry. The root itself is counted by the caller. */
  public static Enclosure[][] exponentials(ExactMatrix scores, int dHead) {
    scores
        .meter()
        .add(4L * scores.rows() * scores.columns()); // a product and an exponential for each end
    ScoreExponential exp = new ScoreExponential(dHead, scores.magnitudeBits(), scores.exponent());
    return IntStream.range(0, scores.rows())
        .parallel()
        .mapToObj(
            q ->
                IntStream.range(0, scores.columns())
                    .mapToObj(c -> exp.of(scores.significand(q, c)))
                    .toArray(Enclosure[]::new))
        .toArray(Enclosure[][]::new);
  }
}
