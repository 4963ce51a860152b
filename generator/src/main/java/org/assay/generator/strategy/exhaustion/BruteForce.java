// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.exhaustion;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
import org.assay.generator.strategy.PairCounts;
import org.assay.generator.strategy.PaperMetrics;
import org.assay.generator.strategy.Proof;
import org.assay.generator.strategy.Strategy;
import org.assay.generator.strategy.TokenWeights;
import org.assay.generator.strategy.margin.Evaluation;
import org.assay.generator.strategy.margin.MarginRows;

/**
 * Decides every input. The inputs are partitioned by their last token, the query, and their
 * maximum; see {@link MarginRows} for why no count is too large.
 */
public record BruteForce() implements Strategy {
  /** As published for k 4. */
  private static final long PUBLISHED_FLOPS = 141_029_630_021_632L;

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
  public PaperMetrics paper(PaperMetrics.Sizes sizes) {
    OptionalLong flops = sizes.k() == 4 ? OptionalLong.of(PUBLISHED_FLOPS) : OptionalLong.empty();
    return PaperMetrics.of(sizes, flops, BigInteger.valueOf(sizes.vocab()).pow(sizes.k() + 1));
  }

  @Override
  public BigInteger steps(Model model) {
    return BigInteger.valueOf(model.vocab()).pow(model.k());
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public Proof prove(Model model, Demand demand, LongConsumer progress) {
    BigInteger vocab = BigInteger.valueOf(model.vocab());
    requireAtMost(
        "vocab^k (vocab - 1)",
        vocab.pow(model.k()).multiply(vocab.subtract(BigInteger.ONE)),
        MAX_SUMS);
    requireAtMost("k vocab^4", vocab.pow(4).multiply(BigInteger.valueOf(model.k())), MAX_ENTRIES);
    Evaluation evaluation = new Evaluation(model, demand.margin());
    PairCounts pairs = new PairCounts(model.vocab());
    for (int m = model.vocab() - 1; m >= 0; m--) {
      count(evaluation.ofMaximum(m), m, demand.tokens(), pairs, progress);
    }
    return Proof.withoutHints(pairs);
  }

  private static void count(
      Evaluation.OfMaximum ofMaximum,
      int m,
      TokenWeights tokens,
      PairCounts pairs,
      LongConsumer progress) {
    IntStream.rangeClosed(0, m)
        .parallel()
        .forEach(
            q -> {
              MarginRows rows = ofMaximum.rows(q);
              pairs.set(
                  q,
                  m,
                  tokens.isUniform()
                      ? BigInteger.valueOf(ClassCount.of(rows, q, m))
                      : ClassCount.weight(rows, q, m, tokens));
              progress.accept(ClassCount.size(rows.rows().length - 1, m, q == m));
            });
  }

  private static void requireAtMost(String what, BigInteger got, BigInteger limit) {
    if (got.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          "brute-force: " + what + ": got " + got + ", limit " + limit);
    }
  }
}
