// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.margin;

import java.util.stream.IntStream;
import org.assay.generator.interval.ExactMatrix;
import org.assay.generator.interval.Scaled;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Margin;

/** What the margins of all classes (query, maximum) are computed from. */
public final class Evaluation {
  private final Circuits circuits;
  private final Scaled[][] tokenWeights;
  private final Scaled[][] positionWeights;
  private final long shift;
  private final double delta;

  public Evaluation(Model model, Margin margin) {
    this.circuits = Circuits.of(model);
    this.tokenWeights = circuits.tokenScores().exponentials(model.dHead());
    this.positionWeights = circuits.positionScores().exponentials(model.dHead());
    long scale = Math.max(circuits.direct().scale(), circuits.tokenValues().scale());
    scale = Math.max(scale, circuits.positionValues().scale());
    scale = Math.max(scale, margin.scale());
    this.shift = scale == ExactMatrix.NO_SCALE ? 0 : -scale;
    this.delta = margin.above(shift);
  }

  public int vocab() {
    return circuits.direct().rows();
  }

  public int k() {
    return circuits.positionValues().rows();
  }

  /** What the classes of one maximum share. */
  public OfMaximum ofMaximum(int m) {
    double[][] tokens = new double[m + 1][];
    IntStream.rangeClosed(0, m)
        .parallel()
        .forEach(t -> tokens[t] = circuits.tokenValues().differencesBelow(t, m, shift));
    double[][] positions = new double[k()][];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = circuits.positionValues().differencesBelow(i, m, shift);
    }
    return new OfMaximum(m, tokens, positions);
  }

  /** Lower bounds of D[q, m] - D[q, o] - delta. */
  private double[] direct(int q, int m) {
    double[] direct = circuits.direct().differencesBelow(q, m, shift);
    for (int o = 0; o < direct.length; o++) direct[o] = Math.nextDown(direct[o] - delta);
    return direct;
  }

  /** The classes of one maximum, by their query. */
  public final class OfMaximum {
    private final int m;
    private final double[][] tokens;
    private final double[][] positions;

    private OfMaximum(int m, double[][] tokens, double[][] positions) {
      this.m = m;
      this.tokens = tokens;
      this.positions = positions;
    }

    /** Requires: q <= m. */
    public MarginRows rows(int q) {
      return MarginRows.of(brackets(q), attention(q), m);
    }

    /** Requires: q <= m. */
    public Brackets brackets(int q) {
      return new Brackets(direct(q, m), tokens, positions);
    }

    /** Requires: q <= m. */
    public Attention attention(int q) {
      return Attention.of(tokenWeights[q], positionWeights[q], m);
    }
  }
}
