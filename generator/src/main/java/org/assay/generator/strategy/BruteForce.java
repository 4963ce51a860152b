// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy;

import java.math.BigInteger;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.interval.ExactMatrix;
import org.assay.generator.interval.Scaled;
import org.assay.generator.model.Model;

/**
 * Decides every input. The inputs are partitioned by their last token, the query, and their
 * maximum; see {@link MarginRows} for why no count is too large.
 */
public record BruteForce() implements Strategy {
  // R-01 (a): above these the checker declines.
  private static final BigInteger MAX_SUMS = BigInteger.TWO.pow(38);
  private static final BigInteger MAX_ENTRIES = BigInteger.TWO.pow(37);

  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public String cost() {
    return "vocab^(k+1) + k * vocab^4";
  }

  @Override
  public String summary() {
    return "every input is decided; at margin 0 the count is the exact accuracy";
  }

  @Override
  public BigInteger correct(Model model, Margin margin, LongConsumer progress) {
    BigInteger vocab = BigInteger.valueOf(model.vocab());
    requireAtMost(
        "vocab^k (vocab - 1)",
        vocab.pow(model.k()).multiply(vocab.subtract(BigInteger.ONE)),
        MAX_SUMS);
    requireAtMost("k vocab^4", vocab.pow(4).multiply(BigInteger.valueOf(model.k())), MAX_ENTRIES);
    return BigInteger.valueOf(new Run(Circuits.of(model), model.dHead(), margin, progress).count());
  }

  private static void requireAtMost(String what, BigInteger got, BigInteger limit) {
    if (got.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          "brute-force: " + what + ": got " + got + ", limit " + limit);
    }
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
      scale = Math.max(scale, margin.scale());
      this.shift = scale == ExactMatrix.NO_SCALE ? 0 : -scale;
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
