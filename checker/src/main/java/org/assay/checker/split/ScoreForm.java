// SPDX-License-Identifier: Apache-2.0
package org.assay.checker.split;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.assay.checker.circuit.Circuits;
import org.assay.checker.circuit.Weights;
import org.assay.checker.exact.ExactMatrix;
import org.assay.checker.exact.Lemma;

/**
 * Lemma L-27. The circuit eqke, up to a number per row, as a product of factors, and the factors
 * that a piece is peeled off, in the order of the directions (spec F-11).
 */
@Lemma("L-27")
enum ScoreForm {
  /** Multiplied out: nothing is left. */
  EXACT(List.of()),
  /** Queries and keys: [vocab, dHead], [dHead, vocab]. */
  PRODUCT(List.of(0, 1)),
  /**
   * Residuals, query matrix, key matrix and tokens: [vocab, dModel], [dModel, dHead], [dHead,
   * dModel], [dModel, vocab].
   */
  PEELED(List.of(0, 3, 0, 3, 1, 2));

  private final List<Integer> pieces;

  ScoreForm(List<Integer> pieces) {
    this.pieces = pieces;
  }

  List<Integer> directionLengths(int vocab, int dModel) {
    return pieces.stream().map(factor -> isInner(factor) ? dModel : vocab).toList();
  }

  private boolean isInner(int factor) {
    return this == PEELED && (factor == 1 || factor == 2);
  }

  /** Requires: directions of those lengths; any entries are sound. */
  Chain chain(Weights weights, List<BigInteger[]> directions) {
    Chain chain = unpeeled(weights);
    for (int i = 0; i < pieces.size(); i++) {
      chain = chain.peeled(pieces.get(i), directions.get(i));
    }
    return chain;
  }

  private Chain unpeeled(Weights weights) {
    ExactMatrix residual = Circuits.residual(weights);
    if (this == EXACT) {
      ExactMatrix keys = weights.embed().times(weights.key().matrix());
      ExactMatrix scores = Circuits.query(residual, weights).timesTransposed(keys);
      return new Chain(
          Optional.of(scores), List.of(ExactMatrix.zero(scores.rows(), 1).on(scores.meter())));
    }
    ExactMatrix embed = weights.embed();
    ExactMatrix centred = embed.minusRow(RowRanges.mean(embed));
    if (this == PRODUCT) {
      ExactMatrix keys = centred.times(weights.key().matrix()).transposed();
      ExactMatrix queries = Circuits.query(residual, weights);
      return new Chain(Optional.empty(), List.of(queries, keys));
    }
    return new Chain(
        Optional.of(biases(weights, centred)),
        List.of(
            residual,
            weights.query().matrix(),
            weights.key().matrix().transposed(),
            centred.transposed()));
  }

  /** The query bias with every key. */
  private static ExactMatrix biases(Weights weights, ExactMatrix embed) {
    ExactMatrix keys = weights.query().bias().timesTransposed(weights.key().matrix());
    return Entries.ones(embed.rows()).on(embed.meter()).times(keys.timesTransposed(embed));
  }
}
