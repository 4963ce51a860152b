// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.claim.Claim;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.deficit.DeficitTable;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.exact.Lemma;
import org.assay.checker.hint.Bits;
import org.assay.checker.json.JsonReader;
import org.assay.checker.json.Limits;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.LongRows;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-02: of each class C(q, m), the inputs that some block of outputs cannot vouch for are
 * counted, not enumerated. Polynomial in everything.
 *
 * <p>Hints: the blocks, the number of bins, and where outputs are scaled. Cost: O(k v^4) for the
 * terms, O(k · bins · v) per table counted.
 */
@Lemma({"L-08", "R-02"})
public record GroupedCounting(int bins, Cover cover, Pairs scaled) implements Rule {
  private static final int TERM_BITS = 35;
  private static final int UPDATE_BITS = 39;

  /**
   * Reads the hints for models of a shape.
   *
   * @throws Rejection with a code of F-02 or F-11
   */
  public static GroupedCounting read(JsonReader in, Claim.Shape shape) throws Rejection {
    int bins = in.field("bins").integer();
    Cover cover = Cover.of(shape.vocab(), Bits.read(in, "cover"));
    Pairs scaled =
        in.hasField("scaled") ? Pairs.of(shape.vocab(), Bits.read(in, "scaled")) : Pairs.NONE;
    return new GroupedCounting(bins, cover, scaled);
  }

  @Override
  public String name() {
    return "grouped-counting";
  }

  @Override
  public void requireLimits(int vocab, int k) throws Rejection {
    BigInteger v = BigInteger.valueOf(vocab);
    BigInteger terms = v.pow(4).multiply(BigInteger.valueOf(k));
    Limits.require("grouped-counting terms", terms, TERM_BITS); // R-02 (a)
    BigInteger updates =
        v.multiply(BigInteger.valueOf(k)).multiply(BigInteger.valueOf(cover.bins(bins)));
    Limits.require("grouped-counting table updates", updates, UPDATE_BITS); // R-02 (a)
    DeficitTable.requireBins(bins, k); // R-02 (c)
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
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    return count(MarginParts.of(premises), demand);
  }

  /** The same, of a model whose circuits are known. */
  public BigInteger count(MarginParts model, Demand demand) {
    LongRows rows = new LongRows(model, demand.margin());
    BigInteger lost = lostUp(model, rows, demand.tokens());
    return demand.tokens().upTo(model.vocab() - 1, 0, model.k()).subtract(lost);
  }

  /** An upper bound of the inputs that are not right by more than the margin. */
  private BigInteger lostUp(MarginParts model, LongRows rows, TokenWeights tokens) {
    Measure measure = new Measure(bins, tokens, model.meter());
    return IntStream.range(0, model.vocab())
        .parallel()
        .mapToObj(
            q -> {
              QueryWeights ofQuery = new QueryWeights(model, q, rows.weightBits());
              BigInteger sum = BigInteger.ZERO;
              for (int m = q; m < model.vocab(); m++) {
                ofQuery.reach(m);
                InputClass inputs = new InputClass(q, m, model.k() - 1);
                if (inputs.weight(tokens).signum() > 0) { // L-78
                  ClassRows known = ClassRows.of(inputs, rows, ofQuery);
                  known = scaled.has(q, m) ? known.scaled(measure.meter()) : known;
                  sum = sum.add(lostUp(inputs, known, measure));
                }
              }
              return sum;
            })
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Lemma L-08: the blocks' counts add up, but never to more than the class has. */
  private BigInteger lostUp(InputClass inputs, ClassRows rows, Measure measure) {
    BigInteger[] charge = {BigInteger.ZERO};
    for (Cover.Block block : cover.blocks(inputs.q(), inputs.m())) {
      if (!block.isAlone(inputs.m())) {
        BlockTerms.of(inputs, rows, block).charge(measure, charge);
      }
    }
    return charge[0].min(inputs.weight(measure.tokens()));
  }
}
