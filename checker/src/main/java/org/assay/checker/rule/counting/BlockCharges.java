// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.claim.Demand;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.margin.InputClass;
import org.assay.checker.rule.counting.DeficitTable.Measure;

/** Charges the inputs of a class of queries that the blocks of a cover cannot vouch for. */
@Lemma({"L-08", "L-52"})
record BlockCharges(
    PotentialParts parts, BlockValues values, PotentialExponentials exp, Measure measure) {

  static BlockCharges of(PotentialParts parts, Demand demand, int bins, Meter meter) {
    meter.add(2); // the root of dHead, for tokens and for positions
    return new BlockCharges(
        parts,
        new BlockValues(parts, demand.margin(), meter),
        PotentialExponentials.of(parts),
        new Measure(bins, demand.tokens()));
  }

  /** An upper bound of the inputs with this maximum that are not right by more than the margin. */
  BigInteger wrong(QueryClass.Bounds bounds, List<Cover.Block> blocks, Meter meter) {
    int m = bounds.m();
    PotentialWeights weights = new PotentialWeights(parts, exp, bounds);
    BigInteger[] charges = new BigInteger[bounds.queries().size()];
    Arrays.fill(charges, BigInteger.ZERO);
    long operations = weights.operations();
    for (Cover.Block block : blocks) {
      if (block.from() != m || block.to() != m + 1) {
        PotentialTerms terms = new PotentialTerms(values, weights, bounds, block.node());
        operations += charge(terms, bounds, bins(block), charges);
      }
    }
    meter.add(operations);
    BigInteger sum = BigInteger.ZERO;
    for (int j = 0; j < charges.length; j++) {
      sum = sum.add(charges[j].min(size(bounds, j)));
    }
    return sum;
  }

  /** A quarter of the bins for each level, but never fewer than positions. */
  private int bins(Cover.Block block) {
    return Math.max(parts.k(), measure.bins() >> 2 * block.level());
  }

  /** Adds to each query's charge what this block does not prove. */
  private long charge(
      PotentialTerms terms, QueryClass.Bounds bounds, int blockBins, BigInteger[] charges) {
    int[] uncertain = terms.uncertain();
    if (uncertain.length == 0) {
      return terms.operations();
    }
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    boolean all = true;
    for (int j : uncertain) {
      least = Math.min(least, terms.own(j));
      most = Math.max(most, terms.own(j));
      all &= bounds.queries().get(j) == bounds.m();
    }
    DeficitTable table =
        new DeficitTable(
            terms.before(), least, most, all, new Measure(blockBins, measure.tokens()));
    for (int j : uncertain) {
      BigInteger size = size(bounds, j);
      int q = bounds.queries().get(j);
      BigInteger good = table.good(terms.own(j), q == bounds.m());
      BigInteger weight = BigInteger.valueOf(measure.tokens().of(q));
      charges[j] = charges[j].add(size.subtract(weight.multiply(good)));
    }
    return terms.operations() + 3L * uncertain.length + table.operations();
  }

  private BigInteger size(QueryClass.Bounds bounds, int j) {
    InputClass inputs = new InputClass(bounds.queries().get(j), bounds.m(), bounds.most().length);
    return GroupedCounting.size(inputs, measure.tokens());
  }
}
