// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.rule.evaluation;

import java.util.List;
import java.util.Optional;
import org.assay.checker.arithmetic.Arithmetic;
import org.assay.checker.arithmetic.Contest;
import org.assay.checker.arithmetic.Lead;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.program.Evaluation;
import org.assay.checker.program.Network;

/** One level of the arithmetic, made ready when the first input needs it. For several threads. */
final class Level<V, M> {
  private final Network network;
  private final List<List<ExactMatrix>> weights;
  private final Arithmetic<V, M> arithmetic;
  private final long most;
  private Optional<Evaluation.Ready<V, M>> ready = Optional.empty();

  /**
   * @param most inputs that it decides at most, of each part of the inputs
   */
  Level(Network network, List<List<ExactMatrix>> weights, Arithmetic<V, M> arithmetic, long most) {
    this.network = network;
    this.weights = weights;
    this.arithmetic = arithmetic;
    this.most = most;
  }

  long most() {
    return most;
  }

  /** Decides one input after another. */
  interface Decider {
    Lead decide(int[] input, Contest contest);
  }

  /** A new one, for one thread. */
  Decider decider() {
    Evaluation<V, M> evaluation = new Evaluation<>(ready());
    return (input, contest) ->
        evaluation
            .outputs(input)
            .map(outputs -> arithmetic.lead(outputs, contest))
            .orElse(Lead.OPEN);
  }

  private synchronized Evaluation.Ready<V, M> ready() {
    if (ready.isEmpty()) {
      ready = Optional.of(new Evaluation.Ready<>(network, weights, arithmetic));
    }
    return ready.get();
  }
}
