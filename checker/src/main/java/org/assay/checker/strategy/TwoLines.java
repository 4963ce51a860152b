// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.strategy;

import java.math.BigInteger;
import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.strategy.Exhaustion.Inputs;
import org.assay.checker.strategy.Exhaustion.Tallies;
import org.assay.checker.strategy.Strategy.Counts;

/**
 * Lemma L-44. Every input is decided by the rows of an execution first, which prove it over the
 * reals too, and by the real rows where these fail.
 */
@Lemma("L-44")
record TwoLines(Circuits circuits, AttentionWeights real, AttentionWeights computed) {

  <R> Counts count(Rows<R> computedRows, Rows<R> realRows, Meter meter) {
    int vocab = circuits.vocab();
    Tallies tallies =
        IntStream.range(0, vocab)
            .parallel()
            .mapToObj(q -> countQuery(q, computedRows, realRows))
            .reduce(Tallies.NONE, Tallies::plus);
    meter.add(4L * vocab * vocab * circuits.k()); // both ends of two weights, from their parts
    meter.add(tallies.first().operations(vocab) + tallies.second().operations(vocab));
    BigInteger proved = BigInteger.valueOf(tallies.first().correct());
    return new Counts(proved.add(BigInteger.valueOf(tallies.second().correct())), proved);
  }

  private <R> Tallies countQuery(int q, Rows<R> computedRows, Rows<R> realRows) {
    QueryWeights computedWeights =
        new QueryWeights(circuits, computed, q, computedRows.weightBits());
    QueryWeights realWeights = new QueryWeights(circuits, real, q, realRows.weightBits());
    Tallies tallies = Tallies.NONE;
    for (int m = q; m < circuits.vocab(); m++) {
      computedWeights.admit(m);
      realWeights.admit(m);
      Inputs inputs = new Inputs(q, m, circuits.k() - 1);
      Retest<R> retest = new Retest<>(realRows, realWeights, inputs);
      tallies = tallies.plus(Exhaustion.count(computedRows, computedWeights, inputs, retest));
    }
    return tallies;
  }
}
