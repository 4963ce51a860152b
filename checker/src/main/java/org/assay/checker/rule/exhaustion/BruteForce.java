// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Rational;
import org.assay.checker.json.Limits;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.assay.checker.margin.Scales;
import org.assay.checker.margin.WideRows;
import org.assay.checker.rule.exhaustion.Exhaustion.Decided;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-01: every input is decided. The count is exact unless a margin, weighted as in lemma L-05,
 * is as small as the width of the enclosures.
 *
 * <p>Cost: O(v^k · v) sums on all cores; the result does not depend on their number.
 */
@Lemma("R-01")
public record BruteForce() implements Rule {
  private static final int SUM_BITS = 37;
  private static final int ENTRIES = 35; // bits, too

  /** What it costs to visit an input and to weigh a prefix, in sums of two entries. */
  private static final long VISIT = 32;

  public static final int WEIGHING = 256;

  private static final BigInteger MAX_WIDE_SUMS = BigInteger.ONE.shiftLeft(24);

  /** With fewer fractional bits than this, long rows may lose inputs that wide rows prove. */
  private static final int ENOUGH_BITS = 40;

  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    if (!demand.tokens().isUniform()) {
      int vocab = premises.weights().vocab();
      requireLimits(vocab, premises.weights().k(), vocab, WEIGHING);
    }
    return count(MarginParts.of(premises), demand);
  }

  /** The same, of a model whose circuits are known. */
  public BigInteger count(MarginParts model, Demand demand) {
    Rational margin = demand.margin();
    int bits = Scales.longRows(model, margin);
    Rows<?> rows =
        isWide(bits, sums(model.vocab(), model.k()))
            ? new WideRows(model, margin)
            : new LongRows(model, margin);
    return count(model, rows, demand.tokens());
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    requireLimits(vocab, k, vocab, 0);
  }

  /** R-01 (a), of the inputs that end with one of so many tokens. */
  public static void requireLimits(int vocab, int k, long last, int weighing) throws Rejection {
    BigInteger v = BigInteger.valueOf(vocab); // R-01 (a)
    BigInteger each = BigInteger.valueOf((vocab * (vocab + VISIT) + weighing) * last);
    Limits.require("brute-force sums", v.pow(k - 1).multiply(each).divide(v), SUM_BITS); // L-05 (a)
    Limits.require("brute-force table entries", v.pow(4).multiply(BigInteger.valueOf(k)), ENTRIES);
  }

  /** The sums that decide every input for every output. */
  static BigInteger sums(int vocab, int k) {
    return BigInteger.valueOf(vocab).pow(k).multiply(BigInteger.valueOf(vocab - 1L));
  }

  static boolean isWide(int fractionBits, BigInteger sums) {
    return fractionBits < ENOUGH_BITS && sums.compareTo(MAX_WIDE_SUMS) <= 0;
  }

  private static BigInteger count(MarginParts model, Rows<?> rows, TokenWeights tokens) {
    Decided decided =
        IntStream.range(0, model.vocab())
            .parallel()
            .mapToObj(q -> countQuery(model, rows, tokens, q))
            .reduce(Decided.NONE, Decided::plus);
    model.meter().add(decided.operations(model.vocab()));
    return decided.correct();
  }

  /** The classes with this query token. */
  private static Decided countQuery(MarginParts model, Rows<?> rows, TokenWeights tokens, int q) {
    QueryWeights weights = new QueryWeights(model, q, rows.weightBits());
    Decided decided = Decided.NONE;
    for (int m = q; m < model.vocab(); m++) {
      weights.reach(m);
      InputClass inputs = new InputClass(q, m, model.k() - 1);
      if (inputs.weight(tokens).signum() > 0) { // L-78
        decided = decided.plus(Exhaustion.count(rows, weights, inputs, tokens));
      }
    }
    return decided;
  }
}
