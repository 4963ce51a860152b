// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.counting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.assay.checker.claim.Demand;
import org.assay.checker.deficit.DeficitTable.Measure;
import org.assay.checker.deficit.SumTerms;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.InputClass;

/** Charges the inputs of a class of queries that the blocks of a cover cannot vouch for. */
@Lemma("L-08")
record BlockCharges(
    PotentialParts parts, BlockValues values, PotentialExponentials exp, Measure measure) {

  static BlockCharges of(PotentialParts parts, Demand demand, int bins, boolean shifted) {
    parts.meter().add(2); // the root of dHead, for tokens and for positions
    return new BlockCharges(
        parts,
        new BlockValues(parts, demand.margin(), shifted),
        PotentialExponentials.of(parts),
        new Measure(bins, demand.tokens(), parts.meter()));
  }

  /** An upper bound of the inputs with this maximum that are not right by more than the margin. */
  BigInteger lostUp(QueryClass.Bounds bounds, List<Cover.Block> blocks) {
    int m = bounds.m();
    PotentialWeights weights = new PotentialWeights(parts, exp, bounds);
    BigInteger[] charges = new BigInteger[bounds.queries().size()];
    Arrays.fill(charges, BigInteger.ZERO);
    for (Cover.Block block : blocks) {
      if (!block.isAlone(m)) {
        SumTerms terms = PotentialTerms.of(values, weights, bounds, block.node());
        int uncertain = terms.charge(measure(block), charges);
        // the least and the largest term of the queries, the charge
        parts.meter().add(PotentialTerms.operations(terms) + 3L * uncertain);
      }
    }
    BigInteger sum = BigInteger.ZERO;
    for (int j = 0; j < charges.length; j++) {
      InputClass inputs = new InputClass(bounds.queries().get(j), m, bounds.most().length);
      sum = sum.add(charges[j].min(inputs.weight(measure.tokens())));
    }
    return sum;
  }

  /** A quarter of the bins for each level, but never fewer than positions. */
  private Measure measure(Cover.Block block) {
    int bins = Math.max(parts.k(), measure.bins() >> 2 * block.level());
    return new Measure(bins, measure.tokens(), measure.meter());
  }
}
