// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.util.List;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Meter;

/** The circuit eqke itself; nothing is left out. */
record ExactScores(ExactMatrix scores) implements ScoreSplit {

  static ExactScores of(Weights weights, Meter meter) {
    ExactMatrix queries = Circuits.query(Circuits.residual(weights, meter), weights, meter);
    ExactMatrix keys = weights.embed().times(weights.head().key(), meter);
    return new ExactScores(queries.timesTransposed(keys, meter));
  }

  @Override
  public List<ExactMatrix> factors() {
    return List.of(ExactMatrix.zero(scores.rows(), 1));
  }
}
