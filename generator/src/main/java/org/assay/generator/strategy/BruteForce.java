// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.interval.Scaled;
import org.assay.generator.model.Model;

/**
 * Decides every input. The inputs are partitioned by their last token, the query, and their
 * maximum; see {@link MarginRows} for why no count is too large.
 */
public record BruteForce() implements Strategy {
  /** vocab^k above this would keep the checker busy for hours. */
  private static final BigInteger MAX_INPUTS = BigInteger.TWO.pow(40);

  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public String cost() {
    return "k * vocab^(k+1)";
  }

  @Override
  public String summary() {
    return "every input is decided; at margin 0 the count is the exact accuracy";
  }

  @Override
  public BigInteger correct(Model model, Margin margin, LongConsumer progress) {
    BigInteger inputs = BigInteger.valueOf(model.vocab()).pow(model.k());
    if (inputs.compareTo(MAX_INPUTS) > 0) {
      throw new IllegalArgumentException(
          "brute-force: got vocab^k = " + inputs + " inputs, limit " + MAX_INPUTS);
    }
    return BigInteger.valueOf(new Run(Circuits.of(model), model.dHead(), margin, progress).count());
  }

  /** What all classes share. */
  private static final class Run {
    private final Circuits circuits;
    private final Scaled[][] tokenWeights;
    private final Scaled[][] positionWeights;
    private final long shift;
    private final double delta;
    private final LongConsumer progress;

    Run(Circuits circuits, int dHead, Margin margin, LongConsumer progress) {
      this.circuits = circuits;
      this.tokenWeights = circuits.tokenScores().exponentials(dHead);
      this.positionWeights = circuits.positionScores().exponentials(dHead);
      long scale = Math.max(circuits.direct().scale(), circuits.tokenValues().scale());
      scale = Math.max(scale, circuits.positionValues().scale());
      this.shift = -Math.max(scale, margin.scale());
      this.delta = margin.above(shift);
      this.progress = progress;
    }

    long count() {
      long counted = 0;
      for (int m = circuits.direct().rows() - 1; m >= 0; m--) counted += countMaximum(m);
      return counted;
    }

    private long countMaximum(int m) {
      double[][] tokens = new double[m + 1][];
      IntStream.rangeClosed(0, m)
          .parallel()
          .forEach(t -> tokens[t] = circuits.tokenValues().differencesBelow(t, m, shift));
      double[][] positions = new double[circuits.positionValues().rows()][];
      for (int i = 0; i < positions.length; i++) {
        positions[i] = circuits.positionValues().differencesBelow(i, m, shift);
      }
      return IntStream.rangeClosed(0, m)
          .parallel()
          .mapToLong(q -> countClass(q, m, new Brackets(direct(q, m), tokens, positions)))
          .sum();
    }

    /** Lower bounds of D[q, m] - D[q, o] - delta. */
    private double[] direct(int q, int m) {
      double[] direct = circuits.direct().differencesBelow(q, m, shift);
      for (int o = 0; o < direct.length; o++) direct[o] = Math.nextDown(direct[o] - delta);
      return direct;
    }

    private long countClass(int q, int m, Brackets brackets) {
      Attention attention = Attention.of(tokenWeights[q], positionWeights[q], m);
      long counted = ClassCount.of(MarginRows.of(brackets, attention, m), q, m);
      progress.accept(ClassCount.size(positionWeights[q].length - 1, m, q == m));
      return counted;
    }
  }
}
