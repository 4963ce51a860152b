// SPDX-License-Identifier: Apache-2.0
package org.assay.generator.strategy.exhaustion;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.assay.generator.model.Model;
import org.assay.generator.strategy.Demand;
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
    if (!demand.tokens().isUniform()) {
      return Proof.withoutHints(weighed(evaluation, demand.tokens(), progress));
    }
    long counted = 0;
    for (int m = model.vocab() - 1; m >= 0; m--) counted += count(evaluation, m, progress);
    return Proof.withoutHints(BigInteger.valueOf(counted));
  }

  private static BigInteger weighed(
      Evaluation evaluation, TokenWeights tokens, LongConsumer progress) {
    BigInteger weight = BigInteger.ZERO;
    for (int max = evaluation.vocab() - 1; max >= 0; max--) {
      int m = max;
      Evaluation.OfMaximum ofMaximum = evaluation.ofMaximum(m);
      weight =
          IntStream.rangeClosed(0, m)
              .parallel()
              .mapToObj(
                  q -> {
                    BigInteger ofClass = ClassCount.weight(ofMaximum.rows(q), q, m, tokens);
                    progress.accept(ClassCount.size(evaluation.k() - 1, m, q == m));
                    return ofClass;
                  })
              .reduce(BigInteger.ZERO, BigInteger::add)
              .add(weight);
    }
    return weight;
  }

  private static long count(Evaluation evaluation, int m, LongConsumer progress) {
    Evaluation.OfMaximum ofMaximum = evaluation.ofMaximum(m);
    return IntStream.rangeClosed(0, m)
        .parallel()
        .mapToLong(
            q -> {
              long counted = ClassCount.of(ofMaximum.rows(q), q, m);
              progress.accept(ClassCount.size(evaluation.k() - 1, m, q == m));
              return counted;
            })
        .sum();
  }

  private static void requireAtMost(String what, BigInteger got, BigInteger limit) {
    if (got.compareTo(limit) > 0) {
      throw new IllegalArgumentException(
          "brute-force: " + what + ": got " + got + ", limit " + limit);
    }
  }
}
