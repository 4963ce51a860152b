// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.part;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assay.checker.claim.Demand;
import org.assay.checker.claim.Premises;
import org.assay.checker.claim.Rule;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.margin.MarginParts;
import org.assay.checker.rule.exhaustion.BruteForce;
import org.assay.checker.verdict.Rejection;

/**
 * Rule R-01 for the inputs that end with a token of a range: all others weigh nothing (L-78).
 *
 * <p>Cost: as brute force, of these inputs.
 */
@Lemma("L-99")
final class QueryRange implements Rule {
  private final int vocab;
  private Range range = new Range(0, 0);

  QueryRange(int vocab) {
    this.vocab = vocab;
  }

  int vocab() {
    return vocab;
  }

  /** From now on, these are counted. */
  void restrict(Range queries) {
    range = queries;
  }

  @Override
  public String name() {
    return "brute-force";
  }

  @Override
  public boolean isWeighted() {
    return true;
  }

  @Override
  public void requireLimits(int v, int k) throws Rejection {
    long last = range.to() - range.from();
    BruteForce.requireLimits(v, k, last, BruteForce.WEIGHING); // L-99 (e)
  }

  @Override
  public BigInteger count(Premises premises, Demand demand) throws Rejection {
    MarginParts model = MarginParts.of(premises);
    List<Integer> listed = weights(demand.tokens().listed());
    List<TokenWeights> places =
        new ArrayList<>(Collections.nCopies(model.k() - 1, new TokenWeights(listed)));
    places.add(new TokenWeights(restricted(listed)));
    TokenWeights tokens = new TokenWeights(List.of(), List.copyOf(places));
    return new BruteForce().count(model, new Demand(demand.margin(), tokens));
  }

  /** The inputs of the range of all so many, or their weights: every query's share of them. */
  BigInteger share(BigInteger total, List<Integer> listed) {
    BigInteger all = sum(weights(listed));
    return total.divide(all).multiply(sum(restricted(weights(listed))));
  }

  private List<Integer> weights(List<Integer> listed) {
    return listed.isEmpty() ? Collections.nCopies(vocab, 1) : listed;
  }

  private List<Integer> restricted(List<Integer> weights) {
    return IntStream.range(0, vocab)
        .mapToObj(q -> q >= range.from() && q < range.to() ? weights.get(q) : 0)
        .toList();
  }

  private static BigInteger sum(List<Integer> weights) {
    return weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
