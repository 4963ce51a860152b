// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.exact.Rational;
import org.assay.checker.strategy.Exhaustion.Inputs;
import org.assay.checker.strategy.GoodCount.Terms;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-02: of each class C(q, m), the inputs that some block of outputs cannot vouch for are
 * counted, not enumerated. Polynomial in everything.
 *
 * <p>Hints: the blocks, and the number of bins. Cost: O(k v^4) for the terms, O(k · bins · v) per
 * table counted.
 */
@Lemma("L-07")
public record GroupedCounting(int bins, Cover cover) implements Strategy {
  private static final int MAX_BINS = 1 << 16;
  private static final BigInteger MAX_TERMS = BigInteger.ONE.shiftLeft(37);
  private static final BigInteger MAX_UPDATES = BigInteger.ONE.shiftLeft(43);

  @Override
  public String name() {
    return "grouped-counting";
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    BigInteger v = BigInteger.valueOf(vocab);
    requireWithin(v.pow(4).multiply(BigInteger.valueOf(k)), MAX_TERMS, "terms"); // R-02 (a)
    BigInteger updates =
        BigInteger.valueOf(cover.size()).multiply(v).multiply(BigInteger.valueOf((long) k * bins));
    requireWithin(updates, MAX_UPDATES, "table updates"); // R-02 (a)
    Rejection.require( // R-02 (c)
        bins >= k && bins <= MAX_BINS,
        HINT_RANGE,
        "bins: got %d, want %d to %d",
        bins,
        k,
        MAX_BINS);
  }

  @Override
  public BigInteger provedCorrect(Weights weights, Rational margin, Meter meter) throws Rejection {
    return provedCorrect(Circuits.of(weights, meter), margin, meter);
  }

  /** The same, of a model whose circuits are known. */
  public BigInteger provedCorrect(Circuits circuits, Rational margin, Meter meter) {
    LongRows rows = new LongRows(circuits, margin, meter);
    return right(circuits, rows, AttentionWeights.of(circuits, meter), meter);
  }

  /** One count is both: what is proved right in every execution is right over the reals. */
  @Override
  public Counts provedCorrect(Weights weights, Rational margin, Profile profile, Meter meter)
      throws Rejection {
    Circuits circuits = Circuits.of(weights, meter);
    FloatErrors errors = FloatErrors.of(weights, profile, meter);
    LongRows rows =
        new LongRows(errors.below(circuits, meter), errors.above(circuits, meter), margin, meter);
    AttentionWeights attention = AttentionWeights.of(circuits, meter);
    BigInteger proved = right(circuits, rows, attention.widened(errors.scores(), meter), meter);
    return new Counts(proved, proved);
  }

  private BigInteger right(
      Circuits circuits, LongRows rows, AttentionWeights weights, Meter meter) {
    BigInteger all = BigInteger.valueOf(circuits.vocab()).pow(circuits.k());
    return all.subtract(wrong(circuits, rows, weights, meter));
  }

  private static void requireWithin(BigInteger work, BigInteger limit, String unit)
      throws Rejection {
    Rejection.require(
        work.compareTo(limit) <= 0,
        LIMIT_EXCEEDED,
        "grouped-counting %s: got %s, want <= %s",
        unit,
        work,
        limit);
  }

  /** An upper bound of the inputs that are not right by more than the margin. */
  private BigInteger wrong(
      Circuits circuits, LongRows rows, AttentionWeights weights, Meter meter) {
    meter.add(2L * circuits.vocab() * circuits.vocab() * circuits.k());
    return IntStream.range(0, circuits.vocab())
        .parallel()
        .mapToObj(
            q -> {
              QueryWeights ofQuery = new QueryWeights(circuits, weights, q, rows.weightBits());
              BigInteger sum = BigInteger.ZERO;
              for (int m = q; m < circuits.vocab(); m++) {
                ofQuery.admit(m);
                Inputs inputs = new Inputs(q, m, circuits.k() - 1);
                sum = sum.add(wrong(inputs, rows, ofQuery, meter));
              }
              return sum;
            })
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Lemma L-08: the blocks' counts add up, but never to more than the class has. */
  private BigInteger wrong(Inputs inputs, LongRows rows, QueryWeights weights, Meter meter) {
    BlockTerms terms = new BlockTerms(inputs, rows, weights, cover.blocks(inputs.q(), inputs.m()));
    List<Terms> uncertain = terms.uncertain();
    long operations = terms.operations();
    BigInteger all = size(inputs);
    BigInteger sum = BigInteger.ZERO;
    for (Terms block : uncertain) {
      GoodCount.Good good = GoodCount.of(block, bins);
      operations += good.operations();
      sum = sum.add(all.subtract(good.count()));
    }
    meter.add(operations);
    return sum.min(all);
  }

  /** The number of inputs of C(q, m): (m + 1)^L - [q < m] m^L. */
  static BigInteger size(Inputs inputs) {
    BigInteger upToM = BigInteger.valueOf(inputs.m() + 1L).pow(inputs.last());
    BigInteger belowM = BigInteger.valueOf(inputs.m()).pow(inputs.last());
    return inputs.q() < inputs.m() ? upToM.subtract(belowM) : upToM;
  }
}
