// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.exhaustion;

import java.util.stream.IntStream;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.claim.Rule.Counts;
import org.assay.checker.claim.TokenWeights;
import org.assay.checker.exact.Lemma;
import org.assay.checker.exact.Meter;
import org.assay.checker.execution.FloatScores;
import org.assay.checker.margin.AttentionWeights;
import org.assay.checker.margin.InputClass;
import org.assay.checker.margin.QueryWeights;
import org.assay.checker.margin.Rows;
import org.assay.checker.rule.exhaustion.Exhaustion.Tally;

/**
 * Lemma L-44, two lines. Every input is decided by the rows of an execution first, which prove it
 * over the reals too, and by the real rows where these fail.
 */
@Lemma("L-44")
record TwoLines<R>(Rows<R> computed, Rows<R> real, TokenWeights tokens) {

  /** What the first test proves, and what the second adds. */
  private record Tallies(Tally first, Tally second) {
    static final Tallies NONE = new Tallies(Tally.NONE, Tally.NONE);

    Tallies plus(Tallies other) {
      return new Tallies(first.plus(other.first), second.plus(other.second));
    }
  }

  Counts count(Circuits circuits, FloatScores errors, Meter meter) {
    int vocab = circuits.vocab();
    AttentionWeights exact = AttentionWeights.of(circuits, meter);
    AttentionWeights widened = exact.widened(errors, meter);
    Tallies tallies =
        IntStream.range(0, vocab)
            .parallel()
            .mapToObj(
                q ->
                    countQuery(
                        q,
                        new QueryWeights(circuits, widened, q, computed.weightBits()),
                        new QueryWeights(circuits, exact, q, real.weightBits()),
                        circuits))
            .reduce(Tallies.NONE, Tallies::plus);
    meter.add(4L * vocab * vocab * circuits.k()); // both ends of two weights, from their parts
    meter.add(tallies.first.operations(vocab) + tallies.second.operations(vocab));
    return new Counts(
        tallies.first.correct().add(tallies.second.correct()), tallies.first.correct());
  }

  private Tallies countQuery(int q, QueryWeights widened, QueryWeights exact, Circuits circuits) {
    Tallies tallies = Tallies.NONE;
    for (int m = q; m < circuits.vocab(); m++) {
      widened.admit(m);
      exact.admit(m);
      InputClass inputs = new InputClass(q, m, circuits.k() - 1);
      Retest<R> retest = new Retest<>(real, exact, inputs, tokens);
      Tally first = Exhaustion.count(computed, widened, inputs, tokens, retest);
      tallies = tallies.plus(new Tallies(first, retest.tally()));
    }
    return tallies;
  }
}
