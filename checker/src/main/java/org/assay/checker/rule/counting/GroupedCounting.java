// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import static org.assay.checker.verdict.RejectCode.HINT_RANGE;
import static org.assay.checker.verdict.RejectCode.LIMIT_EXCEEDED;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.PackedBits;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.rule.counting.DeficitTable.Measure;
import org.assay.checker.rule.counting.GoodCount.Terms;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-02: of each class C(q, m), the inputs that some block of outputs cannot vouch for are
 * counted, not enumerated. Polynomial in everything.
 *
 * <p>Hints: the blocks, the number of bins, and where outputs are scaled. Cost: O(k v^4) for the
 * terms, O(k · bins · v) per table counted.
 */
@Lemma("L-07")
public record GroupedCounting(int bins, Cover cover, Pairs scaled) implements Rule {
  private static final int MAX_BINS = 1 << 16;
  private static final BigInteger MAX_TERMS = BigInteger.ONE.shiftLeft(37);
  private static final BigInteger MAX_UPDATES = BigInteger.ONE.shiftLeft(43);

  /**
   * Reads the hints for models of a shape.
   *
   * @throws Rejection with a code of F-02 or F-11
   */
  public static GroupedCounting read(JsonReader in, Claim.Shape shape) throws Rejection {
    int vocab = shape.vocab();
    int bins = in.field("bins").integer();
    String cover = in.field("cover").string();
    Cover ofOutputs = Cover.of(vocab, PackedBits.unpack(cover), PackedBits.length(cover));
    if (!in.hasField("scaled")) {
      return new GroupedCounting(bins, ofOutputs, Pairs.NONE);
    }
    String scaled = in.field("scaled").string();
    return new GroupedCounting(
        bins, ofOutputs, Pairs.of(vocab, PackedBits.unpack(scaled), PackedBits.length(scaled)));
  }

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
  public boolean isWeighted() {
    return true;
  }

  @Override
  public boolean countsOnce() {
    return true;
  }

  @Override
  public BigInteger count(Premises premises, Demand demand, Meter meter) throws Rejection {
    return count(MarginParts.of(premises, meter), demand, meter);
  }

  /** The same, of a model whose circuits are known. */
  public BigInteger count(MarginParts model, Demand demand, Meter meter) {
    LongRows rows = new LongRows(model, demand.margin(), meter);
    BigInteger wrong = wrong(model, rows, demand.tokens(), meter);
    return demand.tokens().total(model.vocab(), model.k()).subtract(wrong);
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
  private BigInteger wrong(MarginParts model, LongRows rows, TokenWeights tokens, Meter meter) {
    Measure measure = new Measure(bins, tokens);
    meter.add(2L * model.vocab() * model.vocab() * model.k());
    return IntStream.range(0, model.vocab())
        .parallel()
        .mapToObj(
            q -> {
              QueryWeights ofQuery = new QueryWeights(model, q, rows.weightBits());
              BigInteger sum = BigInteger.ZERO;
              for (int m = q; m < model.vocab(); m++) {
                ofQuery.admit(m);
                InputClass inputs = new InputClass(q, m, model.k() - 1);
                BlockTerms.Source ofClass = new ClassRows(inputs, rows, ofQuery);
                if (scaled.has(q, m)) {
                  ofClass = new ScaledRows(inputs, ofClass);
                }
                BlockTerms terms = new BlockTerms(inputs, ofClass, cover.blocks(q, m));
                sum = sum.add(wrong(inputs, terms, measure, meter));
              }
              return sum;
            })
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Lemma L-08: the blocks' counts add up, but never to more than the class has. */
  private static BigInteger wrong(
      InputClass inputs, BlockTerms terms, Measure measure, Meter meter) {
    List<Terms> uncertain = terms.uncertain();
    long operations = terms.operations();
    BigInteger all = size(inputs, measure.tokens());
    BigInteger ofQuery = BigInteger.valueOf(measure.tokens().of(inputs.q()));
    BigInteger sum = BigInteger.ZERO;
    for (Terms block : uncertain) {
      GoodCount.Good good = GoodCount.of(block, measure);
      operations += good.operations();
      sum = sum.add(all.subtract(ofQuery.multiply(good.count())));
    }
    meter.add(operations);
    return sum.min(all);
  }

  /** What the inputs of C(q, m) weigh: w_q ((sum w_t, t <= m)^L - [q < m] (sum w_t, t < m)^L). */
  static BigInteger size(InputClass inputs, TokenWeights tokens) {
    boolean queryIsMaximum = inputs.q() == inputs.m();
    BigInteger before = tokens.fillings(inputs.m(), inputs.last(), queryIsMaximum);
    return before.multiply(BigInteger.valueOf(tokens.of(inputs.q())));
  }
}
